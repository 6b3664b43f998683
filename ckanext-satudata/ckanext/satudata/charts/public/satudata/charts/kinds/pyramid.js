// Age and sex: men to the left, women to the right, the youngest below.
"use strict";

Charts.kinds.pyramid = (chart, area, tool) => {
  const { COLOURS, INK, size } = tool;
  const labels = chart.categories.map((place) => place.label.replace(/ tahun$/, ""));
  const height = labels.length * 20 + 58;
  const room = Math.max(...labels.map((label) => tool.measure(label, size))) + 16;
  const half = (area.width - room) / 2;
  const top = area.top + 24;
  const grid = { top, height: height - 24 - 28 };
  const names = (index) => ({
    gridIndex: index,
    type: "category",
    data: labels,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { show: false },
  });
  const figures = (index, inverse) =>
    tool.valueAxis({
      gridIndex: index,
      inverse,
      axisLabel: {
        color: tool.MUTED,
        fontSize: size - 1,
        formatter: tool.short,
        hideOverlap: true,
        showMaxLabel: false,
      },
    });
  const row = grid.height / labels.length;
  return {
    height,
    graphic: [
      ...chart.series.flatMap((sex, index) => {
        const width = tool.measure(sex.name, size, "bold");
        const left = index ? area.left + half + room : area.left + half - width;
        return tool.text(left, area.top, [sex.name], size, INK, "bold");
      }),
      ...labels.flatMap((label, index) =>
        tool.text(
          area.left + half + (room - tool.measure(label, size)) / 2,
          top + grid.height - (index + 0.5) * row - size * 0.55,
          [label],
          size,
          INK,
        ),
      ),
    ],
    option: {
      grid: [
        { ...grid, left: area.left, width: half },
        { ...grid, left: area.left + half + room, width: half },
      ],
      tooltip: {
        confine: true,
        formatter: ({ name, seriesName, value }) => `${seriesName}, ${name}: <b>${tool.full(value)}</b>`,
      },
      xAxis: [figures(0, true), figures(1, false)],
      yAxis: [names(0), names(1)],
      series: chart.series.map((sex, index) => ({
        type: "bar",
        name: sex.name,
        xAxisIndex: index,
        yAxisIndex: index,
        barWidth: "80%",
        color: COLOURS[index],
        data: sex.values,
      })),
    },
  };
};
