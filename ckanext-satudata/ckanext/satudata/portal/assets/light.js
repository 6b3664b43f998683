// What a page that is only read needs of a script: the menu on a telephone, the filters, the lists that act when chosen.
// CKAN's own scripts and the libraries below them (1 MB) stay with pages where somebody writes.
"use strict";

(() => {
  document.querySelectorAll('[data-bs-toggle="collapse"]').forEach((button) => {
    const target = document.querySelector(button.dataset.bsTarget);
    button.addEventListener("click", () => {
      const isOpen = target.classList.toggle("show");
      button.setAttribute("aria-expanded", String(isOpen));
    });
  });
  document.querySelectorAll(".lang-select select, .search-form select").forEach((list) => {
    list.addEventListener("change", () => list.form.requestSubmit());
  });
  const filters = (isOpen) => () => document.body.classList.toggle("filters-modal", isOpen);
  document.querySelectorAll(".show-filters").forEach((link) => link.addEventListener("click", filters(true)));
  document.querySelectorAll(".hide-filters").forEach((link) => link.addEventListener("click", filters(false)));
})();
