// The line below a tile: its period, the offices that its figures come from, and how fresh each of them is.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Sources = (() => {
  const { text } = Format;

  const draw = (element, from) => {
    element.replaceChildren();
    const suppressed = from?.suppressed ? [Faces.make("span", "suppressed", from.suppressed)] : [];
    if (!from?.offices?.length) {
      element.append(...suppressed);
      return;
    }
    const sources = from.sources ?? [];
    // one source of the period that is drawn needs its date once
    const alone = sources.length < 2 && (!sources.length || from.period.endsWith(sources[0].period));
    if (alone)
      element.append(
        Faces.freshMark(from.fresh),
        Faces.make("span", "period", from.period),
        Faces.make("span", "office", from.offices.join(", ")),
      );
    else {
      element.append(Faces.make("span", "period", from.period));
      const offices = sources.map((each) => each.office);
      element.append(
        ...sources.map((each) => {
          const twice = offices.indexOf(each.office) !== offices.lastIndexOf(each.office);
          const one = Faces.make("span", "office");
          one.append(
            Faces.freshMark(each.fresh),
            ` ${twice && each.fresh !== "good" ? each.title : each.office} ${each.period}`,
          );
          return one;
        }),
      );
    }
    if (from.overruled) element.append(Faces.make("span", "overruled", from.overruled));
    element.append(...suppressed);
    element.title = from.overruled_why ?? "";
    if (from.example) element.append(Faces.make("span", "example", text("example")));
  };

  return { draw };
})();
