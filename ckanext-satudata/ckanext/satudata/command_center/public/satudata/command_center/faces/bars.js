// Bars of groups: upright where all names and figures have room beside each other, else lying.
"use strict";
{
  const { full } = Format;
  const { make, chart, colour, rem, measure, keys, summary } = Faces.tools;

  Faces.add("bars", {
    draw(element, tile) {
      const { width, height } = { width: element.clientWidth, height: element.clientHeight };
      const one = tile.series.length === 1;
      const told = (value) => Faces.percentOf(value, tile.unit);
      const sums = tile.stacked
        ? tile.labels.map((_label, index) => tile.series.reduce((sum, line) => sum + (line.data[index] ?? 0), 0))
        : tile.series.flatMap((line) => line.data);
      const scale = Axes.scale(tile.unit === "persen" && Math.max(...sums) > 50 ? [...sums, 100] : sums, tile.unit, {
        zero: true,
        lines: 2,
      });
      const figures = measure(one ? tile.series[0].data.map(told) : [], Axes.size());
      const left = measure(scale.labels, Axes.size()) + rem() * 0.5;
      const slot = (width - left) / tile.labels.length;
      const upright =
        width > height * 1.6 && slot > Math.max(measure(tile.labels, Axes.size()), figures) + rem() * 0.4;
      const names = Axes.names(tile.labels, width);
      // a page that is scrolled has room for all rows; a wall for as many as have room for their names
      const phone = Layout.size().phone;
      if (phone) element.style.minHeight = upright ? "" : `${tile.labels.length * names.row + rem() * 5}px`;
      const most = Math.max(2, Math.floor((height - rem() * (one ? 2 : 3.2)) / names.row));
      const kept = upright || phone ? tile.labels.length : Math.min(tile.labels.length, most);
      const labels = tile.labels.slice(0, kept);
      const series = tile.series.map((line) => ({
        name: line.name,
        type: "bar",
        data: line.data.slice(0, kept),
        stack: tile.stacked ? "one" : undefined,
        barMaxWidth: rem() * 2.2,
        barGap: "12%",
        barCategoryGap: "32%",
        itemStyle: {
          borderRadius: tile.stacked
            ? 0
            : upright
              ? [rem() * 0.2, rem() * 0.2, 0, 0]
              : [0, rem() * 0.2, rem() * 0.2, 0],
        },
        label: {
          show: one,
          position: upright ? "top" : "right",
          color: colour("text"),
          fontSize: Axes.size(),
          formatter: ({ value }) => told(value),
        },
      }));
      const axis = {
        type: "category",
        data: labels,
        inverse: !upright,
        axisLabel: upright ? { ...Axes.style(), color: colour("text"), interval: 0, hideOverlap: false } : names.label,
        axisLine: { lineStyle: { color: colour("line") } },
        axisTick: { show: false },
      };
      const figured = Axes.values(scale, tile.unit, upright ? {} : { alignMinLabel: "left", alignMaxLabel: "right" });
      chart(
        element,
        {
          tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, ...Axes.tooltip(tile.unit) },
          grid: upright
            ? { left, right: rem() * 0.3, top: rem() * 1.4, bottom: rem() * 1.5, containLabel: false }
            : {
                left: names.room + rem() * 0.7,
                right: one ? figures + rem() * 0.6 : rem() * 0.6,
                top: rem() * 0.2,
                bottom: rem() * 1.4,
                containLabel: false,
              },
          xAxis: upright ? axis : figured,
          yAxis: upright ? figured : axis,
          series,
        },
        summary(tile),
        [
          ...keys(tile.series.map((line) => line.name)),
          ...(kept < tile.labels.length
            ? [make("p", "breaks", Format.text("left_out", tile.labels.length - kept))]
            : []),
        ],
      );
    },
    table: (tile) => ({
      columns: ["", ...tile.series.map((line) => line.name)],
      rows: tile.labels.map((label, index) => [
        label,
        ...tile.series.map((line) => full(line.data[index], tile.unit)),
      ]),
    }),
  });
}
