// Change over time: each line is named at its end, where there is room for it, else above the chart.
"use strict";
{
  const { text, full } = Format;
  const { make, chart, colour, palette, rem, measure, keys, summary } = Faces.tools;
  const MOST_BESIDE = 0.3;

  // the name of each line at the height of its end; names that would lie on each other are moved apart
  const ending = (tile, scale, { x, top, height }, colours) => {
    const line = Axes.size() * 1.15;
    const names = tile.series
      .map(({ name, data }, index) => ({
        name,
        fill: colours[index % colours.length],
        y: top + ((scale.max - data.at(-1)) / (scale.max - scale.min)) * height,
      }))
      .sort((one, other) => one.y - other.y);
    const settle = (list, floor, sign) =>
      list.reduce((last, each) => {
        each.y = sign > 0 ? Math.max(each.y, last) : Math.min(each.y, last);
        return each.y + sign * line;
      }, floor);
    settle(names, line / 2, 1);
    settle([...names].reverse(), top + height, -1);
    return names.map(({ name, fill, y }) => ({
      type: "text",
      silent: true,
      style: {
        x,
        y,
        text: name,
        fill,
        font: `600 ${Axes.size()}px ${getComputedStyle(document.body).fontFamily}`,
        textVerticalAlign: "middle",
      },
    }));
  };

  Faces.add("line", {
    draw(element, tile) {
      const single = tile.series.length === 1;
      const colours = palette();
      const names = tile.series.map((line) => line.name);
      const ends = single ? 0 : measure(names, Axes.size(), "600");
      // names at the ends need a figure in the last period, and a line of text each
      const beside =
        !single &&
        ends < element.clientWidth * MOST_BESIDE &&
        tile.series.every((line) => typeof line.data.at(-1) === "number") &&
        element.clientHeight > names.length * Axes.size() * 1.4 + rem() * 3;
      const aim = tile.target ? make("p", "aim", `┄ ${text("target")} ${full(tile.target, tile.unit)}`) : null;
      const scale = Axes.scale(
        [...tile.series.flatMap((line) => line.data), ...(tile.target ? [tile.target] : [])],
        tile.unit,
      );
      const marks = [
        ...(tile.target ? [{ yAxis: tile.target, lineStyle: { color: colour("warn"), type: "dashed" } }] : []),
        ...tile.breaks.map((each) => ({
          xAxis: tile.labels.indexOf(each.label),
          lineStyle: { color: colour("muted"), type: "dotted" },
        })),
      ];
      // a line for each stretch that comes from the same sources
      const series = tile.series.flatMap((line, index) =>
        line.pieces.map((piece, part) => ({
          name: line.name,
          type: "line",
          data: piece,
          showSymbol: line.data.length < 15 || line.pieces.length > 1,
          symbolSize: rem() * 0.4,
          lineStyle: { width: rem() * 0.17 },
          color: colours[index % colours.length],
          areaStyle: single && scale.fromZero ? { opacity: 0.14 } : undefined,
          markLine:
            index === 0 && part === 0 && marks.length
              ? {
                  symbol: "none",
                  silent: true,
                  lineStyle: { width: rem() * 0.1 },
                  label: { show: false },
                  data: marks,
                }
              : undefined,
        })),
      );
      const short = (label) =>
        label
          .replace(/ \d{4}$/, (year) => (tile.categories[0].length > 4 ? ` ’${year.slice(3)}` : year))
          .replace(/([A-Z][a-z]{2})[a-z]+/, "$1");
      const left = measure(scale.labels, Axes.size()) + rem() * 0.5;
      const [top, bottom] = [rem() * 0.6, rem() * 1.5];
      chart(
        element,
        ({ width, height }) => ({
          graphic: beside
            ? ending(tile, scale, { x: width - ends - rem() * 0.3, top, height: height - top - bottom }, colours)
            : [],
          tooltip: { trigger: "axis", ...Axes.tooltip(tile.unit, { formatter: Axes.told(tile.unit) }) },
          grid: {
            left,
            right: beside
              ? ends + rem() * 0.8
              : Math.max(rem() * 0.5, measure([short(tile.labels.at(-1) ?? "")], Axes.size()) / 2),
            top,
            bottom,
            containLabel: false,
          },
          xAxis: { ...Axes.periods(tile.labels, short), boundaryGap: false },
          yAxis: Axes.values(scale, tile.unit),
          series,
        }),
        summary(tile),
        [
          ...(beside ? [] : keys(names, colours)),
          ...(aim ? [aim] : []),
          ...(tile.breaks.length ? [make("p", "breaks", tile.breaks.map((each) => each.short).join(" "))] : []),
        ],
      );
    },
    table: (tile) => ({
      columns: ["", ...tile.series.map((line) => line.name)],
      rows: tile.labels.map((label, index) => [
        label,
        ...tile.series.map((line) => full(line.data[index], tile.unit)),
      ]),
    }),
  });
}
