"use strict";

/* Offers how the text in the search box of this form may go on, as a list that arrow keys walk through. The box follows
   the pattern "combobox with list" of WAI-ARIA: focus stays in it, the list is told by aria-activedescendant. */
(() => {
  const PAUSE_MS = 120;
  const SHORTEST = 2;

  function textElement(name, text, className) {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    return element;
  }

  function option(suggestion, id) {
    const item = document.createElement("li");
    item.id = id;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(textElement("span", suggestion.label, "satudata-suggest-label"));
    const detail = suggestion.detail ? `${suggestion.kind_label} · ${suggestion.detail}` : suggestion.kind_label;
    item.append(textElement("small", detail, ""));
    return item;
  }

  const start = (element) => {
    const { satudataAddress: address, satudataLabel: label, satudataId: id } = element.dataset;
    const form = element.closest("form");
    const box = form.querySelector('[name="q"]');
    const list = document.createElement("ul");
    const state = { suggestions: [], chosen: -1, timer: 0, request: null };

    list.id = `satudata-suggest-${id}`;
    list.className = "satudata-suggest";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("autocomplete", "off");
    box.parentElement.classList.add("satudata-suggest-around");
    box.after(list);

    function close() {
      clearTimeout(state.timer);
      if (state.request) {
        state.request.abort();
      }
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function choose(number) {
      state.chosen = number;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === number)));
      if (number < 0) {
        box.removeAttribute("aria-activedescendant");
        return;
      }
      box.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    }

    function take(suggestion) {
      close();
      if (suggestion.address) {
        location.assign(suggestion.address);
        return;
      }
      box.value = suggestion.text;
      form.requestSubmit();
    }

    function show(suggestions) {
      state.suggestions = suggestions;
      list.replaceChildren(...suggestions.map((one, number) => option(one, `${list.id}-${number}`)));
      list.hidden = !suggestions.length;
      box.setAttribute("aria-expanded", String(Boolean(suggestions.length)));
      choose(-1);
    }

    async function ask() {
      const text = box.value;
      if (text.trim().length < SHORTEST) {
        close();
        return;
      }
      state.request = new AbortController();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal: state.request.signal });
        const suggestions = answer.ok ? await answer.json() : [];
        if (document.activeElement === box && box.value === text) {
          show(suggestions);
        }
      } catch {
        // without suggestions the search works as ever
      }
    }

    box.addEventListener("input", () => {
      clearTimeout(state.timer);
      if (state.request) {
        state.request.abort();
      }
      state.timer = setTimeout(ask, PAUSE_MS);
    });
    box.addEventListener("keydown", (event) => {
      const count = state.suggestions.length;
      if (list.hidden || !count) {
        return;
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        // one place more than there are suggestions: the text as it was typed
        const step = event.key === "ArrowDown" ? 1 : count;
        choose(((state.chosen + 1 + step) % (count + 1)) - 1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && state.chosen >= 0) {
        event.preventDefault();
        take(state.suggestions[state.chosen]);
      }
    });
    box.addEventListener("blur", close);
    // before the box loses its focus, which closes the list
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      event.preventDefault();
      if (item) {
        take(state.suggestions[[...list.children].indexOf(item)]);
      }
    });
    form.addEventListener("submit", close);
  };

  document.querySelectorAll("[data-satudata-suggest]").forEach(start);
})();
