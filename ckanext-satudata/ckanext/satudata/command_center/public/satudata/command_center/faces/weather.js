// What the sky will be: a table of places, or one place at large.
"use strict";
{
  const { text, full } = Format;
  const { make, rem, grid, heading } = Faces.tools;

  // what is forecast for one moment: picture, words for those who do not see it, the first figure
  const cast = (element, cell, tile, moment) => {
    if (!cell) {
      element.append("–");
      return element;
    }
    element.append(
      Sky.picture(cell.picture, parseInt(moment.time, 10)),
      make("span", "hidden", cell.said),
      make("b", "", full(cell.values[0], tile.columns[0].unit)),
    );
    return element;
  };

  // one place at large: what is now, and a strip of what comes
  const sky = (tile, moments) => {
    const whole = make("div", "sky");
    const [place] = tile.places;
    const first = place.cells.findIndex(Boolean);
    const now = make("div", "sky-now");
    const words = make("div");
    words.append(
      make("b", "", place.cells[first].said),
      ...place.cells[first].values
        .slice(1)
        .map((value, index) =>
          make("span", "", `${tile.columns[index + 1].title} ${full(value, tile.columns[index + 1].unit)}`),
        ),
    );
    if (place.cells[first].wind) words.append(make("span", "", text("wind_from", place.cells[first].wind)));
    now.append(cast(make("p", "figure"), place.cells[first], tile, moments[first]), words);
    const strip = make("ol", "sky-strip");
    moments.forEach((moment, index) => {
      if (index === first) return;
      const line = make("li");
      line.append(
        make("span", moment.day === moments[index - 1]?.day ? "hidden" : "on", moment.day),
        make("span", "", moment.time),
      );
      strip.append(cast(line, place.cells[index], tile, moment));
    });
    whole.append(make("p", "sky-place", [place.label, place.beside].filter(Boolean).join(", ")), now, strip);
    return whole;
  };

  Faces.add("weather", {
    draw(element, tile) {
      const many = tile.places.length > 1;
      const room = Layout.size().phone || !many ? 3.3 : 4.6;
      const moments = tile.moments.slice(
        0,
        Math.max(2, Math.floor((element.clientWidth / rem() - (many ? 7.5 : 0)) / room)),
      );
      if (!many) {
        element.replaceChildren(sky(tile, moments));
        return;
      }
      const headings = moments.map((moment, index) => {
        const cell = heading();
        cell.append(
          make("span", moment.day === moments[index - 1]?.day ? "hidden" : "on", moment.day),
          make("b", "", moment.time),
        );
        return cell;
      });
      grid(
        element,
        tile,
        headings,
        tile.places.map((place) => {
          const name = make("th", "", place.label);
          if (place.beside) name.append(make("small", "", place.beside));
          return {
            name,
            cells: moments.map((_moment, index) => cast(make("td"), place.cells[index], tile, moments[index])),
          };
        }),
      );
    },
    table: (tile) => ({
      columns: ["", ...tile.moments.map((moment) => `${moment.day} ${moment.time}`)],
      rows: tile.places.map((place) => [
        [place.label, place.beside].filter(Boolean).join(", "),
        ...place.cells.map((cell) => (cell ? `${cell.said}, ${full(cell.values[0], tile.columns[0].unit)}` : "–")),
      ]),
    }),
  });
}
