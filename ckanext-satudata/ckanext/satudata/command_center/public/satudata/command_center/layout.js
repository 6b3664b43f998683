// Places tiles so that a screen is filled without holes and without scroll bars, whatever its shape.
//
// Sizes: one rem is the square root of the wall's area over 85. On a wall of 5 m width that is 25 mm of type at 5760x1080
// and 44 mm at 3840x2160; seen from 6 m, capitals of labels are at least 10 minutes of arc high, and figures (3.3 rem) at
// least 30, where 16 is the least that ISO 9241-303 asks for comfortable reading.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Layout = (() => {
  const PHONE = 700;
  const WANTED = 1.5;
  const SMALL = new Set(["number", "clock"]);
  const SMALL_REM = 13;

  const size = () => {
    const { width, height } = Format.settings.still ?? { width: window.innerWidth, height: window.innerHeight };
    const phone = width < PHONE;
    const rem = phone ? 16 : Math.max(13, Math.sqrt(width * height) / 85);
    return { width, height, phone, rem };
  };

  // the split of a list into rows, in order, whose heaviest row is lightest
  const rowsOf = (weights, count) => {
    const best = (from, rows) => {
      if (rows === 1) return { cost: sum(weights.slice(from)), cuts: [weights.length] };
      let found = { cost: Infinity, cuts: [] };
      for (let to = from + 1; to <= weights.length - rows + 1; to += 1) {
        const rest = best(to, rows - 1);
        const cost = Math.max(sum(weights.slice(from, to)), rest.cost);
        if (cost < found.cost) found = { cost, cuts: [to, ...rest.cuts] };
      }
      return found;
    };
    return best(0, count).cuts;
  };

  const sum = (list) => list.reduce((total, each) => total + each, 0);
  const room = (tile) => [0, 1, 1.6, 2.2][tile.weight] ?? 1;

  // as many rows of panels as make the average panel nearest to the wanted shape
  const panelRows = (total, count, width, height) => {
    let best = { rows: 1, off: Infinity };
    for (let rows = 1; rows <= Math.min(count, 6); rows += 1) {
      const shape = width / (total / rows) / (height / rows);
      const off = Math.abs(Math.log(shape / WANTED));
      if (off < best.off) best = { rows, off };
    }
    return best.rows;
  };

  // lists of tiles, top to bottom: [{ tiles, small }]
  const plan = (tiles) => {
    const { width, height, phone, rem } = size();
    document.documentElement.style.fontSize = `${rem}px`;
    const small = tiles.filter((tile) => SMALL.has(tile.kind));
    const panels = tiles.filter((tile) => !SMALL.has(tile.kind));
    if (phone) {
      return {
        phone,
        rows: [
          ...chunks(small, 2).map((row) => ({ tiles: row, small: true })),
          ...panels.map((tile) => ({ tiles: [tile], small: false })),
        ],
      };
    }
    const most = Math.max(2, Math.floor(width / (SMALL_REM * rem)));
    const smallCount = Math.ceil(small.length / most);
    const smallRows = smallCount
      ? rowsOf(
          small.map(() => 1),
          smallCount,
        )
      : [];
    const left = height - rem * (4 + 10.5 * smallCount);
    const weights = panels.map(room);
    const count = panels.length ? panelRows(sum(weights), panels.length, width, left) : 0;
    const cut = (list, cuts) => cuts.map((to, index) => list.slice(cuts[index - 1] ?? 0, to));
    return {
      phone,
      rows: [
        ...cut(small, smallRows).map((row) => ({ tiles: row, small: true })),
        ...(count ? cut(panels, rowsOf(weights, count)) : []).map((row) => ({ tiles: row, small: false })),
      ],
    };
  };

  const chunks = (list, length) => (list.length ? [list.slice(0, length), ...chunks(list.slice(length), length)] : []);

  const isSmall = (tile) => SMALL.has(tile.kind);

  // of the buttons of tiles, the one that lies nearest in a direction from another
  const nearest = (buttons, from, dx, dy) => {
    const middle = (element) => {
      const box = element.closest(".tile").getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(from);
    const ranked = buttons
      .filter((button) => button !== from)
      .map((button) => {
        const [ox, oy] = middle(button);
        const along = (ox - x) * dx + (oy - y) * dy;
        const beside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
        return { button, along, cost: along + beside * 2 };
      })
      .filter(({ along }) => along > 4)
      .sort((one, other) => one.cost - other.cost);
    return ranked[0]?.button;
  };

  return { plan, room, size, isSmall, nearest };
})();
