// One large figure: its change, its target and a small line.
"use strict";
{
  const { text, figure, full, unit, percent } = Format;
  const { make, mark } = Faces.tools;

  // a small line of stretches: it is broken where its sources change, and where a figure is missing; it spans at least
  // a fifth of its largest figure, so that noise is flat
  const spark = (pieces) => {
    const known = pieces.flat().filter((point) => point !== null);
    if (known.length < 2) return make("span");
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const span = Math.max(most - least, Math.abs(most) * 0.2) || 1;
    const low = (least + most - span) / 2;
    let path = "",
      dots = "";
    for (const piece of pieces) {
      piece.forEach((point, index) => {
        if (point === null) return;
        const place = `${((index / (piece.length - 1)) * 100).toFixed(2)} ${(28 - ((point - low) / span) * 24).toFixed(2)}`;
        const [before, after] = [piece[index - 1] ?? null, piece[index + 1] ?? null];
        path += `${before === null ? "M" : "L"}${place}`;
        if (before === null && after === null) dots += `M${place}h0`;
      });
    }
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-3 0 106 30");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "spark");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, drawn] of [
      ["", path],
      ["dots", dots],
    ]) {
      const line = document.createElementNS(svg.namespaceURI, "path");
      line.setAttribute("d", drawn);
      if (name) line.setAttribute("class", name);
      svg.append(line);
    }
    return svg;
  };

  const change = (tile) => {
    const better = tile.better === "turun" ? -1 : tile.better === "naik" ? 1 : 0;
    const direction = Math.sign(tile.change ?? 0);
    const element = make("p", `change ${better && direction ? (better === direction ? "good" : "bad") : ""}`);
    if (tile.compare === "other_source") element.append(make("small", "", text("other_source")));
    if (tile.change === null || tile.change === undefined) return element;
    const amount =
      tile.unit === "persen"
        ? `${percent(tile.change).replace("%", "")} poin`
        : tile.change_percent === null
          ? figure(tile.change, tile.unit)
          : percent(tile.change_percent);
    // not ▲: that is the sign of a figure to beware of
    element.append(
      make("span", "arrow", direction > 0 ? "↑" : direction < 0 ? "↓" : "="),
      ` ${amount} `,
      make("small", "", text(tile.compare)),
    );
    return element;
  };

  Faces.add("number", {
    draw(element, tile) {
      const value = make("p", "figure");
      value.append(make("span", "value", figure(tile.value, tile.unit)), make("span", "unit", unit(tile.unit)));
      if (tile.state) value.prepend(mark(tile.state));
      const below = make("div", "below");
      const aim = make(
        "p",
        "target",
        tile.target === null || tile.target === undefined ? "" : `${text("target")} ${full(tile.target, tile.unit)} `,
      );
      if (tile.partial) aim.append(make("span", "partial", text("partial", ...tile.regions)));
      if (aim.textContent) below.append(aim);
      if (tile.compare !== "none") below.append(change(tile));
      element.replaceChildren(value, below, ...(tile.trend.length ? [spark(tile.trend)] : []));
    },
    table: (tile) => ({
      columns: [text("figures"), ""],
      rows: [
        [tile.title, full(tile.value, tile.unit)],
        ...(tile.target ? [[text("target"), full(tile.target, tile.unit)]] : []),
      ],
    }),
  });
}
