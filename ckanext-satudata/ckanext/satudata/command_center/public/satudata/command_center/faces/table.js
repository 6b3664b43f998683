// Figures of groups in columns.
"use strict";
{
  const { figure, full } = Format;
  const { make, grid, heading } = Faces.tools;

  Faces.add("table", {
    draw(element, tile) {
      const rows = tile.rows.map((row) => ({
        name: make("th", "", row.label),
        cells: row.values.map((value, index) => make("td", "", figure(value, tile.columns[index].unit))),
      }));
      grid(
        element,
        tile,
        tile.columns.map((column) => heading(column.title)),
        rows,
      );
    },
    table: (tile) => ({
      columns: ["", ...tile.columns.map((column) => column.title)],
      rows: tile.rows.map((row) => [
        row.label,
        ...row.values.map((value, index) => full(value, tile.columns[index].unit)),
      ]),
    }),
  });
}
