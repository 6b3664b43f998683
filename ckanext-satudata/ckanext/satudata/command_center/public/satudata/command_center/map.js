// A map of the district's regions, for the wall, the profile and the analysis: in the ground's own shape, each name
// within its region, or beside the map with a line into it; classes in a legend, a hatch where there is no figure.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const DistrictMap = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  // of the room that the map may take; smaller until all names find their places
  const SCALES = [1, 0.93, 0.86, 0.79, 0.72, 0.65, 0.58, 0.5];
  // lines may be so many letters longer before a map of half the size is better
  const SMALLER = 60;
  const FONTS = [1, 0.88, 0.76];
  const CLASSES = 4;
  const NONE = -1;
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

  // which region each cell of a grid over the drawing lies in: a line of cells at a time, by where borders cross it
  const raster = (shapes, columns, rows, cell) => {
    const grid = new Int16Array(columns * rows).fill(NONE);
    shapes.forEach((rings, owner) => {
      for (let row = 0; row < rows; row += 1) {
        const y = (row + 0.5) * cell;
        const crossings = [];
        for (const ring of rings) {
          for (let index = 0, before = ring.length - 1; index < ring.length; before = index, index += 1) {
            const [[x1, y1], [x2, y2]] = [ring[before], ring[index]];
            if (y1 > y !== y2 > y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
          }
        }
        crossings.sort((one, other) => one - other);
        for (let index = 0; index + 1 < crossings.length; index += 2) {
          const to = Math.min(columns, Math.ceil(crossings[index + 1] / cell - 0.5));
          for (let column = Math.max(0, Math.ceil(crossings[index] / cell - 0.5)); column < to; column += 1)
            grid[row * columns + column] = owner;
        }
      }
    });
    return grid;
  };

  // the cell of a region that is farthest from its border
  const middle = (grid, columns, rows, owner) => {
    const depth = new Float32Array(grid.length);
    const at = (row, column) =>
      row < 0 || column < 0 || row >= rows || column >= columns ? 0 : depth[row * columns + column];
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        if (grid[row * columns + column] === owner)
          depth[row * columns + column] =
            1 +
            Math.min(
              at(row - 1, column),
              at(row, column - 1),
              at(row - 1, column - 1) + 0.4,
              at(row - 1, column + 1) + 0.4,
            );
    let best = { depth: 0, column: 0, row: 0 };
    for (let row = rows - 1; row >= 0; row -= 1)
      for (let column = columns - 1; column >= 0; column -= 1) {
        const index = row * columns + column;
        if (!depth[index]) continue;
        depth[index] = Math.min(
          depth[index],
          1 +
            Math.min(
              at(row + 1, column),
              at(row, column + 1),
              at(row + 1, column + 1) + 0.4,
              at(row + 1, column - 1) + 0.4,
            ),
        );
        if (depth[index] > best.depth) best = { depth: depth[index], column, row };
      }
    return best;
  };

  // the places of all names, or null where one has none: [{ box, anchor, inside }]
  const placed = (shapes, sizes, width, height, cell, mayCross) => {
    const [columns, rows] = [Math.floor(width / cell), Math.floor(height / cell)];
    const grid = raster(shapes, columns, rows, cell);
    const taken = new Uint8Array(grid.length);
    const middles = shapes.map((_rings, owner) => middle(grid, columns, rows, owner));
    const found = new Array(shapes.length).fill(null);
    const cells = (size) => [Math.ceil(size.width / cell) + 1, Math.ceil(size.height / cell) + 1];
    const free = (left, top, wide, high, owner) => {
      for (let row = top; row < top + high; row += 1)
        for (let column = left; column < left + wide; column += 1) {
          const index = row * columns + column;
          if (grid[index] !== owner || taken[index]) return false;
        }
      return true;
    };
    // the nearest free place to the middle of the region
    const nearest = (owner, on, allowed = () => true) => {
      const [wide, high] = cells(sizes[owner]);
      const { column: x, row: y } = middles[owner];
      let best = null;
      for (let top = 0; top + high <= rows; top += 1)
        for (let left = 0; left + wide <= columns; left += 1) {
          const far =
            on === NONE
              ? Math.max(left - x, x - left - wide, 0) ** 2 +
                Math.max(top - y, y - top - high, 0) ** 2 +
                0.02 * (left + wide / 2 - x) ** 2
              : (left + wide / 2 - x) ** 2 + (top + high / 2 - y) ** 2;
          if ((!best || far < best.far) && free(left, top, wide, high, on) && allowed(left, top, wide, high))
            best = { far, left, top, wide, high };
        }
      return best;
    };
    const take = (owner, best, inside) => {
      for (let row = best.top; row < best.top + best.high; row += 1)
        taken.fill(1, row * columns + best.left, row * columns + best.left + best.wide);
      const anchor = inside
        ? [(best.left + best.wide / 2) * cell, (best.top + best.high / 2) * cell]
        : [(middles[owner].column + 0.5) * cell, (middles[owner].row + 0.5) * cell];
      found[owner] = {
        x: best.left * cell,
        y: best.top * cell,
        width: best.wide * cell,
        height: best.high * cell,
        anchor,
        inside,
      };
    };
    shapes.forEach((_rings, owner) => {
      const best = middles[owner].depth && nearest(owner, owner);
      if (best) take(owner, best, true);
    });
    const lines = [];
    const line = (owner, left, top, wide, high) => {
      const { column: x, row: y } = middles[owner];
      return [
        [Math.min(Math.max(x, left), left + wide), Math.min(Math.max(y, top), top + high)],
        [x, y],
      ];
    };
    const crosses = ([[ax, ay], [bx, by]], [[cx, cy], [dx, dy]]) => {
      const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
      return (
        side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) &&
        side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by)
      );
    };
    // a line runs over no other name and crosses no other line
    const clear = ([[ax, ay], [bx, by]]) => {
      const steps = Math.ceil(Math.hypot(bx - ax, by - ay));
      for (let step = 2; step <= steps; step += 1) {
        const [column, row] = [
          Math.round(ax + ((bx - ax) * step) / steps),
          Math.round(ay + ((by - ay) * step) / steps),
        ];
        if (taken[row * columns + column]) return false;
      }
      return true;
    };
    for (const owner of shapes.keys()) {
      if (found[owner]) continue;
      const best = nearest(owner, NONE, (...box) => {
        const drawn = line(owner, ...box);
        return clear(drawn) && (mayCross || lines.every((other) => !crosses(drawn, other)));
      });
      if (!best) return null;
      take(owner, best, false);
      const drawn = line(owner, best.left, best.top, best.wide, best.high);
      lines.push(drawn);
      found[owner].from = drawn[0].map((each) => each * cell);
      const [[ax, ay], [bx, by]] = drawn;
      const steps = Math.ceil(Math.hypot(bx - ax, by - ay));
      for (let step = 0; step <= steps; step += 1)
        taken[Math.round(ay + ((by - ay) * step) / steps) * columns + Math.round(ax + ((bx - ax) * step) / steps)] = 1;
    }
    return found;
  };

  const measure = (() => {
    const context = document.createElement("canvas").getContext("2d");
    return (lines, size, family) => {
      context.font = `600 ${size}px ${family}`;
      return {
        width: Math.max(...lines.map((each) => context.measureText(each).width)) + size * 0.3,
        height: size * 1.16 * lines.length,
      };
    };
  })();

  // where the map is small: names in a row above and a row below it, in the order of their regions, so that no line
  // crosses a name or another line of its row
  const banded = (ground, sizes, width, height, size) => {
    const band = Math.max(...sizes.map((each) => each.height)) + size;
    const unit = Math.min(width / ground.width, (height - 2 * band) / ground.height);
    if (unit <= 0) return null;
    const [left, top] = [(width - ground.width * unit) / 2, (height - ground.height * unit) / 2];
    const shapes = ground.regions.map(({ rings }) =>
      rings.map((ring) => ring.map(([x, y]) => [left + x * unit, top + y * unit])),
    );
    const cell = 2;
    const [columns, rows] = [Math.floor(width / cell), Math.floor(height / cell)];
    const grid = raster(shapes, columns, rows, cell);
    const anchors = shapes.map((_rings, owner) => {
      const { column, row } = middle(grid, columns, rows, owner);
      return [(column + 0.5) * cell, (row + 0.5) * cell];
    });
    const order = [...shapes.keys()].sort((one, other) => anchors[one][0] - anchors[other][0]);
    const labels = [];
    for (const side of [0, 1]) {
      const row = order.filter((_owner, index) => index % 2 === side);
      if (row.reduce((sum, owner) => sum + sizes[owner].width, 0) > width) return null;
      let edge = 0;
      const starts = row.map((owner) => {
        const x = Math.max(edge, anchors[owner][0] - sizes[owner].width / 2);
        edge = x + sizes[owner].width;
        return x;
      });
      edge = width;
      for (let index = row.length - 1; index >= 0; index -= 1) {
        starts[index] = Math.min(starts[index], edge - sizes[row[index]].width);
        edge = starts[index];
      }
      row.forEach((owner, index) => {
        const { width: wide, height: high } = sizes[owner];
        const y = side ? top + ground.height * unit + size : top - size - high;
        const [x, anchor] = [starts[index], anchors[owner]];
        labels[owner] = {
          x,
          y,
          width: wide,
          height: high,
          anchor,
          inside: false,
          from: [Math.min(Math.max(anchor[0], x + 2), x + wide - 2), side ? y : y + high],
        };
      });
    }
    return { shapes, labels, size };
  };

  // the map on which every name has its place and lines are short; a smaller one only where that is much better
  const composed = (ground, texts, width, height, size, family) => {
    for (const [font, mayCross] of [...FONTS.map((each) => [each, false]), ...FONTS.map((each) => [each, true])]) {
      let best = null;
      const sizes = texts.map((lines) => measure(lines, size * font, family));
      for (const scale of SCALES) {
        const unit = Math.min(width / ground.width, height / ground.height) * scale;
        const [left, top] = [(width - ground.width * unit) / 2, (height - ground.height * unit) / 2];
        const shapes = ground.regions.map(({ rings }) =>
          rings.map((ring) => ring.map(([x, y]) => [left + x * unit, top + y * unit])),
        );
        const labels = placed(shapes, sizes, width, height, Math.max(2, size * 0.25), mayCross);
        if (!labels) continue;
        const cost =
          labels.reduce(
            (sum, { from, anchor }) => sum + (from ? Math.hypot(from[0] - anchor[0], from[1] - anchor[1]) / size : 0),
            0,
          ) +
          (1 - scale) * SMALLER;
        if (!best || cost < best.cost) best = { cost, shapes, labels, size: size * font };
      }
      if (best) return best;
    }
    return FONTS.reduce(
      (found, font) =>
        found ??
        banded(
          ground,
          texts.map((lines) => measure(lines, size * font, family)),
          width,
          height,
          size * font,
        ),
      null,
    );
  };

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
    const drawn = composed(ground, texts, width, height, options.size, family);
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

  return { draw };
})();
