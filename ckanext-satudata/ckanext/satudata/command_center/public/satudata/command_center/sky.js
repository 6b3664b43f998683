// Small pictures of the weather, drawn here so that no fonts and no pictures of others are needed.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Sky = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const CLOUD = "M8 23a5 5 0 0 1 .6-9.9 7 7 0 0 1 13.2-1.4A5.7 5.7 0 0 1 23 23z";
  const MOON = "M19 6a10 10 0 1 0 7 16 8.5 8.5 0 0 1-7-16z";
  const [DAWN, DUSK] = [6, 18];
  const rays = (x, y, from, to) =>
    Array.from({ length: 8 }, (_each, turn) => {
      const [dx, dy] = [Math.cos((turn * Math.PI) / 4), Math.sin((turn * Math.PI) / 4)];
      return `M${(x + dx * from).toFixed(1)} ${(y + dy * from).toFixed(1)}L${(x + dx * to).toFixed(1)} ${(y + dy * to).toFixed(1)}`;
    }).join("");
  const disc = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  const drops = (...places) => places.map((x) => `M${x} 25l-2 5`).join("");
  const small = ["sky-cloud", CLOUD];
  const raised = ["sky-cloud", CLOUD, "translate(0 -3)"];
  const pictures = {
    sun: [["sky-sun", disc(16, 16, 6) + rays(16, 16, 9, 13)]],
    moon: [["sky-moon", MOON]],
    moon_cloud: [
      ["sky-moon", MOON, "translate(9 -1) scale(0.72)"],
      ["sky-cloud", CLOUD, "translate(-1 4)"],
    ],
    sun_cloud: [
      ["sky-sun", disc(20, 11, 5) + rays(20, 11, 7.5, 10.5)],
      ["sky-cloud", CLOUD, "translate(-1 4)"],
    ],
    cloud: [small],
    clouds: [
      ["sky-far", CLOUD, "translate(6 -4)"],
      ["sky-cloud", CLOUD, "translate(-2 3)"],
    ],
    haze: [["sky-haze", "M5 11h22M8 16h16M5 21h22"]],
    rain: [raised, ["sky-drop", drops(12, 17, 22)]],
    downpour: [raised, ["sky-drop", drops(9, 13, 17, 21, 25)]],
    thunder: [raised, ["sky-bolt", "M17 17l-6 8h4l-2 6 7-9h-4l3-5z"], ["sky-drop", drops(9, 25)]],
  };

  // near the equator the sun rises and sets at six all the year
  const picture = (name, hour) => {
    const shown = hour < DAWN || hour >= DUSK ? name.replace("sun", "moon") : name;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 32 32");
    svg.setAttribute("class", "sky-picture");
    svg.setAttribute("aria-hidden", "true");
    svg.append(
      ...(pictures[shown] ?? pictures.cloud).map(([kind, shape, moved]) => {
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("class", kind);
        path.setAttribute("d", shape);
        path.setAttribute("stroke-width", "2");
        path.setAttribute("stroke-linecap", "round");
        if (moved) path.setAttribute("transform", moved);
        return path;
      }),
    );
    return svg;
  };

  return { picture };
})();
