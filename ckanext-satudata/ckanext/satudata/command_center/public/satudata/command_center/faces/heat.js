// Two dimensions against each other, a colour for each figure, and what the colours mean.
"use strict";
{
  const { text, figure, full } = Format;
  const { make, chart, colour, rem, measure, summary } = Faces.tools;

  const ramp = (low, high, unit) => {
    const whole = make("p", "ramp");
    whole.append(figure(low, unit), make("span", "ramp-colours"), full(high, unit));
    return whole;
  };

  Faces.add("heat", {
    draw(element, tile) {
      const figures = tile.cells.map((cell) => cell[2]);
      const [low, high] = [Math.min(0, ...figures), Math.max(...figures)];
      chart(
        element,
        ({ width }) => {
          const names = Axes.names(tile.y, width);
          const left = names.room + rem() * 0.7;
          const broken = (width - left) / tile.x.length - rem() * 0.3;
          // short names stay on their line, and some are left out; long ones are broken where they have room
          const wide = measure(tile.x, Axes.size()) > broken && broken > Axes.size() * 5;
          return {
            tooltip: Axes.tooltip(tile.unit, {
              formatter: ({ value }) =>
                `${tile.y[value[1]]}, ${tile.x[value[0]]}: <b>${full(value[2], tile.unit)}</b>`,
            }),
            grid: {
              left,
              right: rem() * 0.4,
              top: rem() * 0.2,
              bottom: rem() * (wide ? 2.4 : 1.5),
              containLabel: false,
            },
            xAxis: {
              type: "category",
              data: tile.x,
              axisLabel: {
                ...Axes.style(),
                hideOverlap: true,
                ...(wide ? { interval: 0, width: broken, overflow: "break" } : {}),
              },
              axisTick: { show: false },
              axisLine: { show: false },
            },
            yAxis: {
              type: "category",
              data: tile.y,
              inverse: true,
              axisLabel: names.label,
              axisTick: { show: false },
              axisLine: { show: false },
            },
            visualMap: { show: false, min: low, max: high, inRange: { color: [colour("low"), colour("high")] } },
            series: [
              {
                type: "heatmap",
                data: tile.cells,
                itemStyle: { borderColor: colour("panel"), borderWidth: rem() * 0.08, borderRadius: rem() * 0.12 },
              },
            ],
          };
        },
        summary(tile),
        [ramp(low, high, tile.unit)],
      );
    },
    table: (tile) => ({
      columns: ["", "", text("figures")],
      rows: tile.cells.map(([x, y, value]) => [tile.y[y], tile.x[x], full(value, tile.unit)]),
    }),
  });
}
