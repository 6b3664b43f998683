// Draws two measures against one another; all figures stand in the table beside it. Views of one measure are charts of
// the room `charts`.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("analysis-data").textContent);
  const element = document.getElementById("chart");
  const locale = data.locale === "id" ? "id-ID" : data.locale;
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const style = getComputedStyle(document.documentElement);
  const colour = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const deep = colour("--satudata-deep", "#0b4f6c");
  const ink = colour("--satudata-ink", "#1b2a33");
  const narrow = () => element.clientWidth < 560;
  const full = (value, axis) =>
    value === null || value === undefined ? data.texts.missing : `${plain.format(value)} ${axis.unit_label}`;
  const axis = (side, place) => ({
    type: "value",
    scale: true,
    name: `${side.short} (${side.unit_label})`,
    nameLocation: "middle",
    nameGap: place === "x" ? 30 : 46,
    nameTextStyle: { color: ink },
    axisLabel: { color: ink, formatter: (value) => short.format(value) },
  });

  const scatter = () => {
    const points = data.rows.filter((row) => row.x !== null && row.y !== null);
    return {
      textStyle: { fontFamily: "inherit", color: ink },
      grid: { left: 68, right: narrow() ? 48 : 72, top: 24, bottom: 56 },
      tooltip: {
        formatter: ({ data: [x, y, label] }) =>
          `<b>${echarts.format.encodeHTML(label)}</b><br>${full(x, data.axes.x)}<br>${full(y, data.axes.y)}`,
      },
      xAxis: axis(data.axes.x, "x"),
      yAxis: axis(data.axes.y, "y"),
      series: [
        {
          type: "scatter",
          symbolSize: 13,
          itemStyle: { color: deep, opacity: 0.85 },
          data: points.map((row) => [row.x, row.y, row.label]),
          label: {
            show: points.length <= 40,
            position: "top",
            formatter: ({ data: [, , label] }) => label,
            color: ink,
            textBorderColor: "#fff",
            textBorderWidth: 1.5,
          },
          labelLayout: { hideOverlap: true, moveOverlap: "shiftY" },
        },
      ],
    };
  };

  // the table beside it still has the figures
  try {
    const chart = echarts.init(element);
    chart.setOption({ animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, ...scatter() });
    new ResizeObserver(() => chart.resize()).observe(element);
  } catch (error) {
    console.error(error);
    element.hidden = true;
  }
})();
