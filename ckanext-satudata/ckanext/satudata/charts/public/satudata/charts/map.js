// A map of the district's regions, for the wall, the profile and the analysis: in the ground's own shape, each name
// within its region, or beside the map with a line into it; classes in a legend, a hatch where there is no figure.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const DistrictMap = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const CLASSES = 4;
  let drawings = 0;

  const make = (tag, attributes, content = "") => {
    const element = Object.assign(document.createElementNS(SVG, tag), { textContent: content });
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };

  const ringsOf = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates.flat() : coordinates);

  // places as points on the ground: a degree of longitude is shorter than one of latitude by the cosine
  const onGround = (places) => {
    const regions = places.features.map(({ properties, geometry }) => ({
      code: properties.kode,
      name: properties.nama,
      rings: ringsOf(geometry),
    }));
    const points = regions.flatMap(({ rings }) => rings.flat());
    const bound = (index, pick) => points.reduce((found, point) => pick(found, point[index]), points[0][index]);
    const [west, east, south, north] = [
      bound(0, Math.min),
      bound(0, Math.max),
      bound(1, Math.min),
      bound(1, Math.max),
    ];
    const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
    return {
      width: (east - west) * shrink,
      height: north - south,
      regions: regions.map((region) => ({
        ...region,
        rings: region.rings.map((ring) => ring.map(([x, y]) => [(x - west) * shrink, north - y])),
      })),
    };
  };

  // limits of classes at round numbers, at most so many classes
  const limitsOf = (values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (low === high) return [];
    const rough = (high - low) / CLASSES;
    const power = 10 ** Math.floor(Math.log10(rough));
    const whole = values.every(Number.isInteger) ? 1 : 0;
    const step = Math.max(
      whole,
      [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough - 1e-9 && !(whole && each % 1)) ??
        10 * power,
    );
    const limits = [];
    for (let limit = (Math.floor(low / step) + 1) * step; limit <= high; limit += step)
      limits.push(Number(limit.toPrecision(12)));
    return limits;
  };

  const shade = (index, count) =>
    `color-mix(in srgb, var(--map-high) ${count > 1 ? Math.round((100 * index) / (count - 1)) : 60}%, var(--map-low))`;

  const hatch = (id) => {
    const [all, pattern] = [
      make("defs", {}),
      make("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }),
    ];
    pattern.append(
      make("rect", { width: 6, height: 6, class: "map-hatch-back" }),
      make("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "map-hatch-line" }),
    );
    all.append(pattern);
    return all;
  };

  const legend = (entries) => {
    const list = document.createElement("ul");
    list.className = "map-legend";
    list.append(
      ...entries.map(({ fill, sign, text }) => {
        const line = document.createElement("li");
        const swatch = document.createElement("span");
        swatch.className = fill ? "map-swatch" : "map-swatch map-without";
        if (fill) swatch.style.background = fill;
        line.append(swatch, sign ? `${sign} ${text}` : text);
        return line;
      }),
    );
    return list;
  };

  // `rows` are { code, value, state }, `options`: value(number) and full(row) as text, limits and signs of states
  // [{ state, sign, text }], noData, label, size (px), link(code), current (a code)
  const draw = (element, places, rows, options) => {
    const ground = onGround(places);
    const known = new Map(
      rows.filter((row) => row.value !== null && row.value !== undefined).map((row) => [row.code, row]),
    );
    const values = [...known.values()].map((row) => row.value);
    const states = options.states ?? [];
    const limits = states.length || !values.length ? [] : limitsOf(values);
    const fillOf = (row) => {
      if (!row) return null;
      if (states.length) return `var(--map-${row.state})`;
      return shade(limits.filter((limit) => row.value >= limit).length, limits.length + 1);
    };
    const show = options.value;
    const classes = limits.length
      ? [
          { fill: shade(0, limits.length + 1), text: `< ${show(limits[0])}` },
          ...limits.map((limit, index) => ({
            fill: shade(index + 1, limits.length + 1),
            text: index + 1 < limits.length ? `${show(limit)} – < ${show(limits[index + 1])}` : `≥ ${show(limit)}`,
          })),
        ]
      : values.length && !states.length
        ? [{ fill: shade(0, 1), text: show(values[0]) }]
        : [];
    const missing = ground.regions.some(({ code }) => !known.has(code));
    const entries = [
      ...classes,
      ...states.map(({ state, sign, text }) => ({ fill: `var(--map-${state})`, sign, text })),
      ...(missing && rows.length ? [{ fill: null, text: options.noData }] : []),
    ];
    const whole = document.createElement("div");
    whole.className = "district-map";
    const frame = document.createElement("div");
    frame.className = "map-frame";
    whole.append(frame, ...(entries.length ? [legend(entries)] : []));
    element.replaceChildren(whole);
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    const family = getComputedStyle(element).fontFamily;
    const texts = ground.regions.map(({ code, name }) =>
      rows.length ? [name, known.has(code) ? show(known.get(code).value) : "–"] : [name],
    );
    const drawn = MapNames.compose(ground, texts, width, height, options.size, family);
    const svg = make("svg", {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: options.link ? "group" : "img",
      "aria-label": options.label,
    });
    const id = `map-hatch-${(drawings += 1)}`;
    svg.append(hatch(id));
    const unit = Math.min(width / ground.width, height / ground.height) * 0.9;
    const shapes =
      drawn?.shapes ??
      ground.regions.map(({ rings }) =>
        rings.map((ring) =>
          ring.map(([x, y]) => [
            (width - ground.width * unit) / 2 + x * unit,
            (height - ground.height * unit) / 2 + y * unit,
          ]),
        ),
      );
    const areas = make("g", { class: "map-regions", "fill-rule": "evenodd" });
    ground.regions.forEach(({ code, name }, index) => {
      const row = known.get(code);
      const path = make("path", {
        d: shapes[index]
          .map((ring) => `M${ring.map((point) => point.map((each) => each.toFixed(1)).join(" ")).join("L")}Z`)
          .join(""),
        "data-code": code,
        style: `fill: ${rows.length ? (fillOf(row) ?? `url(#${id})`) : "var(--map-low)"}`,
      });
      path.append(make("title", {}, row ? options.full(row) : rows.length ? `${name}: ${options.noData}` : name));
      if (!options.link) {
        areas.append(path);
        return;
      }
      const link = make("a", { href: options.link(code), "aria-label": name });
      if (options.current && options.current.startsWith(code)) link.setAttribute("aria-current", "page");
      link.append(path);
      areas.append(link);
    });
    svg.append(areas);
    const names = make("g", { class: "map-names", "font-size": drawn?.size ?? options.size });
    drawn?.labels.forEach((label, index) => {
      const { code } = ground.regions[index];
      if (!label.inside) {
        svg.append(
          make("line", {
            class: "map-leader",
            "data-code": code,
            x1: label.from[0],
            y1: label.from[1],
            x2: label.anchor[0],
            y2: label.anchor[1],
          }),
          make("circle", { class: "map-end", cx: label.anchor[0], cy: label.anchor[1], r: drawn.size * 0.16 }),
        );
      }
      const text = make("text", {
        "data-code": code,
        "data-x": label.anchor[0],
        "data-y": label.anchor[1],
        "text-anchor": "middle",
      });
      const line = drawn.size * 1.16;
      texts[index].forEach((each, row) =>
        text.append(
          make(
            "tspan",
            {
              x: label.x + label.width / 2,
              y: label.y + label.height / 2 + (row - texts[index].length / 2) * line + drawn.size * 0.93,
            },
            each,
          ),
        ),
      );
      names.append(text);
    });
    svg.append(names);
    frame.append(svg);
    return whole;
  };

  return { draw, onGround, limitsOf };
})();
