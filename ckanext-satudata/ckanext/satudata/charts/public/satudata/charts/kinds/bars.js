// A bar for each name, from zero, with its figure at its end; a name stands in as many lines as it needs.
"use strict";

// also of other kinds: the map has bars beside it, the target stands on a bar
Charts.kinds.bars = (chart, area, tool, extra = {}) => {
  const { COLOURS, INK, size } = tool;
  const labels = chart.categories.map((place) => place.label);
  const most = area.width * (tool.narrow ? 0.36 : 0.34);
  const room = Math.min(most, Math.max(...labels.map((label) => tool.measure(label, size)))) + 2;
  const lines = Math.max(...labels.map((label) => tool.wrap(label, room, size).length));
  const row = Math.max(22, lines * size * 1.2 + 6);
  const height = Math.max(60, labels.length * row + 6);
  const values = chart.series[0].values;
  const figures = values.map((value) => tool.measure(tool.short(value), size));
  return {
    height,
    option: {
      grid: {
        left: area.left + room + 8,
        width: Math.max(40, area.width - room - 8 - Math.max(...figures) - 12),
        top: area.top,
        height: height - 6,
      },
      tooltip: { trigger: "item", confine: true, valueFormatter: tool.full },
      xAxis: { type: "value", min: chart.axis.low, max: chart.axis.high, show: false },
      yAxis: {
        type: "category",
        inverse: true,
        data: labels,
        axisTick: { show: false },
        axisLine: { show: chart.axis.low < 0 },
        axisLabel: {
          color: INK,
          fontSize: size,
          width: room,
          overflow: "break",
          interval: 0,
          lineHeight: size * 1.15,
          formatter: (label) => tool.wrap(label, room, size).join("\n"),
        },
      },
      series: [
        {
          type: "bar",
          name: chart.series[0].name,
          barWidth: "64%",
          data: values.map((value, index) => ({ value, itemStyle: { color: extra.colours?.[index] ?? COLOURS[0] } })),
          label: {
            show: true,
            position: "right",
            color: INK,
            fontSize: size,
            formatter: ({ value }) => tool.short(value),
          },
        },
      ],
    },
  };
};
