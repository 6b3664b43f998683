// Lines of text with a sign, a note and a figure: states of today, applications, news.
"use strict";
{
  const { text, full } = Format;
  const { make, mark, fit } = Faces.tools;

  const list = (element, tile, rows) => {
    const whole = make("ul", "list");
    for (const row of rows) {
      const line = make("li");
      const name = row.url ? make("a", "name", row.label) : make("span", "name", row.label);
      if (row.url) Object.assign(name, { href: row.url, rel: "noopener", target: "_blank" });
      if (row.beside) name.append(make("small", "", row.beside));
      line.append(mark(row.state || ""), name, make("b", "", row.text ?? ""));
      whole.append(line);
    }
    element.replaceChildren(whole);
    fit(whole, tile);
  };

  Faces.add("list", {
    draw: (element, tile) => list(element, tile, tile.rows),
    table: (tile) => ({ columns: ["", "", ""], rows: tile.rows.map((row) => [row.label, row.beside, row.text]) }),
  });
  Faces.add("status", {
    draw: (element, tile) =>
      list(
        element,
        tile,
        tile.rows.map((row) => ({ ...row, text: row.value === null ? text("no_data") : full(row.value, row.unit) })),
      ),
    table: (tile) => ({
      columns: ["", text("figures")],
      rows: tile.rows.map((row) => [row.label, full(row.value, row.unit ?? tile.unit)]),
    }),
  });
  Faces.add("ticker", {
    draw: (element, tile) =>
      list(
        element,
        tile,
        tile.rows.map((row) => ({
          label: row.text,
          beside: row.beside,
          text: row.day,
          state: { positif: "good", negatif: "bad" }[row.tone] ?? "",
        })),
      ),
    table: (tile) => ({ columns: ["", "", ""], rows: tile.rows.map((row) => [row.text, row.beside, row.day]) }),
  });
}
