// The wall itself: one request a refresh, the last data when the network is gone, keys, playlist, details.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Wall = (() => {
  const { settings, text, time } = Format;
  const base = document.body.dataset.base;
  const main = document.getElementById("wall");
  const detail = document.getElementById("detail");
  const query = new URLSearchParams(location.search);
  const RETRY = 10;
  const OLD_PAGE = 3e5;
  let screen = JSON.parse(document.getElementById("screen").textContent);
  // when the figures were drawn, by this machine's clock
  let fetched = Date.now() - settings.age * 1000;
  let online = true;
  let shown = [];
  let refreshTimer, turnTimer, resizeTimer;

  const keep = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      /* a full or forbidden store: the wall goes on without */
    }
  };
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };

  const build = () => {
    shown.forEach(({ face }) => Faces.forget(face));
    const plan = Layout.plan(screen.tiles);
    document.body.classList.toggle("phone", plan.phone);
    shown = [];
    main.replaceChildren(
      ...plan.rows.map((row) => {
        const line = Faces.make("div", row.small ? "row small" : "row");
        line.append(...row.tiles.map((tile) => frame(tile)));
        return line;
      }),
    );
    document.getElementById("title").textContent = screen.title;
    main.setAttribute("aria-label", screen.title);
    document.title = screen.title;
    dots();
    shown.forEach(({ footer, tile }) => Sources.draw(footer, tile.footer));
    // small ones first: the others have what they leave
    [...shown].sort((one, other) => Layout.isSmall(other.tile) - Layout.isSmall(one.tile)).forEach(paint);
  };

  const frame = (tile) => {
    const whole = Faces.make("article", `tile is-${tile.face}`);
    whole.style.flexGrow = Layout.room(tile);
    const title = Faces.make("h2");
    const button = Faces.make("button", "", tile.title);
    button.type = "button";
    title.append(button);
    const face = Faces.make("div", "face");
    const footer = Faces.make("footer");
    whole.append(title, face, footer);
    const entry = { tile, whole, face, footer };
    button.addEventListener("click", () => open(entry));
    face.addEventListener("click", (event) => {
      if (!event.target.closest("a, video, iframe")) open(entry);
    });
    shown.push(entry);
    if (settings.edit) Edit.tools(whole, screen.tiles.indexOf(tile));
    return whole;
  };

  const paint = (entry) => {
    entry.whole.className = `tile is-${entry.tile.face}`;
    // first: what the sources take, the face has not
    Sources.draw(entry.footer, entry.tile.footer);
    Faces.draw(entry.face, entry.tile);
  };

  const refresh = async (name = screen.name) => {
    clearTimeout(refreshTimer);
    if (settings.edit) return;
    try {
      const answer = await fetch(`${base}/${name}/data`, { cache: "no-cache", signal: AbortSignal.timeout(20000) });
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.json());
      fetched = Date.now() - Number(answer.headers.get("Age") ?? 0) * 1000;
      online = true;
      keep(`wall:${name}`, JSON.stringify({ screen, fetched }));
    } catch {
      online = false;
      const old = name === screen.name ? null : JSON.parse(kept(`wall:${name}`));
      if (old) {
        take(old.screen);
        fetched = old.fetched;
      }
    }
    age();
    Alarms.refresh();
    refreshTimer = setTimeout(refresh, (online ? settings.refresh : RETRY) * 1000);
  };

  // only tiles that have changed are drawn again; a screen with other tiles is built anew
  const take = (fresh) => {
    const same =
      fresh.name === screen.name &&
      fresh.tiles.length === screen.tiles.length &&
      fresh.tiles.every(
        (tile, index) => tile.title === screen.tiles[index].title && tile.kind === screen.tiles[index].kind,
      );
    const before = screen.tiles;
    screen = fresh;
    if (!same) {
      build();
      return;
    }
    fresh.tiles.forEach((tile, index) => {
      if (JSON.stringify(tile) === JSON.stringify(before[index])) return;
      const entry = shown.find((each) => each.tile === before[index]);
      if (entry.tile.face !== tile.face) Faces.forget(entry.face);
      entry.tile = tile;
      paint(entry);
    });
    // what has not changed is the new answer's, too, so that the next comparison finds it
    shown.forEach((entry) => {
      const index = before.indexOf(entry.tile);
      if (index >= 0) entry.tile = fresh.tiles[index];
    });
  };

  const age = () => {
    const element = document.getElementById("age");
    const said = text(
      online ? "online" : "offline",
      `${time(new Date(fetched))}${Date.now() - fetched > 864e5 || settings.still ? `, ${Format.day(new Date(fetched))}` : ""}`,
    );
    if (element.textContent !== said) element.textContent = said;
    document.body.classList.toggle("offline", !online);
  };

  const signs = () => {
    document.getElementById("signs").replaceChildren(
      ...Faces.signs().map(([className, sign, word]) => {
        const line = Faces.make("li");
        line.append(Faces.make("span", className, sign), ` ${word}`);
        return line;
      }),
    );
  };

  const clock = () => {
    const now = new Date();
    document.getElementById("clock").textContent = time(now);
    shown.filter(({ tile }) => tile.face === "clock").forEach(({ face }) => Faces.tick(face));
  };

  const dots = () => {
    const nav = document.getElementById("dots");
    nav.replaceChildren(
      ...settings.screens.map((each) => {
        const dot = Faces.make("a", "", each.title);
        dot.href = `${base}/${each.name}${location.search}`;
        if (each.name === screen.name) dot.setAttribute("aria-current", "page");
        dot.addEventListener("click", (event) => {
          event.preventDefault();
          go(each.name);
        });
        return dot;
      }),
    );
  };

  const go = (name) => {
    history.pushState({}, "", `${base}/${name}${location.search}`);
    return refresh(name);
  };

  const turn = (step) => {
    if (settings.edit) return undefined;
    const index = settings.screens.findIndex((each) => each.name === screen.name);
    const next = settings.screens[(index + step + settings.screens.length) % settings.screens.length];
    return next && next.name !== screen.name ? go(next.name) : undefined;
  };

  const play = (on) => {
    clearInterval(turnTimer);
    turnTimer = on
      ? setInterval(() => {
          if (!document.querySelector("dialog[open]")) turn(1);
        }, settings.turn * 1000)
      : undefined;
    document.querySelector("[data-do=play]")?.setAttribute("aria-pressed", String(on));
  };

  const theme = (name) => {
    document.documentElement.dataset.theme = name;
    keep("wall-theme", name);
    shown.forEach(paint);
  };

  const open = ({ tile }) => {
    if (settings.edit) Edit.open(screen.tiles.indexOf(tile));
    else Detail.open(tile);
  };

  // the tile nearest in a direction, so that four keys of a remote control suffice
  const move = (dx, dy) => {
    const buttons = shown.map(({ whole }) => whole.querySelector("h2 button"));
    const from = buttons.find((button) => button === document.activeElement);
    if (!from) {
      buttons[0]?.focus();
      return;
    }
    Layout.nearest(buttons, from, dx, dy)?.focus();
  };

  const actions = {
    play: () => {
      if (!settings.edit) play(!turnTimer);
    },
    theme: () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
    full: () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
    picture: () => {
      location.href = `${base}/${screen.name}.pdf?tema=${document.documentElement.dataset.theme === "dark" ? "gelap" : "terang"}`;
    },
    close: () => detail.close(),
  };
  const keys = {
    ArrowLeft: () => move(-1, 0),
    ArrowRight: () => move(1, 0),
    ArrowUp: () => move(0, -1),
    ArrowDown: () => move(0, 1),
    PageDown: () => turn(1),
    PageUp: () => turn(-1),
    t: actions.theme,
    f: actions.full,
    " ": actions.play,
  };

  document.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key])
      return;
    if (event.key === " " && event.target.closest("button, a")) return;
    event.preventDefault();
    keys[event.key]();
  });
  window.addEventListener("resize", () => {
    clearTimeout(resizeTimer);
    resizeTimer = setTimeout(build, 150);
  });
  window.addEventListener("online", () => refresh());
  window.addEventListener("offline", () => {
    online = false;
    age();
  });
  window.addEventListener("popstate", () => refresh(location.pathname.split("/").pop()));

  if (settings.still)
    Object.assign(document.body.style, { width: `${settings.still.width}px`, height: `${settings.still.height}px` });
  document.body.classList.toggle("kiosk", query.has("kiosk"));
  document.documentElement.dataset.theme =
    query.get("tema") === "terang" ? "light" : query.get("tema") === "gelap" ? "dark" : (kept("wall-theme") ?? "dark");
  // a kiosk that starts without network has an old page: the data that it kept are newer
  const stored = !settings.edit && Date.now() - settings.served > OLD_PAGE;
  if (stored) {
    const old = JSON.parse(kept(`wall:${screen.name}`));
    online = false;
    fetched = settings.served - settings.age * 1000;
    if (old && old.fetched > fetched) ({ screen, fetched } = old);
  }
  build();
  Alarms.refresh();
  signs();
  clock();
  age();
  if (!settings.edit && !stored) keep(`wall:${screen.name}`, JSON.stringify({ screen, fetched }));
  setInterval(() => {
    clock();
    age();
  }, 1000);
  refreshTimer = setTimeout(refresh, stored ? 0 : settings.refresh * 1000);
  if (query.has("kiosk") && !settings.still)
    navigator.serviceWorker?.register(`${base}/sw.js`, { scope: `${base}/` }).catch(() => {
      /* without https a browser has none: the wall then needs the network to start */
    });
  if (query.has("putar")) play(true);

  // a screen that is being arranged, drawn anew
  const show = (fresh) => {
    screen = fresh;
    build();
  };

  return { refresh, go, turn, show };
})();
