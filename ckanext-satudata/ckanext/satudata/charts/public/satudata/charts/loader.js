// Brings a chart to a page: what draws it is fetched only where one stands, and when it comes near the window. What is
// chosen beside it (region, year, measure) fetches other figures in place; without a script the form asks for a page.
"use strict";

(() => {
  const BASE = document.currentScript.dataset.base;
  const NEAR = "200px";
  const scripts = new Map();

  const script = (path) => {
    // the page has it already, for its map of regions: it ran before this one, for both are deferred
    const isThere = () => [...document.scripts].some((element) => element.src.endsWith(`/charts/${path}`));
    if (!scripts.has(path) && isThere()) scripts.set(path, Promise.resolve());
    if (!scripts.has(path)) {
      const loading = new Promise((done, fail) => {
        const element = Object.assign(document.createElement("script"), { src: `${BASE}/${path}`, async: false });
        element.onload = done;
        element.onerror = () => {
          scripts.delete(path);
          fail(new Error(path));
        };
        document.head.append(element);
      });
      scripts.set(path, loading);
    }
    return scripts.get(path);
  };

  const json = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };

  // what draws a kind; a map stands on bars, a target on them
  const ready = async ({ chart, outlines }) => {
    const needs = ["vendor/echarts.min.js", "draw.js", "kinds/bars.js", `kinds/${chart.kind}.js`];
    if (chart.kind === "map") needs.push("names.js", "map.js");
    const [places] = await Promise.all([chart.kind === "map" ? json(outlines) : null, ...needs.map(script)]);
    return { places };
  };

  const save = (content, name) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(content), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // `whole` holds the picture ([data-chart], address of its figures) and all that belongs to it
  const start = (whole) => {
    const picture = whole.querySelector("[data-picture]");
    const state = { settings: null, extra: null, drawn: null };
    const inline = whole.querySelector("script[data-figures]");

    const show = async (settings) => {
      const extra = await ready(settings);
      state.drawn?.remove();
      picture.replaceChildren();
      picture.style.height = "";
      Object.assign(state, { settings, extra, drawn: Charts.draw(picture, settings, extra) });
      picture.setAttribute("aria-label", `${settings.chart.title}. ${settings.chart.sentence}`);
      picture.classList.remove("satudata-chart-waiting");
      whole.dataset.state = "drawn";
    };

    // the words around the picture are the same as those of its own page: they are taken from there
    const refresh = async (address) => {
      whole.dataset.state = "loading";
      whole.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-chart]");
        if (!fresh) throw new Error(address);
        state.drawn?.remove();
        whole.replaceWith(fresh);
        observe(fresh);
        fresh.querySelector(`[name="${document.activeElement?.name}"]`)?.focus();
        return fresh;
      } finally {
        whole.removeAttribute("aria-busy");
      }
    };

    whole.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-save], [data-copy]");
      if (!button || !whole.contains(button)) return;
      if (button.dataset.copy) {
        await navigator.clipboard?.writeText(whole.querySelector(button.dataset.copy).value);
        button.textContent = button.dataset.done;
        return;
      }
      if (!state.settings) return;
      const ending = button.dataset.save;
      save(await Charts.picture(state.settings, state.extra, ending), `${whole.dataset.name}.${ending}`);
    });
    const form = whole.querySelector("form[data-choices]");
    form?.addEventListener("change", (event) => {
      const name = event.target.name;
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      refresh(`${form.dataset.section}?${query}`)
        .then((fresh) => fresh.querySelector(`[name="${name}"]`)?.focus())
        .catch(() => form.submit());
    });
    if (!picture) return;
    const settings = inline ? JSON.parse(inline.textContent) : null;
    if (settings)
      show(settings).catch((error) => {
        // the sentence and the table still say it
        console.error(error);
        picture.hidden = true;
      });
  };

  const observer = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach(({ target }) => {
          observer.unobserve(target);
          start(target);
        }),
    { rootMargin: NEAR },
  );
  const observe = (whole) => observer.observe(whole);
  document.querySelectorAll("[data-chart]").forEach(observe);
})();
