"use strict";

/* Tells how far a check is while the form around it is on the way. With data-satudata-into the answer is shown in that
   element of this page, so that the chosen file stays chosen; otherwise the browser goes to the answer as ever. */
this.ckan.module("satudata-progress", function () {
  const EVERY_MS = 700;
  const AGAIN_MS = 3000;

  function newToken() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    );
  }

  function follow(address, bar, token) {
    bar.hidden = false;
    return setInterval(async () => {
      try {
        const answer = await fetch(address.replace("TOKEN", token));
        const { percent } = await answer.json();
        if (percent !== null) {
          bar.querySelector("progress").value = percent;
          bar.querySelector("output").textContent = `${percent} %`;
        }
      } catch {
        // the next question may be answered again
      }
    }, EVERY_MS);
  }

  async function part(answer, selector) {
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
  }

  async function sendHere(form, selector) {
    let answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    let found = await part(answer, selector);
    // a long check goes on apart; its own address has the result when it is done
    while (found && found.querySelector("[data-satudata-wait]")) {
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS);
      });
      answer = await fetch(answer.url);
      found = await part(answer, selector);
    }
    if (!found) {
      throw new Error(answer.statusText);
    }
    document.querySelector(selector).replaceWith(found);
    found.querySelectorAll("[data-module]").forEach((element) => ckan.module.initializeElement(element));
    found.scrollIntoView({ block: "start" });
  }

  return {
    initialize: function () {
      const { satudataPercent: address, satudataInto: selector } = this.el[0].dataset;
      const form = this.el[0].closest("form");
      const bar = this.el[0].querySelector("p");
      form.addEventListener("submit", async (event) => {
        // the report as a file is a download of its own
        if (event.submitter && event.submitter.name === "bentuk") {
          return;
        }
        const token = newToken();
        form.elements.satudata_progress.value = token;
        const timer = follow(address, bar, token);
        if (!selector) {
          return;
        }
        event.preventDefault();
        try {
          await sendHere(form, selector);
        } catch {
          form.submit();
        } finally {
          clearInterval(timer);
          bar.hidden = true;
        }
      });
    },
  };
});
