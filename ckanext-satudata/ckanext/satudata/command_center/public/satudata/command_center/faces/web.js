// A page of another system that the operator has allowed.
"use strict";
{
  const { text } = Format;
  const { make, leftOut } = Faces.tools;

  Faces.add("web", {
    draw(element, tile) {
      if (element.dataset.url === tile.url) return;
      if (leftOut(tile.url)) {
        element.replaceChildren(make("p", "no-data", text("not_pictured")));
        return;
      }
      element.dataset.url = tile.url;
      const frame = make("iframe");
      frame.title = tile.title;
      frame.allow = "camera; microphone; fullscreen";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
      frame.src = tile.url;
      element.replaceChildren(frame);
    },
  });
}
