// Draws a face, the JSON that a tile's `draw` returns, into an element; again and again without flicker.
"use strict";

const Faces = (() => {
  const { text, figure, full, unit, percent } = Format;
  const MARK = { good: "●", warn: "▲", bad: "■" };
  const WORD = { good: "reached", warn: "near", bad: "missed" };
  const charts = new Map();
  let mapReady = null;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const palette = () => ["c1", "c2", "c3", "c4", "c5", "c6"].map(colour);
  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  const make = (tag, className = "", content = "") => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content !== "") element.textContent = content;
    return element;
  };

  const mark = (state) => {
    const element = make("span", `mark ${state}`, MARK[state] ?? "");
    if (state) element.append(make("span", "hidden", text(WORD[state])));
    return element;
  };

  const chart = (element, option, said) => {
    let drawn = charts.get(element);
    if (!drawn || drawn.isDisposed()) {
      element.replaceChildren();
      const canvas = make("div", "chart");
      canvas.setAttribute("role", "img");
      element.append(canvas);
      drawn = echarts.init(canvas);
      charts.set(element, drawn);
    }
    element.firstChild.setAttribute("aria-label", said);
    drawn.setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: rem() * 0.8, color: colour("text") }, color: palette(), ...option }, true);
    // a chart that is resized is drawn once more, also where its size is the same
    const { clientWidth, clientHeight } = element.firstChild;
    if (drawn.getWidth() !== clientWidth || drawn.getHeight() !== clientHeight) drawn.resize();
  };

  const axisText = () => ({ color: colour("muted"), fontSize: rem() * 0.86, hideOverlap: true });
  const tooltip = (code, extra = {}) => ({
    confine: true, backgroundColor: colour("panel"), borderColor: colour("line"),
    textStyle: { color: colour("text"), fontSize: rem() * 0.85 }, valueFormatter: (value) => full(value, code), ...extra,
  });
  // the figures of a period; a line in several pieces has one of them
  const told = (code) => (points) => [`<b>${points[0].axisValueLabel}</b>`, ...points.filter(({ value }) => typeof value === "number").map(({ marker, seriesName, value }) => `${marker}${echarts.format.encodeHTML(seriesName)}: <b>${full(value, code)}</b>`)].join("<br>");
  const values = (code) => ({
    type: "value", scale: false, splitNumber: 3, axisLabel: { ...axisText(), formatter: (value) => figure(value, code) },
    splitLine: { lineStyle: { color: colour("line") } },
  });
  const legend = (series) => ({
    show: series.length > 1, top: rem() * 0.15, left: 0, itemWidth: rem() * 0.9, itemHeight: rem() * 0.55, itemGap: rem() * 0.8, type: "scroll",
    pageTextStyle: { color: colour("muted") }, pageIconColor: colour("muted"), textStyle: { color: colour("text"), fontSize: rem() * 0.86 },
  });
  const grid = (series, extra = {}) => ({ left: rem() * 0.2, right: rem() * 1.9, top: series.length > 1 ? rem() * 2.3 : rem() * 0.8, bottom: rem() * 0.6, outerBoundsMode: "same", containLabel: true, ...extra });
  const wrap = (label, length) => (label.length > length ? `${label.slice(0, length - 1).trim()}…` : label);

  const summary = (tile) => `${tile.title}. ${table(tile).rows.slice(0, 12).map((row) => row.join(" ")).join("; ")}`;

  const note = (element, tile) => {
    if (tile.left_out) element.append(make("p", "left-out", text("left_out", tile.left_out)));
  };

  // a small line of stretches: it is broken where its sources change, and where a figure is missing
  const spark = (pieces) => {
    const known = pieces.flat().filter((point) => point !== null);
    if (known.length < 2) return make("span");
    const low = Math.min(...known), span = Math.max(...known) - low || 1;
    let path = "", dots = "";
    for (const piece of pieces) {
      piece.forEach((point, index) => {
        if (point === null) return;
        const place = `${((index / (piece.length - 1)) * 100).toFixed(2)} ${(28 - ((point - low) / span) * 24).toFixed(2)}`;
        const [before, after] = [piece[index - 1] ?? null, piece[index + 1] ?? null];
        path += `${before === null ? "M" : "L"}${place}`;
        if (before === null && after === null) dots += `M${place}h0`;
      });
    }
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-3 0 106 30");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "spark");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, drawn] of [["", path], ["dots", dots]]) {
      const line = document.createElementNS(svg.namespaceURI, "path");
      line.setAttribute("d", drawn);
      if (name) line.setAttribute("class", name);
      svg.append(line);
    }
    return svg;
  };

  const change = (tile) => {
    const better = tile.better === "turun" ? -1 : tile.better === "naik" ? 1 : 0;
    const direction = Math.sign(tile.change ?? 0);
    const element = make("p", `change ${better && direction ? (better === direction ? "good" : "bad") : ""}`);
    if (tile.compare === "other_source") element.append(make("small", "", text("other_source")));
    if (tile.change === null || tile.change === undefined) return element;
    const amount = tile.unit === "persen" ? `${percent(tile.change).replace("%", "")} poin` : tile.change_percent === null ? figure(tile.change, tile.unit) : percent(tile.change_percent);
    element.append(make("span", "arrow", direction > 0 ? "▲" : direction < 0 ? "▼" : "="), ` ${amount} `, make("small", "", text(tile.compare)));
    return element;
  };

  const rowsTable = (rows, width) => {
    const top = Math.max(...rows.map((row) => Math.abs(row.value ?? 0)), 1e-9);
    return rows.map((row) => ({ ...row, share: width * Math.abs(row.value ?? 0) / top }));
  };

  // every region keeps its label: one that would lie on another moves to the nearest free place around it
  const TURNS = Array.from({ length: 16 }, (_each, turn) => [Math.cos(turn * Math.PI / 8), Math.sin(turn * Math.PI / 8)]);
  const RINGS = [[0, 0], ...[1, 2, 3, 4, 5, 6, 7].flatMap((ring) => TURNS.map(([x, y]) => [x * ring * 1.3, y * ring * 0.5]))];
  // a wide district in a narrow tile is drawn up to this much too high, so that the names find their places
  const STRETCH = 1.7;

  // the room above and below a map
  const above = ({ features }, { clientWidth, clientHeight }) => {
    const numbers = features.flatMap(({ geometry }) => geometry.coordinates.flat(Infinity));
    const span = (which) => {
      const own = numbers.filter((_number, index) => index % 2 === which);
      return own.reduce((most, each) => Math.max(most, each), -Infinity) - own.reduce((least, each) => Math.min(least, each), Infinity);
    };
    const height = Math.min(clientHeight * 0.94, clientWidth * 0.96 * (span(1) / span(0)) * STRETCH);
    return { top: (clientHeight - height) / 2, bottom: (clientHeight - height) / 2 };
  };

  const apart = (element) => {
    const taken = new Map();
    return ({ dataIndex, labelRect: box }) => {
      const others = [...taken].filter(([index]) => index < dataIndex).map(([, other]) => other);
      const at = ([x, y]) => ({ x: box.x + x * box.height, y: box.y + y * box.height, width: box.width, height: box.height });
      const fits = (place) => place.x >= 0 && place.y >= 0 && place.x + box.width <= element.clientWidth && place.y + box.height <= element.clientHeight && others.every((other) => place.x + box.width < other.x || other.x + other.width < place.x || place.y + box.height < other.y || other.y + other.height < place.y);
      const place = RINGS.map(at).find(fits) ?? at([0, 0]);
      taken.set(dataIndex, place);
      return { dx: place.x - box.x, dy: place.y - box.y };
    };
  };

  const faces = {
    number(element, tile) {
      const value = make("p", "figure");
      value.append(make("span", "value", figure(tile.value, tile.unit)), make("span", "unit", unit(tile.unit)));
      if (tile.state) value.prepend(mark(tile.state));
      const below = make("div", "below");
      const aim = make("p", "target", tile.target === null || tile.target === undefined ? "" : `${text("target")} ${full(tile.target, tile.unit)} `);
      if (tile.partial) aim.append(make("span", "partial", text("partial", ...tile.regions)));
      if (aim.textContent) below.append(aim);
      if (tile.compare !== "none") below.append(change(tile));
      element.replaceChildren(value, below, ...(tile.trend.length ? [spark(tile.trend)] : []));
    },

    gauge(element, tile) {
      const shade = colour(tile.state || "c1");
      chart(element, {
        series: [{
          type: "gauge", startAngle: 205, endAngle: -25, min: 0, max: Math.max(100, Math.ceil(tile.share / 20) * 20), radius: "112%", center: ["50%", "64%"],
          progress: { show: true, width: rem() * 1.1, roundCap: true, itemStyle: { color: shade } }, pointer: { show: false },
          axisLine: { roundCap: true, lineStyle: { width: rem() * 1.1, color: [[1, colour("line")]] } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false },
          title: { show: false }, detail: { show: false }, data: [{ value: tile.share }],
        }],
      }, summary(tile));
      const dial = element.querySelector(".dial") ?? element.appendChild(make("div", "dial"));
      dial.replaceChildren(make("b", "", `${figure(Math.round(tile.share * 10) / 10)}%`), make("span", "", full(tile.value, tile.unit)), make("span", "", `${text("target")} ${full(tile.target, tile.unit)}`));
    },

    line(element, tile) {
      const single = tile.series.length === 1;
      const colours = palette();
      const marks = [
        ...(tile.target ? [{ yAxis: tile.target, lineStyle: { color: colour("warn"), type: "dashed" }, label: { show: true, color: colour("text"), fontSize: rem() * 0.75, formatter: `${text("target")} ${figure(tile.target, tile.unit)}`, position: "insideEndTop" } }] : []),
        ...tile.breaks.map((each) => ({ xAxis: tile.labels.indexOf(each.label), lineStyle: { color: colour("muted"), type: "dotted" } })),
      ];
      // a line for each stretch that comes from the same sources
      const series = tile.series.flatMap((line, index) => line.pieces.map((piece, part) => ({
        name: line.name, type: "line", data: piece, showSymbol: line.data.length < 15 || line.pieces.length > 1, symbolSize: rem() * 0.4, lineStyle: { width: rem() * 0.17 }, color: colours[index % colours.length],
        areaStyle: single ? { opacity: 0.14 } : undefined,
        markLine: index === 0 && part === 0 && marks.length ? { symbol: "none", silent: true, lineStyle: { width: rem() * 0.1 }, label: { show: false }, data: marks } : undefined,
      })));
      chart(element, {
        tooltip: { trigger: "axis", ...tooltip(tile.unit, { formatter: told(tile.unit) }) }, legend: legend(tile.series), grid: grid(tile.series),
        xAxis: { type: "category", data: tile.labels, boundaryGap: false, axisLabel: { ...axisText(), formatter: (label) => label.replace(/ \d{4}$/, (year) => (tile.categories[0].length > 4 ? ` ’${year.slice(3)}` : year)).replace(/([A-Z][a-z]{2})[a-z]+/, "$1") }, axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false } },
        yAxis: { ...values(tile.unit), scale: true }, series,
      }, summary(tile));
      const said = element.querySelector(".breaks") ?? element.appendChild(make("p", "breaks"));
      said.textContent = tile.breaks.map((each) => each.short).join(" ");
      element.firstChild.style.bottom = `${said.offsetHeight}px`;
      charts.get(element).resize();
    },

    bars(element, tile) {
      const wide = element.clientWidth > element.clientHeight * 2.4 && tile.labels.length <= 14 && Math.max(...tile.labels.map((label) => label.length)) < 12;
      const series = tile.series.map((line) => ({
        name: line.name, type: "bar", data: line.data, stack: tile.stacked ? "one" : undefined, barMaxWidth: rem() * 2.2, barGap: "12%", barCategoryGap: "32%",
        itemStyle: { borderRadius: tile.stacked ? 0 : wide ? [rem() * 0.2, rem() * 0.2, 0, 0] : [0, rem() * 0.2, rem() * 0.2, 0] },
        label: { show: tile.series.length === 1, position: wide ? "top" : "right", color: colour("text"), fontSize: rem() * 0.86, formatter: ({ value }) => `${figure(value, tile.unit)}${tile.unit === "persen" ? "%" : ""}` },
      }));
      const names = { type: "category", data: tile.labels, inverse: !wide, axisLabel: { ...axisText(), color: colour("text"), interval: 0, hideOverlap: false, formatter: (label) => wrap(label, wide ? 16 : 26) }, axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false } };
      const space = grid(series, { right: tile.series.length === 1 && !wide ? rem() * 4 : rem() * 2.2 });
      chart(element, { tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, ...tooltip(tile.unit) }, legend: legend(series), grid: space, xAxis: wide ? names : { ...values(tile.unit), splitNumber: 2 }, yAxis: wide ? values(tile.unit) : names, series }, summary(tile));
    },

    ranking(element, tile) {
      const list = make("ol", "ranking");
      for (const row of rowsTable(tile.rows, 100)) {
        const line = make("li");
        line.style.setProperty("--share", `${row.share}%`);
        const moved = row.change_percent ? make("small", "moved", percent(row.change_percent)) : "";
        const shown = make("b", "", full(row.value, tile.unit));
        if (row.state) shown.prepend(mark(row.state), " ");
        line.append(make("span", "rank", row.rank), make("span", "name", row.label), shown, moved);
        list.append(line);
      }
      element.replaceChildren(list);
      fit(list, tile);
    },

    table(element, tile) {
      const whole = make("table");
      const head = make("tr");
      head.append(make("td"), ...tile.columns.map((column) => {
        const cell = make("th", "", column.title);
        cell.scope = "col";
        return cell;
      }));
      const body = make("tbody");
      for (const row of tile.rows) {
        const line = make("tr");
        const name = make("th", "", row.label);
        name.scope = "row";
        line.append(name, ...row.values.map((value, index) => make("td", "", figure(value, tile.columns[index].unit))));
        body.append(line);
      }
      const top = make("thead");
      top.append(head);
      whole.append(top, body);
      // few rows take more room each, up to twice their least
      whole.style.setProperty("--rows", tile.rows.length + 1);
      element.replaceChildren(whole);
      fit(body, tile);
    },

    map(element, tile) {
      const known = new Map(tile.rows.map((row) => [row.code, row]));
      const known_values = tile.rows.map((row) => row.value);
      const states = tile.rows.some((row) => row.state);
      ready().then((places) => {
        const data = places.features.map(({ properties }) => {
          const row = known.get(properties.kode);
          return { name: properties.kode, value: row?.value, itemStyle: states && row ? { areaColor: colour(row.state) } : row ? undefined : { areaColor: colour("line") }, label: { formatter: `${properties.nama}\n${row ? figure(Math.round(row.value * 10) / 10, tile.unit) + (tile.unit === "persen" ? "%" : "") : "–"}` } };
        });
        chart(element, {
          tooltip: { ...tooltip(tile.unit), formatter: ({ name }) => { const row = known.get(name); return row ? `${row.label}: <b>${full(row.value, tile.unit)}</b>` : text("no_data"); } },
          visualMap: states ? undefined : { show: false, min: Math.min(...known_values), max: Math.max(...known_values), inRange: { color: [colour("low"), colour("high")] } },
          series: [{ type: "map", map: "kecamatan", nameProperty: "kode", data, silent: false, selectedMode: false, left: "2%", right: "2%", ...above(places, element), aspectScale: 0.99, labelLayout: apart(element),
            itemStyle: { borderColor: colour("panel"), borderWidth: rem() * 0.1 },
            label: { show: true, color: colour("text"), textBorderColor: colour("panel"), textBorderWidth: rem() * 0.2, fontSize: rem() * 0.84, fontWeight: 600, lineHeight: rem() * 1.02 }, emphasis: { label: { color: colour("text") }, itemStyle: { areaColor: colour("c2") } } }],
        }, summary(tile));
      }).catch(() => empty(element, text("no_data")));
    },

    pyramid(element, tile) {
      const most = Math.max(...tile.men, ...tile.women);
      const half = (name, data, sign, index) => ({ name, type: "bar", stack: "one", data: data.map((value) => (value === null ? null : sign * value)), barCategoryGap: "18%", itemStyle: { color: palette()[index] } });
      chart(element, {
        legend: legend([1, 2]), grid: grid([1, 2]),
        tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, ...tooltip(tile.unit, { valueFormatter: (value) => full(Math.abs(value), tile.unit) }) },
        xAxis: { ...values(tile.unit), min: -most, max: most, axisLabel: { ...axisText(), formatter: (value) => figure(Math.round(Math.abs(value) / 1000) * 1000) } },
        yAxis: { type: "category", data: tile.labels, axisLabel: { ...axisText(), color: colour("text") }, axisTick: { show: false }, axisLine: { show: false } },
        series: [half(text("men"), tile.men, -1, 0), half(text("women"), tile.women, 1, 1)],
      }, summary(tile));
    },

    heat(element, tile) {
      const figures = tile.cells.map((cell) => cell[2]);
      chart(element, {
        tooltip: { ...tooltip(tile.unit), formatter: ({ value }) => `${tile.y[value[1]]}, ${tile.x[value[0]]}: <b>${full(value[2], tile.unit)}</b>` },
        grid: { left: rem() * 0.2, right: rem() * 0.6, top: rem() * 0.4, bottom: rem() * 0.6, containLabel: true },
        xAxis: { type: "category", data: tile.x, axisLabel: axisText(), axisTick: { show: false }, axisLine: { show: false } },
        yAxis: { type: "category", data: tile.y, inverse: true, axisLabel: { ...axisText(), color: colour("text"), formatter: (label) => wrap(label, 20) }, axisTick: { show: false }, axisLine: { show: false } },
        visualMap: { show: false, min: Math.min(...figures), max: Math.max(...figures), inRange: { color: [colour("low"), colour("high")] } },
        series: [{ type: "heatmap", data: tile.cells, itemStyle: { borderColor: colour("panel"), borderWidth: rem() * 0.08, borderRadius: rem() * 0.12 } }],
      }, summary(tile));
    },

    status(element, tile) {
      list(element, tile, tile.rows.map((row) => ({ ...row, text: row.value === null ? text("no_data") : full(row.value, row.unit) })));
    },

    list(element, tile) {
      list(element, tile, tile.rows);
    },

    ticker(element, tile) {
      list(element, tile, tile.rows.map((row) => ({ label: row.text, beside: row.beside, text: row.day, state: { positif: "good", negatif: "bad" }[row.tone] ?? "" })));
    },

    clock(element, tile) {
      element.replaceChildren(make("p", "figure now"), make("p", "day"));
      tick(element);
    },

    weather(element, tile) {
      const many = tile.places.length > 1;
      const room = Layout.size().phone || !many ? 3.3 : 4.6;
      const moments = tile.moments.slice(0, Math.max(2, Math.floor((element.clientWidth / rem() - (many ? 7.5 : 0)) / room)));
      if (!many) { element.replaceChildren(sky(tile, moments)); return; }
      const whole = make("table");
      const head = make("tr");
      head.append(make("td"), ...moments.map((moment, index) => {
        const cell = make("th");
        cell.scope = "col";
        cell.append(make("span", moment.day === moments[index - 1]?.day ? "hidden" : "on", moment.day), make("b", "", moment.time));
        return cell;
      }));
      const body = make("tbody");
      for (const place of tile.places) {
        const line = make("tr");
        const name = make("th", "", place.label);
        name.scope = "row";
        if (place.beside) name.append(make("small", "", place.beside));
        line.append(name, ...moments.map((_moment, index) => cast(make("td"), place.cells[index], tile, moments[index])));
        body.append(line);
      }
      const top = make("thead");
      top.append(head);
      whole.append(top, body);
      whole.style.setProperty("--rows", tile.places.length + 1);
      element.replaceChildren(whole);
      fit(body, tile);
    },

    camera(element, tile) {
      if (element.dataset.url === tile.url) return;
      if (leftOut(tile.url)) { element.replaceChildren(make("p", "no-data", text("not_pictured"))); return; }
      element.dataset.url = tile.url;
      const failed = () => element.replaceChildren(make("p", "no-data", text("no_camera")));
      if (tile.stream === "hls") {
        const video = make("video");
        Object.assign(video, { muted: true, autoplay: true, playsInline: true });
        video.setAttribute("aria-label", text("camera"));
        element.replaceChildren(video);
        if (!Hls.isSupported()) { video.src = tile.url; video.onerror = failed; return; }
        const stream = new Hls({ liveSyncDurationCount: 3, backBufferLength: 10 });
        stream.loadSource(tile.url);
        stream.attachMedia(video);
        stream.on(Hls.Events.ERROR, (_event, problem) => { if (problem.fatal) { stream.destroy(); failed(); delete element.dataset.url; } });
        element.stop = () => stream.destroy();
        return;
      }
      const picture = make("img");
      picture.alt = `${text("camera")} ${tile.place}`;
      const again = () => { picture.src = tile.stream === "gambar" ? `${tile.url}${tile.url.includes("?") ? "&" : "?"}t=${Date.now()}` : tile.url; };
      // the old picture stays until the new one is there
      picture.onload = () => { if (!picture.isConnected) element.replaceChildren(picture); };
      picture.onerror = failed;
      again();
      if (tile.stream !== "gambar") { element.replaceChildren(picture); element.stop = () => { picture.src = ""; }; return; }
      const timer = setInterval(again, tile.refresh * 1000);
      element.stop = () => clearInterval(timer);
    },

    web(element, tile) {
      if (element.dataset.url === tile.url) return;
      if (leftOut(tile.url)) { element.replaceChildren(make("p", "no-data", text("not_pictured"))); return; }
      element.dataset.url = tile.url;
      const frame = make("iframe");
      frame.title = tile.title;
      frame.allow = "camera; microphone; fullscreen";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
      frame.src = tile.url;
      element.replaceChildren(frame);
    },

    empty(element) {
      empty(element, text("no_data"), text("no_data_hint"));
    },

    wrong(element, tile) {
      const whole = make("div", "wrong");
      whole.append(make("p", "", `⚠ ${text("wrong")}`), ...tile.problems.map((problem) => make("p", "problem", problem)));
      element.replaceChildren(whole);
    },
  };

  // what is forecast for one moment: picture, words for those who do not see it, the first figure
  const cast = (element, cell, tile, moment) => {
    if (!cell) { element.append("–"); return element; }
    element.append(Sky.picture(cell.picture, parseInt(moment.time, 10)), make("span", "hidden", cell.said), make("b", "", full(cell.values[0], tile.columns[0].unit)));
    return element;
  };

  // one place at large: what is now, and a strip of what comes
  const sky = (tile, moments) => {
    const whole = make("div", "sky");
    const [place] = tile.places;
    const first = place.cells.findIndex(Boolean);
    const now = make("div", "sky-now");
    const words = make("div");
    words.append(make("b", "", place.cells[first].said), ...place.cells[first].values.slice(1).map((value, index) => make("span", "", `${tile.columns[index + 1].title} ${full(value, tile.columns[index + 1].unit)}`)));
    if (place.cells[first].wind) words.append(make("span", "", text("wind_from", place.cells[first].wind)));
    now.append(cast(make("p", "figure"), place.cells[first], tile, moments[first]), words);
    const strip = make("ol", "sky-strip");
    moments.forEach((moment, index) => {
      if (index === first) return;
      const line = make("li");
      line.append(make("span", moment.day === moments[index - 1]?.day ? "hidden" : "on", moment.day), make("span", "", moment.time));
      strip.append(cast(line, place.cells[index], tile, moment));
    });
    whole.append(make("p", "sky-place", [place.label, place.beside].filter(Boolean).join(", ")), now, strip);
    return whole;
  };

  // a picture is made of this portal alone
  const leftOut = (url) => Format.settings.still && !url.startsWith("/");

  const empty = (element, said, hint = "") => {
    forget(element);
    element.replaceChildren(make("p", "no-data", said), make("p", "hint", hint));
  };

  const list = (element, tile, rows) => {
    const whole = make("ul", "list");
    for (const row of rows) {
      const line = make("li");
      const name = row.url ? make("a", "name", row.label) : make("span", "name", row.label);
      if (row.url) Object.assign(name, { href: row.url, rel: "noopener", target: "_blank" });
      if (row.beside) name.append(make("small", "", row.beside));
      line.append(mark(row.state || ""), name, make("b", "", row.text ?? ""));
      whole.append(line);
    }
    element.replaceChildren(whole);
    fit(whole, tile);
  };

  // rows that do not fit are taken off whole and counted, not cut in the middle
  const fit = (parent, tile) => {
    if (Layout.size().phone) return note(parent.closest(".face"), tile);
    const face = parent.closest(".face");
    let removed = tile.left_out ?? 0;
    const says = make("p", "left-out");
    const covered = () => says.isConnected && parent.lastElementChild.getBoundingClientRect().bottom > says.getBoundingClientRect().top + 1;
    while ((face.scrollHeight > face.clientHeight + 1 || covered()) && parent.children.length > 1) {
      parent.lastElementChild.remove();
      removed += 1;
      says.textContent = text("left_out", removed);
      face.append(says);
    }
    if (removed && !says.isConnected) { says.textContent = text("left_out", removed); face.append(says); }
    return undefined;
  };

  const ready = () => {
    mapReady ??= fetch(`${document.body.dataset.base}/peta/kecamatan.geojson`).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).then((places) => { echarts.registerMap("kecamatan", places); return places; }).catch((error) => { mapReady = null; throw error; });
    return mapReady;
  };

  const tick = (element) => {
    const now = new Date();
    element.querySelector(".now").textContent = Format.time(now);
    element.querySelector(".day").textContent = Format.day(now);
  };

  // the figures of a face as a table: what the dialog shows and what a screen reader hears
  const table = (tile) => {
    const rows = tile.rows ?? [];
    switch (tile.face) {
      case "number": return { columns: [text("figures"), ""], rows: [[tile.title, full(tile.value, tile.unit)], ...(tile.target ? [[text("target"), full(tile.target, tile.unit)]] : [])] };
      case "gauge": return { columns: [text("figures"), ""], rows: [[tile.title, full(tile.value, tile.unit)], [text("target"), full(tile.target, tile.unit)], ["%", figure(tile.share)]] };
      case "line": case "bars": return { columns: ["", ...tile.series.map((line) => line.name)], rows: tile.labels.map((label, index) => [label, ...tile.series.map((line) => full(line.data[index], tile.unit))]) };
      case "pyramid": return { columns: ["", text("men"), text("women")], rows: tile.labels.map((label, index) => [label, full(tile.men[index], tile.unit), full(tile.women[index], tile.unit)]) };
      case "heat": return { columns: ["", "", text("figures")], rows: tile.cells.map(([x, y, value]) => [tile.y[y], tile.x[x], full(value, tile.unit)]) };
      case "table": return { columns: ["", ...tile.columns.map((column) => column.title)], rows: rows.map((row) => [row.label, ...row.values.map((value, index) => full(value, tile.columns[index].unit))]) };
      case "ranking": case "map": case "status": return { columns: ["", text("figures")], rows: rows.map((row) => [row.label, full(row.value, row.unit ?? tile.unit)]) };
      case "weather": return { columns: ["", ...tile.moments.map((moment) => `${moment.day} ${moment.time}`)], rows: tile.places.map((place) => [[place.label, place.beside].filter(Boolean).join(", "), ...place.cells.map((cell) => (cell ? `${cell.said}, ${full(cell.values[0], tile.columns[0].unit)}` : "–"))]) };
      case "list": return { columns: ["", "", ""], rows: rows.map((row) => [row.label, row.beside, row.text]) };
      case "ticker": return { columns: ["", "", ""], rows: rows.map((row) => [row.text, row.beside, row.day]) };
      default: return { columns: [], rows: [] };
    }
  };

  // one tile must not darken the wall, whatever is wrong with it: one that was kept may be of an older portal
  const draw = (element, tile) => {
    try {
      (faces[tile.face] ?? faces.empty)(element, tile);
    } catch (error) {
      reportError(error);
      forget(element);
      faces.wrong(element, { problems: [String(error)] });
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

  return { draw, forget, table, tick, make, resize: () => charts.forEach((drawn) => drawn.resize()), count: () => charts.size };
})();
