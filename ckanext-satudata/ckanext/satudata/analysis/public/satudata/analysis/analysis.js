// Draws the view of the page; all figures stand in the table beside it.
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
  const lines = [deep, "#c2571a", "#2e7d4f", "#7a3e9d", "#a61b1b", "#5a6b00", "#0f7f8c", "#8a5a00", "#3f51b5"];
  const narrow = () => element.clientWidth < 560;
  const full = (value, axis) =>
    value === null || value === undefined ? data.texts.missing : `${plain.format(value)} ${axis.unit_label}`;
  const text = { fontFamily: "inherit", color: ink };
  const axis = (side, place) => ({
    type: "value",
    scale: true,
    name: `${side.short} (${side.unit_label})`,
    nameLocation: "middle",
    nameGap: place === "x" ? 30 : 46,
    nameTextStyle: { color: ink },
    axisLabel: { color: ink, formatter: (value) => short.format(value) },
  });

  // the figures of a period; a line in several pieces has one of them
  const told = (points) =>
    [
      `<b>${points[0].axisValueLabel}</b>`,
      ...points
        .filter(({ value }) => typeof value === "number")
        .sort((one, other) => other.value - one.value)
        .map(
          ({ marker, seriesName, value }) =>
            `${marker}${echarts.format.encodeHTML(seriesName)}: <b>${full(value, data.axes.x)}</b>`,
        ),
    ].join("<br>");

  const views = {
    scatter() {
      const points = data.rows.filter((row) => row.x !== null && row.y !== null);
      return {
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
    },
    rank() {
      const rows = data.rows.filter((row) => row.x !== null);
      element.style.height = `${Math.max(160, rows.length * 30 + 40)}px`;
      return {
        grid: { left: 8, right: 70, top: 8, bottom: 24, containLabel: true },
        tooltip: { formatter: ({ name, value }) => `${echarts.format.encodeHTML(name)}: ${full(value, data.axes.x)}` },
        xAxis: {
          type: "value",
          axisLabel: { color: ink, formatter: (value) => short.format(value), hideOverlap: true },
        },
        yAxis: {
          type: "category",
          inverse: true,
          data: rows.map((row) => row.label),
          axisLabel: { color: ink, width: narrow() ? 110 : 220, overflow: "truncate" },
        },
        series: [
          {
            type: "bar",
            data: rows.map((row) => row.x),
            itemStyle: { color: deep },
            label: {
              show: true,
              position: "right",
              color: ink,
              formatter: ({ value }) => (narrow() ? short : plain).format(value),
            },
          },
        ],
      };
    },
    change() {
      return {
        color: lines,
        grid: { left: 8, right: 16, top: 16, bottom: 44, containLabel: true },
        legend: { type: "scroll", bottom: 0, textStyle: { color: ink } },
        tooltip: { trigger: "axis", confine: true, formatter: told },
        xAxis: { type: "category", data: data.lines.labels, axisLabel: { color: ink, hideOverlap: true } },
        yAxis: { type: "value", scale: true, axisLabel: { color: ink, formatter: (value) => short.format(value) } },
        series: data.lines.lines.flatMap((line, index) =>
          line.pieces.map((piece) => ({
            type: "line",
            name: line.label,
            data: piece,
            connectNulls: false,
            symbolSize: 6,
            color: lines[index % lines.length],
            markLine: index
              ? undefined
              : {
                  silent: true,
                  symbol: "none",
                  label: { show: false },
                  lineStyle: { color: ink, type: "dashed", opacity: 0.6 },
                  data: data.lines.breaks.map((each) => ({ xAxis: data.lines.labels.indexOf(each.label) })),
                },
          })),
        ),
      };
    },
  };

  const map = async () => {
    const answer = await fetch(data.boundaries);
    if (!answer.ok) throw new Error(`${data.boundaries}: ${answer.status}`);
    const places = await answer.json();
    const rows = data.rows.map((row) => ({ code: row.code, label: row.label, value: row.x }));
    const options = {
      value: (value) => plain.format(value),
      full: (row) => `${row.label}: ${full(row.value, data.axes.x)}`,
      noData: data.texts.missing,
      size: narrow() ? 12 : 14,
      label: document.querySelector(".satudata-view-title")?.textContent ?? "",
    };
    let width = 0;
    new ResizeObserver(() => {
      if (element.clientWidth !== width) {
        width = element.clientWidth;
        DistrictMap.draw(element, places, rows, options);
      }
    }).observe(element);
  };

  const draw = async () => {
    if (data.view === "map") {
      await map();
      return;
    }
    const option = views[data.view]();
    const chart = echarts.init(element);
    chart.setOption({
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      textStyle: text,
      ...option,
    });
    new ResizeObserver(() => chart.resize()).observe(element);
  };

  // the table beside it still has the figures
  draw().catch((error) => {
    console.error(error);
    element.hidden = true;
  });
})();
