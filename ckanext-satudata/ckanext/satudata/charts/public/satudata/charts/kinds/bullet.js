// What was reached as a bar, and an upright where it should be.
"use strict";

Charts.kinds.bullet = (chart, area, tool) => {
  const [reached, target] = chart.series;
  const key = tool.legend([reached.name, target.name], [tool.COLOURS[0], tool.INK], area, tool);
  const below = { ...area, top: area.top + key.height };
  const made = Charts.kinds.bars(chart, below, tool);
  const [bar] = made.option.series;
  // figures have a column of their own: beside the bars the marks would stand on them
  const texts = reached.values.map((value, index) => {
    const part = target.values[index] ? ` · ${Math.round((100 * value) / target.values[index])}%` : "";
    return `${tool.short(value)}${part}`;
  });
  const room = Math.max(...texts.map((line) => tool.measure(line, tool.size))) + 12;
  const { left } = made.option.grid;
  return {
    height: made.height + key.height,
    graphic: key.made,
    option: {
      ...made.option,
      grid: { ...made.option.grid, width: area.left + area.width - left - room },
      yAxis: [
        made.option.yAxis,
        {
          ...made.option.yAxis,
          position: "right",
          data: texts,
          axisLine: { show: false },
          axisLabel: { color: tool.INK, fontSize: tool.size, interval: 0 },
        },
      ],
      tooltip: {
        confine: true,
        formatter: ({ name, dataIndex }) =>
          `<b>${echarts.format.encodeHTML(name)}</b><br>${reached.name}: ${tool.full(reached.values[dataIndex])}<br>` +
          `${target.name}: ${tool.full(target.values[dataIndex])}`,
      },
      series: [
        {
          ...bar,
          barWidth: "46%",
          label: { show: false },
        },
        {
          type: "scatter",
          name: target.name,
          symbol: "rect",
          symbolSize: [3, 20],
          itemStyle: { color: tool.INK },
          data: target.values.map((value, index) => [value, index]),
          z: 3,
        },
      ],
    },
  };
};
