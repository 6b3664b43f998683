// Kecamatan: a map in classes, its names within the regions or beside them, and bars in the colours of the classes.
"use strict";

Charts.kinds.map = (chart, area, tool, { places }) => {
  // from light to dark, also for who sees no colour at all
  const SHADES = ["#deebf7", "#b5d3ea", "#7fb3d9", "#4a8fc4", "#2369a3", "#0b4f6c"];
  const NONE = "#ffffff";
  const values = new Map(chart.categories.map((place, index) => [place.code, chart.series[0].values[index]]));
  const limits = DistrictMap.limitsOf([...values.values()]);
  const shades = SHADES.filter((_shade, index) => index <= limits.length);
  const shade = (value) => shades[limits.filter((limit) => value >= limit).length];
  const beside = area.width >= 720;
  const mapWidth = beside ? area.width * 0.6 : area.width;
  const ground = DistrictMap.onGround(places);
  const bars = Charts.kinds.bars(
    chart,
    beside ? { ...area, left: area.left + mapWidth + 16, width: area.width - mapWidth - 16 } : area,
    tool,
    { colours: chart.series[0].values.map(shade) },
  );
  const isHeld = ({ code }) => values.has(code);
  const classes = limits.length
    ? [
        `< ${tool.short(limits[0])}`,
        ...limits.map((limit, index) =>
          index + 1 < limits.length
            ? `${tool.short(limit)} – < ${tool.short(limits[index + 1])}`
            : `≥ ${tool.short(limit)}`,
        ),
      ]
    : [];
  const missing = ground.regions.every(isHeld) ? [] : ["–"];
  const keyArea = { ...area, width: mapWidth };
  const keyHeight = tool.legend([...classes, ...missing], [...shades, NONE], keyArea, tool).height;
  const ratio = ground.height / ground.width;
  const wide = Math.min(440, Math.max(tool.narrow ? 210 : 240, mapWidth * ratio * 1.12));
  const mapHeight = beside ? Math.max(wide, bars.height - keyHeight) : wide;
  // the figures stand at the bars
  const names = ground.regions.map(({ name }) => [name]);
  const drawn = MapNames.compose(ground, names, mapWidth, mapHeight, tool.narrow ? 11 : 12, tool.family);
  const unit = Math.min(mapWidth / ground.width, mapHeight / ground.height) * 0.95;
  const shapes =
    drawn?.shapes ??
    ground.regions.map(({ rings }) =>
      rings.map((ring) =>
        ring.map(([x, y]) => [
          (mapWidth - ground.width * unit) / 2 + x * unit,
          (mapHeight - ground.height * unit) / 2 + y * unit,
        ]),
      ),
    );
  const at = ([x, y]) => `${(area.left + x).toFixed(1)} ${(area.top + y).toFixed(1)}`;
  const labels = (drawn?.labels ?? []).flatMap((label, index) => {
    const line = drawn.size * 1.16;
    return [
      ...(label.inside
        ? []
        : [
            {
              type: "line",
              silent: true,
              z: 4,
              shape: {
                x1: area.left + label.from[0],
                y1: area.top + label.from[1],
                x2: area.left + label.anchor[0],
                y2: area.top + label.anchor[1],
              },
              style: { stroke: tool.INK, lineWidth: 1 },
            },
          ]),
      ...names[index].map((text, row) => ({
        type: "text",
        silent: true,
        z: 5,
        x: area.left + label.x + label.width / 2,
        y: area.top + label.y + label.height / 2 + (row - names[index].length / 2 + 0.5) * line,
        style: {
          text,
          textAlign: "center",
          textVerticalAlign: "middle",
          fill: tool.INK,
          stroke: "#fff",
          lineWidth: 3,
          font: `600 ${drawn.size}px ${tool.family}`,
        },
      })),
    ];
  });
  const key = tool.legend(
    [...classes, ...missing],
    [...shades, NONE],
    { ...keyArea, top: area.top + mapHeight },
    tool,
  );
  const barsTop = beside ? area.top : area.top + mapHeight + key.height + 8;
  return {
    height: beside ? Math.max(mapHeight + key.height, bars.height) : mapHeight + key.height + 8 + bars.height,
    graphic: [...labels, ...key.made],
    option: {
      ...bars.option,
      grid: { ...bars.option.grid, top: barsTop },
      series: [
        ...bars.option.series,
        {
          type: "custom",
          coordinateSystem: "none",
          name: chart.series[0].name,
          data: ground.regions.map(({ code, name }) => ({ name, value: values.get(code) ?? null })),
          tooltip: {
            formatter: ({ name, dataIndex }) =>
              `<b>${echarts.format.encodeHTML(name)}</b><br>${tool.full(values.get(ground.regions[dataIndex].code))}`,
          },
          renderItem: ({ dataIndex }) => {
            const { code } = ground.regions[dataIndex];
            return {
              type: "path",
              shape: { pathData: shapes[dataIndex].map((ring) => `M${ring.map(at).join("L")}Z`).join("") },
              style: {
                fill: values.has(code) ? shade(values.get(code)) : NONE,
                stroke: values.has(code) ? "#fff" : tool.MUTED,
                lineWidth: 1.2,
                fillRule: "evenodd",
              },
              emphasis: { style: { stroke: tool.INK, lineWidth: 2 } },
            };
          },
        },
      ],
    },
  };
};
