// The axes of charts: every text has its measured room, so that none is cut and none lies on another.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Axes = (() => {
  const { figure, full } = Format;
  const { colour, rem, measure } = Faces.tools;
  const SIZE = 0.86;
  // of an axis: names may take this part of the width, and are broken into lines beyond it
  const MOST_NAMES = 0.38;

  const size = () => rem() * SIZE;
  const style = () => ({ color: colour("muted"), fontSize: size() });

  const tooltip = (code, extra = {}) => ({
    confine: true,
    backgroundColor: colour("panel"),
    borderColor: colour("line"),
    textStyle: { color: colour("text"), fontSize: rem() * 0.85 },
    valueFormatter: (value) => full(value, code),
    ...extra,
  });
  // the figures of a period; a line in several pieces has one of them
  const told = (code) => (points) =>
    [
      `<b>${points[0].axisValueLabel}</b>`,
      ...points
        .filter(({ value }) => typeof value === "number")
        .map(
          ({ marker, seriesName, value }) =>
            `${marker}${echarts.format.encodeHTML(seriesName)}: <b>${full(value, code)}</b>`,
        ),
    ].join("<br>");

  // a scale whose ends are round numbers: from zero, unless the figures would then be a flat line; and never so near
  // that noise looks like a movement: it spans at least a fifth of the largest figure
  const scale = (values, code, { zero = false, lines = 3 } = {}) => {
    const there = values.filter((value) => typeof value === "number");
    const [low, high] = [Math.min(...there, zero ? 0 : Infinity), Math.max(...there, zero ? 0 : -Infinity)];
    const fromZero = zero || (low >= 0 && low < high * 0.55) || low === high;
    const middle = (low + high) / 2;
    const half = Math.max((high - low) / 2, Math.abs(high) * 0.1);
    let [least, most] = fromZero ? [Math.min(0, low), Math.max(0, high)] : [middle - half, middle + half];
    if (least === most) most = least + 1;
    const rough = (most - least) / lines;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough - 1e-12);
    const ends = [Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step].map((each) =>
      Number(each.toPrecision(12)),
    );
    const labels = [];
    for (let each = ends[0]; each <= ends[1] + step / 2; each += step)
      labels.push(figure(Number(each.toPrecision(12)), code));
    return { min: ends[0], max: ends[1], interval: step, labels, fromZero };
  };

  const values = (made, code, extra = {}) => ({
    type: "value",
    min: made.min,
    max: made.max,
    interval: made.interval,
    axisLabel: { ...style(), formatter: (value) => figure(value, code), hideOverlap: true, ...extra },
    splitLine: { lineStyle: { color: colour("line") } },
  });

  // how many lines a text takes that is broken between words
  const linesOf = (label, room) =>
    label.split(" ").reduce(
      ({ lines, line }, word) => {
        const longer = line ? `${line} ${word}` : word;
        return measure([longer], size()) <= room || !line ? { lines, line: longer } : { lines: lines + 1, line: word };
      },
      { lines: 1, line: "" },
    ).lines;

  // names of rows at the left: their room, how they are broken, and how high a row has to be
  const names = (labels, width) => {
    const room = Math.min(measure(labels, size()), Math.floor(width * MOST_NAMES));
    const row = Math.max(...labels.map((label) => linesOf(label, room))) * size() * 1.14 + 2;
    return {
      room,
      row,
      label: {
        ...style(),
        color: colour("text"),
        interval: 0,
        hideOverlap: false,
        width: room,
        overflow: "break",
        lineHeight: size() * 1.12,
      },
    };
  };

  // periods at the bottom: the first and the last stay within the chart
  const periods = (labels, short) => ({
    type: "category",
    data: labels,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("line") } },
    axisLabel: { ...style(), formatter: short, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" },
  });

  return { size, tooltip, told, scale, values, names, periods, style };
})();
