"use strict";

/* The dataset form: fields that apply only sometimes, and the title that is made from three others.
   Without JavaScript every field is visible and the server decides. */
this.ckan.module("satudata-form", function () {
  const EVENTS = ["input", "change"];

  function valuesOf(form, name) {
    const inputs = Array.from(form.elements).filter((input) => input.name === name);
    const chosen = inputs
      .filter((input) => !["checkbox", "radio"].includes(input.type) || input.checked)
      .map((input) => input.value);
    return chosen.length ? chosen : [""];
  }

  function applies(form, condition) {
    return Object.entries(condition).every(([name, wanted]) =>
      valuesOf(form, name).some((value) => wanted.includes(value)),
    );
  }

  function showFields(form) {
    form.querySelectorAll("[data-satudata-show-if]").forEach((box) => {
      const visible = applies(form, JSON.parse(box.dataset.satudataShowIf));
      box.hidden = !visible;
      // a disabled input is not sent, so what was typed before the field vanished does no harm
      box.querySelectorAll("input, select, textarea").forEach((input) => {
        input.disabled = !visible;
      });
    });
  }

  function proposal(form) {
    const level = form.elements.tingkat_penyajian;
    const parts = [
      form.elements.pengukuran.value.trim(),
      level.value ? level.options[level.selectedIndex].text.trim() : "",
      form.elements.cakupan.value.trim(),
    ];
    return parts.every(Boolean) ? `${parts[0]} Menurut ${parts[1]} di ${parts[2]}` : "";
  }

  function followTitle(form) {
    const title = form.querySelector("[data-satudata-title]");
    if (!title || !form.elements.pengukuran) {
      return;
    }
    let proposed = proposal(form);
    EVENTS.forEach((event) =>
      form.addEventListener(event, (happened) => {
        const next = proposal(form);
        const untouched = title.value === "" || title.value === proposed;
        if (happened.target === title || next === proposed) {
          return;
        }
        proposed = next;
        if (untouched && next) {
          title.value = next;
          // CKAN's address preview listens to keys
          jQuery(title).trigger("keyup").trigger("change");
        }
      }),
    );
  }

  return {
    initialize: function () {
      const form = this.el[0].closest("form");
      EVENTS.forEach((event) => form.addEventListener(event, () => showFields(form)));
      showFields(form);
      followTitle(form);
    },
  };
});

/* A code list too long for a select: completes what is typed and says what the code means. */
this.ckan.module("satudata-code", function () {
  const PAUSE = 200;

  return {
    options: { codelist: "", within: "" },

    initialize: function () {
      const input = this.el[0];
      const list = document.getElementById(input.getAttribute("list"));
      const name = document.getElementById(`${list.id}-name`);
      const { codelist, within } = this.options;
      const root = this.sandbox.client.endpoint;
      let timer;
      let asked = "";

      async function complete() {
        const query = new URLSearchParams({ codelist, within, q: input.value });
        asked = query.toString();
        const mine = asked;
        const answer = await fetch(`${root}/api/3/action/satudata_code_suggest?${query}`);
        if (!answer.ok || mine !== asked) {
          return;
        }
        const found = (await answer.json()).result;
        list.replaceChildren(
          ...found.map((code) => {
            const option = document.createElement("option");
            option.value = code.code;
            option.label = code.label;
            return option;
          }),
        );
        const typed = input.value.trim().toLowerCase();
        const same = found.find((code) =>
          [code.code, code.name, code.label].some((text) => text.toLowerCase() === typed),
        );
        name.textContent = same ? same.label : "";
      }

      input.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(complete, PAUSE);
      });
      input.addEventListener("focus", complete, { once: true });
    },
  };
});
