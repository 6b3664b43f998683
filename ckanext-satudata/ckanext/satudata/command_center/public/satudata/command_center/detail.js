// What a tile tells when it is opened: its figures as a table, and where they come from.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Detail = (() => {
  const { text } = Format;
  const detail = document.getElementById("detail");

  const open = (tile) => {
    document.getElementById("detail-title").textContent = tile.title;
    const figures = Faces.table(tile);
    const whole = Faces.make("table");
    const head = Faces.make("tr");
    head.append(...figures.columns.map((column) => Faces.make("th", "", column)));
    whole.append(
      head,
      ...figures.rows.map((row) => {
        const line = Faces.make("tr");
        line.append(...row.map((cell) => Faces.make("td", "", cell ?? "")));
        return line;
      }),
    );
    document
      .getElementById("detail-body")
      .replaceChildren(
        figures.rows.length ? whole : Faces.make("p", "", (tile.problems ?? [text("no_data")]).join(" ")),
      );
    const links = document.getElementById("detail-links");
    const link = (address, words) => {
      const element = Faces.make("a", "", words);
      element.href = address;
      return element;
    };
    const from = tile.footer ?? {};
    links.replaceChildren(
      ...(tile.breaks ?? []).map((each) => Faces.make("p", "", each.said)),
      ...(from.overruled_why ? [Faces.make("p", "", from.overruled_why)] : []),
      ...(from.page ? [link(from.page.url, from.page.title)] : []),
      ...(from.csv ? [link(from.csv, text("table"))] : []),
      ...(from.datasets ?? []).flatMap((each) => [
        link(`/dataset/${each.name}`, `${text("dataset")}: ${each.title}`),
        ...(each.organization
          ? [
              link(
                `/organization/${each.organization}`,
                `${text("office")}: ${each.organization_title || each.organization}`,
              ),
            ]
          : []),
      ]),
    );
    detail.showModal();
  };

  return { open };
})();
