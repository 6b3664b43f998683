// Men at the left and women at the right, a row for each age group.
"use strict";
{
  const { text, figure, full } = Format;
  const { chart, palette, rem, keys, summary } = Faces.tools;

  Faces.add("pyramid", {
    draw(element, tile) {
      const scale = Axes.scale([...tile.men, ...tile.women], tile.unit, { zero: true, lines: 2 });
      const half = (name, data, sign, index) => ({
        name,
        type: "bar",
        stack: "one",
        data: data.map((value) => (value === null ? null : sign * value)),
        barCategoryGap: "18%",
        itemStyle: { color: palette()[index] },
      });
      if (Layout.size().phone) element.style.minHeight = `${tile.labels.length * Axes.size() * 1.25 + rem() * 4}px`;
      // the youngest stand at the bottom; groups that have no line of text each keep every second name
      chart(
        element,
        ({ width }) => {
          const names = Axes.names(tile.labels, width);
          return {
            grid: {
              left: names.room + rem() * 0.7,
              right: rem() * 0.4,
              top: rem() * 0.2,
              bottom: rem() * 1.5,
              containLabel: false,
            },
            tooltip: {
              trigger: "axis",
              axisPointer: { type: "shadow" },
              ...Axes.tooltip(tile.unit, { valueFormatter: (value) => full(Math.abs(value), tile.unit) }),
            },
            xAxis: {
              ...Axes.values({ ...scale, min: -scale.max }, tile.unit, {
                formatter: (value) => figure(Math.abs(value), tile.unit),
                alignMinLabel: "left",
                alignMaxLabel: "right",
              }),
            },
            yAxis: {
              type: "category",
              data: tile.labels,
              axisLabel: { ...names.label, interval: "auto", hideOverlap: true },
              axisTick: { show: false },
              axisLine: { show: false },
            },
            series: [half(text("men"), tile.men, -1, 0), half(text("women"), tile.women, 1, 1)],
          };
        },
        summary(tile),
        keys([text("men"), text("women")]),
      );
    },
    table: (tile) => ({
      columns: ["", text("men"), text("women")],
      rows: tile.labels.map((label, index) => [
        label,
        full(tile.men[index], tile.unit),
        full(tile.women[index], tile.unit),
      ]),
    }),
  });
}
