"use strict";

/* The desk by keyboard: letters go from line to line and open one; on the page of a submission they go to the next, to
   the form that releases and to the one that returns. They are links and forms all the same, and can be switched off,
   for who speaks to the computer types letters by the way (WCAG 2.1.4). */
this.ckan.module("satudata-desk", function () {
  const OFF = "satudata-desk-keys-off";
  const TYPING = "input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]";

  function isOff() {
    return localStorage.getItem(OFF) === "1";
  }

  function lines(root) {
    return [...root.querySelectorAll("[data-desk-line]")];
  }

  function current(root) {
    return lines(root).find((line) => line.contains(document.activeElement));
  }

  function goToLine(root, step) {
    const all = lines(root);
    const at = all.indexOf(current(root));
    const line = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    if (line) {
      line.querySelector("a").focus();
      line.scrollIntoView({ block: "nearest" });
    }
  }

  function follow(root, name, hash = "") {
    const link = (current(root) || root).querySelector(`a[data-desk="${name}"]`);
    if (link) {
      window.location.href = link.href + hash;
    }
  }

  /* Goes to a form of this page, or of the page of the current line. */
  function goToForm(root, id) {
    const target = document.getElementById(id);
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.querySelector("[data-desk-first]").focus();
    } else if (current(root)) {
      follow(root, "open", `#${id}`);
    }
  }

  /* The focus stays at the line, so whoever hears the page is told what a letter has done to its box. */
  function tick(root) {
    const line = current(root);
    const box = line?.querySelector("input[type=checkbox]:not(:disabled)");
    if (box) {
      box.checked = !box.checked;
      const news = root.querySelector("[data-desk-news]");
      news.textContent = `${line.querySelector("a").innerText}: ${news.dataset[box.checked ? "ticked" : "unticked"]}`;
    }
  }

  /* After a decision the focus is at what became of it: it is read out, and the next thing is one key away. */
  function goToMessage(root) {
    const message = root.querySelector("[role=alert]") || document.querySelector(".flash-messages .alert");
    if (message) {
      message.setAttribute("role", message.getAttribute("role") || "status");
      message.tabIndex = -1;
      message.focus();
    }
  }

  function move(root, step) {
    if (lines(root).length) {
      goToLine(root, step);
    } else {
      follow(root, step > 0 ? "next" : "previous");
    }
  }

  const KEYS = {
    j: (root) => move(root, 1),
    k: (root) => move(root, -1),
    o: (root) => follow(root, "open"),
    x: (root) => tick(root),
    r: (root) => goToForm(root, "rilis"),
    b: (root) => goToForm(root, "kembalikan"),
    u: (root) => follow(root, "desk"),
    "?": (root) => root.querySelector("dialog").showModal(),
  };

  function pressed(root, event) {
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const isFree = !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest(TYPING);
    // the help opens in any case: it says how the letters are switched on again
    if (action && isFree && !document.querySelector("dialog[open]") && (event.key === "?" || !isOff())) {
      event.preventDefault();
      action(root);
    }
  }

  return {
    initialize: function () {
      const root = this.el[0];
      const dialog = root.querySelector("dialog");
      const box = dialog.querySelector("input");
      box.checked = !isOff();
      box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
      const button = root.querySelector("[data-desk-help]");
      button.hidden = false;
      button.addEventListener("click", () => dialog.showModal());
      document.addEventListener("keydown", (event) => pressed(root, event));
      // a letter on the desk has led to a form of this page
      if (["#rilis", "#kembalikan"].includes(window.location.hash)) {
        goToForm(root, window.location.hash.slice(1));
      } else {
        goToMessage(root);
      }
    },
  };
});

/* Several reasons in one form: the first stands there, more are made from it; a click on a cell of a table says which
   cell a reason is about. */
this.ckan.module("satudata-reasons", function () {
  function add(form) {
    const reasons = [...form.querySelectorAll("[data-reason]")];
    const reason = reasons.at(-1).cloneNode(true);
    reason.querySelectorAll("input, select, textarea").forEach((field) => {
      field.value = "";
    });
    reason.querySelector("[data-reason-remove]").hidden = false;
    // each field keeps a label of its own
    reason.querySelectorAll("[id]").forEach((field) => {
      const label = reason.querySelector(`label[for="${field.id}"]`);
      field.id = `${field.id.replace(/-\d+$/, "")}-${reasons.length + 1}`;
      label?.setAttribute("for", field.id);
    });
    reasons.at(-1).after(reason);
    reason.querySelector("select").focus();
  }

  return {
    initialize: function () {
      const form = this.el[0];
      const more = form.querySelector("[data-reason-add]");
      more.hidden = false;
      more.addEventListener("click", () => add(form));
      form.addEventListener("click", (event) => {
        const remove = event.target.closest("[data-reason-remove]");
        if (remove) {
          remove.closest("[data-reason]").remove();
          more.focus();
        }
      });
      document.querySelectorAll("[data-cell]").forEach((cell) => {
        cell.addEventListener("click", () => {
          const reason = [...form.querySelectorAll("[data-reason]")].at(-1);
          reason.querySelector("[name=place]").value = cell.dataset.place;
          reason.querySelector("[name=cell]").value = cell.dataset.cell;
          reason.querySelector("[name=text]").focus();
        });
      });
    },
  };
});
