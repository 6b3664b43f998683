// Rows in their order, a bar behind each: of a percentage out of a hundred, of anything else out of the largest.
"use strict";
{
  const { text, full, percent } = Format;
  const { make, mark, fit } = Faces.tools;

  Faces.add("ranking", {
    draw(element, tile) {
      const list = make("ol", "ranking");
      const largest = Math.max(...tile.rows.map((row) => Math.abs(row.value ?? 0)), 1e-9);
      const whole = tile.unit === "persen" || tile.unit === "nilai" ? Math.max(100, largest) : largest;
      for (const row of tile.rows) {
        const line = make("li");
        line.style.setProperty("--share", `${(100 * Math.abs(row.value ?? 0)) / whole}%`);
        const moved = row.change_percent ? make("small", "moved", percent(row.change_percent)) : "";
        const shown = make("b", "", full(row.value, tile.unit));
        if (row.state) shown.prepend(mark(row.state), " ");
        line.append(make("span", "rank", row.rank), make("span", "name", row.label), shown, moved);
        list.append(line);
      }
      list.style.setProperty("--rows", tile.rows.length);
      element.replaceChildren(list);
      fit(list, tile);
    },
    table: (tile) => ({
      columns: ["", text("figures")],
      rows: tile.rows.map((row) => [row.label, full(row.value, row.unit ?? tile.unit)]),
    }),
  });
}
