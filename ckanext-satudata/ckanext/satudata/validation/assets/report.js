"use strict";

/* A report: show the problems of one column only, and go from one wrong cell to the next.
   Without JavaScript everything is shown and each problem is a link to its row. */
this.ckan.module("satudata-report", function () {
  function wrongCells(report) {
    return Array.from(report.querySelectorAll("[data-satudata-wrong]")).filter(
      (cell) => !cell.closest("[hidden]") && !cell.classList.contains("satudata-dimmed"),
    );
  }

  function show(report, column) {
    report.querySelectorAll("[data-satudata-problem]").forEach((item) => {
      item.hidden = column !== "" && item.dataset.satudataProblem !== column;
    });
    report.querySelectorAll("[data-satudata-wrong]").forEach((cell) => {
      cell.classList.toggle("satudata-dimmed", column !== "" && cell.dataset.satudataWrong !== column);
    });
  }

  function go(report, step) {
    const cells = wrongCells(report);
    if (!cells.length) {
      return;
    }
    const at = cells.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : cells.length - 1) : (at + step + cells.length) % cells.length;
    cells[next].scrollIntoView({ block: "center", inline: "center" });
    cells[next].focus();
    report.querySelector("[data-satudata-position]").textContent =
      `${next + 1} / ${cells.length}: ${cells[next].title}`;
  }

  return {
    initialize: function () {
      const report = this.el[0];
      const tools = report.querySelector("[data-satudata-tools]");
      if (!tools) {
        return;
      }
      tools.hidden = false;
      tools.querySelector("select").addEventListener("change", (event) => show(report, event.target.value));
      tools.querySelectorAll("[data-satudata-step]").forEach((button) => {
        button.addEventListener("click", () => go(report, Number(button.dataset.satudataStep)));
      });
    },
  };
});
