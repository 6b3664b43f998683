// Time: lines, each with its name at its end; a dashed upright stands where figures of another count begin.
"use strict";

Charts.kinds.line = (chart, area, tool) => {
  const { COLOURS, DASHES, INK, MUTED, RULE, size } = tool;
  const labels = chart.categories.map((place) => place.label);
  const several = chart.series.length > 1;
  const height = tool.narrow ? 280 : 340;
  const ends = chart.series.map((line) => {
    const at = line.values.findLastIndex((value) => value !== null);
    return { at, value: line.values[at], name: several ? line.name : tool.short(line.values[at]) };
  });
  const most = area.width * (tool.narrow ? 0.34 : 0.28);
  const texts = ends.map((end) => tool.wrap(end.name, most, size));
  const right = Math.min(most, Math.max(...texts.flat().map((line) => tool.measure(line, size)))) + 18;
  const axis = Math.max(
    ...[chart.axis.low, chart.axis.high].map((value) => tool.measure(tool.short(value), size - 1)),
  );
  const left = axis + 10;
  const plot = { top: 6, bottom: 28 };
  const inner = height - plot.top - plot.bottom;
  const span = chart.axis.high - chart.axis.low;
  const line = size * 1.15;
  // names from above, each below the one before
  const placed = ends
    .map((end, index) => ({
      index,
      lines: texts[index],
      y: plot.top + inner * (1 - (end.value - chart.axis.low) / span),
    }))
    .sort((one, other) => one.y - other.y);
  placed.forEach((label, index) => {
    const half = (label.lines.length * line) / 2;
    label.want = label.y;
    label.y = Math.max(label.y, half, index ? placed[index - 1].y + placed[index - 1].half + half + 1 : half);
    label.half = half;
  });
  let floor = height - 4;
  for (const label of [...placed].reverse()) {
    label.y = Math.min(label.y, floor - label.half);
    floor = label.y - label.half - 1;
  }
  const edge = area.left + area.width - right;
  const graphic = placed.flatMap((label) => [
    {
      type: "line",
      silent: true,
      shape: { x1: edge + 3, y1: area.top + label.want, x2: edge + 13, y2: area.top + label.y },
      style: { stroke: COLOURS[label.index % COLOURS.length], lineWidth: 1.5 },
    },
    ...tool.text(
      edge + 16,
      area.top + label.y - label.half,
      label.lines,
      size,
      INK,
      several ? "normal" : "bold",
      line,
    ),
  ]);
  return {
    height,
    graphic,
    option: {
      grid: {
        left: area.left + left,
        right: right + tool.PAD,
        top: area.top + plot.top,
        height: inner,
        containLabel: false,
      },
      tooltip: {
        trigger: "axis",
        confine: true,
        borderColor: RULE,
        textStyle: { color: INK, fontSize: 13 },
        formatter: (points) =>
          [
            `<b>${points[0].axisValueLabel}</b>`,
            ...points
              .filter(({ value }) => typeof value === "number")
              .sort((one, other) => other.value - one.value)
              .map(
                ({ marker, seriesName, value }) =>
                  `${marker}${several ? `${echarts.format.encodeHTML(seriesName)}: ` : ""}<b>${tool.full(value)}</b>`,
              ),
          ].join("<br>"),
      },
      xAxis: {
        type: "category",
        data: labels,
        boundaryGap: false,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: MUTED } },
        axisLabel: {
          color: MUTED,
          fontSize: size - 1,
          hideOverlap: true,
          alignMinLabel: "left",
          alignMaxLabel: "right",
        },
      },
      yAxis: tool.valueAxis(),
      series: chart.series.flatMap((one, index) =>
        one.pieces.map((piece, part) => ({
          type: "line",
          name: one.name,
          data: piece,
          connectNulls: false,
          showSymbol: labels.length <= 16 || piece.filter((value) => value !== null).length === 1,
          symbol: "circle",
          symbolSize: 6,
          color: COLOURS[index % COLOURS.length],
          lineStyle: { width: several ? 2 : 2.5, type: DASHES[index % DASHES.length] },
          emphasis: { focus: several ? "series" : "none" },
          markLine:
            index || part
              ? undefined
              : {
                  silent: true,
                  symbol: "none",
                  animation: false,
                  label: { show: false },
                  lineStyle: { color: INK, type: "dashed", opacity: 0.6 },
                  data: chart.marks.map((mark) => ({ xAxis: mark.at })),
                },
        })),
      ),
    },
  };
};
