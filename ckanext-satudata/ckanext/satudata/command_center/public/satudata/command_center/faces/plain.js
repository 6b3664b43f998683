// Faces without figures: the clock, a tile that has none, one that is wrong.
"use strict";
{
  const { text } = Format;
  const { make, empty, tick } = Faces.tools;

  Faces.add("clock", {
    draw(element) {
      element.replaceChildren(make("p", "figure now"), make("p", "day"));
      tick(element);
    },
  });
  Faces.add("empty", { draw: (element, tile) => empty(element, text("no_data"), tile.step ?? text("no_data_hint")) });
  Faces.add("wrong", {
    draw(element, tile) {
      const whole = make("div", "wrong");
      whole.append(
        make("p", "", `⚠ ${text("wrong")}`),
        ...tile.problems.map((problem) => make("p", "problem", problem)),
      );
      element.replaceChildren(whole);
    },
  });
}
