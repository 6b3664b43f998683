// Parts of a whole on one another; over time upright, beside other things lying.
"use strict";

Charts.kinds.stacked = (chart, area, tool) => {
  const { COLOURS, INK, MUTED, size } = tool;
  const labels = chart.categories.map((place) => place.label);
  // periods have no name of their own that needs room
  const isTime =
    /^\d{4}/.test(chart.categories[0].code) && chart.categories.every((place) => /^[\d-]+$/.test(place.code));
  const key = tool.legend(
    chart.series.map((part) => part.name),
    COLOURS,
    area,
    tool,
  );
  const most = area.width * 0.34;
  const room = Math.min(most, Math.max(...labels.map((label) => tool.measure(label, size)))) + 2;
  const lines = Math.max(...labels.map((label) => tool.wrap(label, room, size).length));
  const row = Math.max(22, lines * size * 1.2 + 6);
  const body = isTime ? (tool.narrow ? 270 : 330) : labels.length * row + 30;
  const axisRoom = Math.max(
    ...[chart.axis.low, chart.axis.high].map((value) => tool.measure(tool.short(value), size - 1)),
  );
  const names = {
    type: "category",
    data: labels,
    inverse: !isTime,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: MUTED } },
    axisLabel: isTime
      ? { color: MUTED, fontSize: size - 1, hideOverlap: true }
      : {
          color: INK,
          fontSize: size,
          interval: 0,
          lineHeight: size * 1.15,
          formatter: (label) => tool.wrap(label, room, size).join("\n"),
        },
  };
  return {
    height: key.height + body,
    graphic: key.made,
    option: {
      grid: {
        left: area.left + (isTime ? axisRoom : room) + 10,
        right: tool.PAD + (isTime ? 4 : axisRoom / 2 + 4),
        top: area.top + key.height,
        height: body - 28,
      },
      tooltip: {
        trigger: "axis",
        axisPointer: { type: "shadow" },
        confine: true,
        valueFormatter: tool.full,
      },
      xAxis: isTime ? names : tool.valueAxis(),
      yAxis: isTime ? tool.valueAxis() : names,
      series: chart.series.map((part, index) => ({
        type: "bar",
        name: part.name,
        stack: "whole",
        barWidth: isTime ? "70%" : "64%",
        color: COLOURS[index % COLOURS.length],
        itemStyle: { borderColor: "#fff", borderWidth: 0.5 },
        data: part.values,
      })),
    },
  };
};
