// The texts of a page that leave their box, in words: the box is the window, or what clips a text on its way up; what
// scrolls sideways holds what is in it.
() => {
  const SLACK = 2;
  const faults = [];
  const isUnseen = (element) => {
    const style = getComputedStyle(element);
    return (
      style.visibility === "hidden" ||
      Boolean(element.closest(".visually-hidden, .sr-only, .hidden, .skip-link, noscript, script, style, option"))
    );
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    const parent = node.parentElement;
    if (!node.textContent.trim() || isUnseen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(
      // what lies wholly left of the window is there for who listens
      (box) => box.width > 1 && box.height > 1 && box.right > 0,
    );
    if (!boxes.length) continue;
    let [left, right] = [0, document.documentElement.clientWidth];
    for (let element = parent; element && element !== document.body; element = element.parentElement) {
      const { overflowX, textOverflow } = getComputedStyle(element);
      // what scrolls can be reached, and what is cut with an ellipsis says so
      if (["auto", "scroll"].includes(overflowX) || (overflowX !== "visible" && textOverflow === "ellipsis")) {
        [left, right] = [-Infinity, Infinity];
        break;
      }
      const box = element.getBoundingClientRect();
      const isButton = element.matches("a.btn, button, .badge, .satudata-tag, .nav-link");
      if (overflowX !== "visible" || isButton) {
        left = Math.max(left, box.left);
        right = Math.min(right, box.right);
      }
    }
    if (boxes.some((box) => box.left < left - SLACK || box.right > right + SLACK))
      faults.push(`"${node.textContent.trim().slice(0, 60)}" (${parent.tagName.toLowerCase()}.${parent.className})`);
  }
  return faults;
};
