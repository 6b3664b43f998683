// The map of a profile: each region leads to its own profile. Below it the page lists the same regions.
"use strict";

(() => {
  const element = document.querySelector("[data-map]");
  const { map, code, profile, label } = element.dataset;
  const draw = (places) =>
    DistrictMap.draw(element, places, [], {
      value: String,
      full: String,
      size: 13,
      label,
      current: code,
      link: (region) => profile.replace("KODE", region),
    });
  fetch(map)
    .then((answer) => {
      if (!answer.ok) throw new Error(`${map}: ${answer.status}`);
      return answer.json();
    })
    .then((places) => {
      let width = 0;
      new ResizeObserver(() => {
        if (element.clientWidth !== width) {
          width = element.clientWidth;
          draw(places);
        }
      }).observe(element);
    })
    .catch((error) => {
      console.error(error);
      element.hidden = true;
    });
})();
