// A question to the wall: the card of the answer comes from the portal, and what it offers to change is asked here.
"use strict";

(() => {
  const dialog = document.getElementById("wall-question");
  const form = dialog.querySelector("form");
  const answer = document.getElementById("wall-question-answer");
  const words = form.elements.q;
  // among the buttons it would look like one of them
  document.body.append(dialog);

  const open = () => {
    dialog.showModal();
    words.select();
  };

  const ask = async (question) => {
    words.value = question;
    answer.setAttribute("aria-busy", "true");
    try {
      const address = `${form.dataset.address}?${new URLSearchParams({ q: question })}`;
      const card = await fetch(address, { signal: AbortSignal.timeout(20000) });
      if (!card.ok) throw new Error(card.status);
      // the portal has escaped what people wrote
      answer.innerHTML = await card.text();
      answer.scrollTop = 0;
    } catch {
      answer.textContent = answer.dataset.failed;
    }
    answer.removeAttribute("aria-busy");
  };

  document.getElementById("wall-ask").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(words.value);
  });
  dialog.querySelector("[data-wall-close]").addEventListener("click", () => dialog.close());
  answer.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-question]");
    if (!choice) return;
    event.preventDefault();
    ask(choice.dataset.question);
  });
})();
