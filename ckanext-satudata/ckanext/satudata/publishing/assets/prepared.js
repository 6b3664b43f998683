"use strict";

/* A table that is being prepared: asks every few seconds whether it is there, and then shows the page anew. */
this.ckan.module("satudata-prepared", function () {
  const FIRST_MS = 2000;
  const LONGEST_MS = 20000;

  async function isPrepared(id) {
    const answer = await fetch(window.location.href);
    if (!answer.ok) {
      return false;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.getElementById(id) === null;
  }

  function ask(id, wait) {
    setTimeout(async () => {
      let prepared = false;
      try {
        prepared = await isPrepared(id);
      } catch {
        // the next question may be answered again
      }
      if (prepared) {
        window.location.reload();
      } else {
        ask(id, Math.min(wait * 1.3, LONGEST_MS));
      }
    }, wait);
  }

  return {
    initialize: function () {
      ask(this.el[0].id, FIRST_MS);
    },
  };
});
