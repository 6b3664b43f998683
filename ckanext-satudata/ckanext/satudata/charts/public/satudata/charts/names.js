// Where the names of a map of regions stand: each within its region, or beside the map with a line into it.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const MapNames = (() => {
  // of the room that the map may take; smaller until all names find their places
  const SCALES = [1, 0.93, 0.86, 0.79, 0.72, 0.65, 0.58, 0.5];
  // lines may be so many letters longer before a map of half the size is better
  const SMALLER = 60;
  const FONTS = [1, 0.88, 0.76];
  const NONE = -1;

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
  const compose = (ground, texts, width, height, size, family) => {
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

  return { compose };
})();
