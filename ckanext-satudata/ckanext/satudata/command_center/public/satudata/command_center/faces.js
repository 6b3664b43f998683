// Draws a face, the JSON that a tile's `draw` returns, into an element; again and again without flicker.
//
// One file a face in faces/: it calls Faces.add(name, { draw(element, tile), table(tile) }), where `table` gives the
// figures as columns and rows of text, for the dialog and for who does not see the picture. Faces.tools is for them.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Faces = (() => {
  const { text, figure } = Format;
  const faces = {};
  const charts = new Map();
  // what a figure is, good or bad, never shares its sign with how fresh it is
  const MARK = { good: "●", warn: "▲", bad: "■" };
  const FRESH = { good: ["✓", "fresh"], warn: ["◷", "late"], bad: ["✗", "old"] };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const palette = () => ["c1", "c2", "c3", "c4", "c5", "c6"].map(colour);
  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  const make = (tag, className = "", content = "") => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content !== "") element.textContent = content;
    return element;
  };

  const signed = (className, sign, word) => {
    const element = make("span", className, sign ?? "");
    if (sign) element.append(make("span", "hidden", text(word)));
    return element;
  };
  const mark = (state) => signed(`mark ${state}`, MARK[state], state);
  const freshMark = (state) => signed(`fresh is-${state || "none"}`, FRESH[state]?.[0], FRESH[state]?.[1]);

  // what each sign means, once for the whole wall
  const signs = () => [
    ...Object.entries(MARK).map(([state, sign]) => [state, sign, text(state)]),
    ...Object.entries(FRESH).map(([state, [sign, word]]) => [`fresh is-${state}`, sign, text(word)]),
  ];

  const figures = (tile) => faces[tile.face]?.table?.(tile) ?? { columns: [], rows: [] };
  const summary = (tile) =>
    `${tile.title}. ${figures(tile)
      .rows.slice(0, 12)
      .map((row) => row.join(" "))
      .join("; ")}`;

  // a chart with what stands above it: `above` are elements, kept while they say the same
  const chart = (element, option, said, above = []) => {
    let drawn = charts.get(element);
    if (!drawn || drawn.isDisposed()) {
      element.replaceChildren(make("div", "chart-keys"), make("div", "chart"));
      drawn = echarts.init(element.querySelector(".chart"), null, { renderer: Format.settings.renderer ?? "canvas" });
      element.querySelector(".chart").setAttribute("role", "img");
      charts.set(element, drawn);
    }
    element.querySelector(".chart-keys").replaceChildren(...above);
    const canvas = element.querySelector(".chart");
    canvas.setAttribute("aria-label", said);
    if (drawn.getWidth() !== canvas.clientWidth || drawn.getHeight() !== canvas.clientHeight) drawn.resize();
    const size = { width: canvas.clientWidth, height: canvas.clientHeight };
    const made = typeof option === "function" ? option(size) : option;
    drawn.setOption(
      {
        animation: false,
        textStyle: {
          fontFamily: getComputedStyle(document.body).fontFamily,
          fontSize: rem() * 0.8,
          color: colour("text"),
        },
        color: palette(),
        ...made,
      },
      true,
    );
  };

  // the width of the widest of some texts, in pixels
  const measure = (() => {
    const context = document.createElement("canvas").getContext("2d");
    return (texts, size, weight = "") => {
      context.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
      return Math.ceil(Math.max(0, ...texts.map((each) => context.measureText(each).width))) + 2;
    };
  })();

  // the colours of lines or bars and their names; it wraps, and is never turned over in pages
  const keys = (names, colours = palette()) => {
    if (names.length < 2) return [];
    const list = make("ul", "keys");
    list.append(
      ...names.map((name, index) => {
        const line = make("li");
        const swatch = make("span", "swatch");
        swatch.style.background = colours[index % colours.length];
        line.append(swatch, name);
        return line;
      }),
    );
    return [list];
  };

  const empty = (element, said, hint = "") => {
    forget(element);
    element.replaceChildren(make("p", "no-data", said), make("p", "hint", hint));
  };

  // rows that do not fit are taken off whole and counted, not cut in the middle
  const fit = (parent, tile) => {
    const face = parent.closest(".face");
    if (Layout.size().phone) {
      if (tile.left_out) face.append(make("p", "left-out", text("left_out", tile.left_out)));
      return;
    }
    let removed = tile.left_out ?? 0;
    const says = make("p", "left-out");
    const covered = () =>
      says.isConnected &&
      parent.lastElementChild.getBoundingClientRect().bottom > says.getBoundingClientRect().top + 1;
    while ((face.scrollHeight > face.clientHeight + 1 || covered()) && parent.children.length > 1) {
      parent.lastElementChild.remove();
      removed += 1;
      says.textContent = text("left_out", removed);
      face.append(says);
    }
    if (removed && !says.isConnected) {
      says.textContent = text("left_out", removed);
      face.append(says);
    }
  };

  // a table of rows, each { name, cells }: its first column names the row
  const grid = (element, tile, headings, rows) => {
    const whole = make("table");
    const head = make("tr");
    head.append(make("td"), ...headings);
    const body = make("tbody");
    body.append(
      ...rows.map(({ name, cells }) => {
        const line = make("tr");
        name.scope = "row";
        line.append(name, ...cells);
        return line;
      }),
    );
    const top = make("thead");
    top.append(head);
    whole.append(top, body);
    // few rows take more room each, up to twice their least
    whole.style.setProperty("--rows", rows.length + 1);
    element.replaceChildren(whole);
    fit(body, tile);
  };
  const heading = (content = "") => {
    const cell = make("th", "", content);
    cell.scope = "col";
    return cell;
  };

  // a picture is made of this portal alone
  const leftOut = (url) => Format.settings.still && !url.startsWith("/");

  // one tile must not darken the wall, whatever is wrong with it: one that was kept may be of an older portal
  const draw = (element, tile) => {
    try {
      (faces[tile.face] ?? faces.empty).draw(element, tile);
    } catch (error) {
      reportError(error);
      forget(element);
      faces.wrong.draw(element, { problems: [String(error)] });
    }
  };

  // an element that is drawn no more gives its chart, its stream and its timer back
  const forget = (element) => {
    charts.get(element)?.dispose();
    charts.delete(element);
    element.stop?.();
    delete element.stop;
    delete element.dataset.url;
  };

  const tick = (element) => {
    const now = new Date();
    element.querySelector(".now").textContent = Format.time(now);
    element.querySelector(".day").textContent = Format.day(now);
  };

  const add = (name, face) => {
    faces[name] = face;
  };
  const tools = {
    colour,
    palette,
    rem,
    make,
    mark,
    chart,
    measure,
    keys,
    empty,
    fit,
    grid,
    heading,
    leftOut,
    summary,
    tick,
    forget,
    MARK,
  };

  return {
    add,
    tools,
    draw,
    forget,
    table: figures,
    tick,
    make,
    freshMark,
    signs,
    percentOf: (value, unit) => `${figure(value, unit)}${unit === "persen" ? "%" : ""}`,
    resize: () => charts.forEach((drawn) => drawn.resize()),
    chart: (element) => charts.get(element),
    count: () => charts.size,
  };
})();
