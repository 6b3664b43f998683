// What is wrong with the texts and the maps of the wall that is shown, in words; nothing where all is well.
() => {
  const found = [];
  const SLACK = 2;
  const isHidden = (element) =>
    element.closest(".hidden, title, noscript") || getComputedStyle(element).visibility === "hidden";
  const round = (box) => [box.left, box.top, box.right, box.bottom].map(Math.round).join(",");
  for (const tile of document.querySelectorAll(".tile")) {
    const outer = tile.getBoundingClientRect();
    const name = tile.querySelector("h2").textContent;
    const texts = [];
    const walk = document.createTreeWalker(tile, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.textContent.trim() || isHidden(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.width > 1 && box.height > 1)
          texts.push({ box, said: node.textContent.trim(), parent: node.parentElement });
    }
    for (const { box, said, parent } of texts) {
      let clip = outer;
      for (let each = parent; each && each !== tile; each = each.parentElement) {
        if (each instanceof SVGElement && each.tagName !== "svg") continue;
        if (getComputedStyle(each).overflow === "visible") continue;
        const own = each.getBoundingClientRect();
        clip = {
          left: Math.max(clip.left, own.left),
          right: Math.min(clip.right, own.right),
          top: Math.max(clip.top, own.top),
          bottom: Math.min(clip.bottom, own.bottom),
        };
      }
      if (
        box.left < clip.left - SLACK ||
        box.right > clip.right + SLACK ||
        box.top < clip.top - SLACK * 2 ||
        box.bottom > clip.bottom + SLACK * 2
      )
        found.push(`${name}: "${said}" leaves its box: ${round(box)} of ${round(clip)}`);
    }
    texts.forEach((one, index) =>
      texts.slice(index + 1).forEach((other) => {
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // boxes of lines are higher than their letters
        if (wide > SLACK && high > 0.3 * Math.min(one.box.height, other.box.height))
          found.push(`${name}: "${one.said}" (${round(one.box)}) covers "${other.said}" (${round(other.box)})`);
      }),
    );
    const map = tile.querySelector(".map-regions");
    if (tile.className.includes("is-map") && !map) found.push(`${name}: no map`);
    if (!map) continue;
    const svg = map.ownerSVGElement;
    const paths = [...map.querySelectorAll("path")];
    const holds = (code, x, y) => paths.find((path) => path.dataset.code === code).isPointInFill(new DOMPoint(x, y));
    for (const path of paths) {
      const { code } = path.dataset;
      const label = svg.querySelector(`text[data-code="${code}"]`);
      const leader = svg.querySelector(`line[data-code="${code}"]`);
      if (!label) {
        found.push(`${name}: ${code} has no name`);
        continue;
      }
      if (leader && !holds(code, leader.x2.baseVal.value, leader.y2.baseVal.value))
        found.push(`${name}: the line of ${label.textContent} ends elsewhere`);
      const box = label.getBBox();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      if (!leader && !holds(code, x, y)) found.push(`${name}: ${label.textContent} lies outside of its region`);
      if (leader && paths.some((other) => other.isPointInFill(new DOMPoint(x, y))))
        found.push(`${name}: ${label.textContent} lies on a region`);
    }
    const drawn = map.getBBox();
    const shape = drawn.width / drawn.height;
    if (Math.abs(shape / GROUND - 1) > 0.03)
      found.push(`${name}: drawn ${shape.toFixed(3)}, on the ground ${GROUND.toFixed(3)}`);
    if (!tile.querySelector(".map-legend li")) found.push(`${name}: no legend`);
  }
  return found;
};
