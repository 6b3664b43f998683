"use strict";

/* A page that goes on by itself: it is asked for anew every few seconds until nothing goes on any more, and those of
   its parts that are marked with data-live are exchanged where they have changed. */
this.ckan.module("satudata-live", function () {
  const EVERY_MS = 1500;
  const LONGEST_MS = 15000;

  async function fetchPage() {
    const answer = await fetch(window.location.href);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  function exchange(part, page) {
    const fresh = page.getElementById(part.id);
    // where the focus is, nothing moves under it
    if (fresh && fresh.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      part.replaceChildren(...fresh.childNodes);
    }
  }

  function ask(element, wait) {
    setTimeout(async () => {
      let page = null;
      try {
        page = await fetchPage();
      } catch {
        // the next question may be answered again
      }
      if (!page) {
        ask(element, Math.min(wait * 1.5, LONGEST_MS));
        return;
      }
      const goesOn = page.getElementById(element.id)?.dataset.module;
      element.querySelectorAll("[data-live]").forEach((part) => exchange(part, page));
      if (goesOn) {
        ask(element, EVERY_MS);
      }
    }, wait);
  }

  return {
    initialize: function () {
      ask(this.el[0], EVERY_MS);
    },
  };
});
