// Regions of the district, coloured by a figure or by how good it is.
"use strict";
{
  const { text, full } = Format;
  const { rem, empty, summary, MARK } = Faces.tools;
  let places = null;

  const boundaries = () => {
    places ??= fetch(`${document.body.dataset.base}/peta/kecamatan.geojson`)
      .then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      })
      .catch((error) => {
        places = null;
        throw error;
      });
    return places;
  };

  // where a figure is good, to beware of and bad, in words: "≤ 7 %"
  const states = ({ limits, better, unit }) => {
    if (!limits?.length) return [];
    const [first, second] = limits.map((limit) => full(limit, unit));
    const rising = better !== "turun";
    const words = rising
      ? [`≥ ${first}`, `${second} – < ${first}`, `< ${second}`]
      : [`≤ ${first}`, `> ${first} – ${second}`, `> ${second}`];
    return Object.entries(MARK).map(([state, sign], index) => ({ state, sign, text: words[index] }));
  };

  Faces.add("map", {
    draw(element, tile) {
      boundaries()
        .then((found) =>
          DistrictMap.draw(element, found, tile.rows, {
            value: (value) => Faces.percentOf(Math.round(value * 10) / 10, tile.unit),
            full: (row) => `${row.label}: ${full(row.value, tile.unit)}`,
            states: states(tile),
            noData: text("no_data"),
            label: summary(tile),
            size: rem() * 0.86,
          }),
        )
        .catch((error) => {
          if (!(error instanceof TypeError)) reportError(error);
          empty(element, text("no_data"));
        });
    },
    table: (tile) => ({
      columns: ["", text("figures")],
      rows: tile.rows.map((row) => [row.label, full(row.value, tile.unit)]),
    }),
  });
}
