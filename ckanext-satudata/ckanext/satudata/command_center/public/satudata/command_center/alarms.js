// Alarms above the tiles: what lasts, the newest first, as long as it does.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: wall.js uses it
const Alarms = (() => {
  const MOST = 3;
  const list = document.getElementById("alarms");
  const { text } = Format;

  const line = (alarm) => {
    const whole = Faces.make("li", alarm.acknowledged ? "is-acknowledged" : "");
    const link = Faces.make("a", "", alarm.title);
    link.href = `${list.dataset.page}#peringatan-${alarm.id}`;
    const sign = Faces.make("span", "alarm-sign", "!");
    sign.setAttribute("aria-hidden", "true");
    whole.append(sign, link, Faces.make("span", "", alarm.text));
    if (alarm.acknowledged) whole.append(Faces.make("small", "", text("acknowledged")));
    return whole;
  };

  const show = (alarms) => {
    const said = JSON.stringify(alarms);
    if (!list || list.dataset.shown === said) return;
    list.dataset.shown = said;
    const rest = alarms.length - MOST;
    list.replaceChildren(...alarms.slice(0, MOST).map(line));
    if (rest > 0) list.append(Faces.make("li", "is-acknowledged", text("left_out", rest)));
    list.hidden = alarms.length === 0;
    // the tiles have what the banner leaves
    window.dispatchEvent(new Event("resize"));
  };

  const refresh = async () => {
    if (!list) return;
    try {
      const answer = await fetch(list.dataset.address, { cache: "no-cache", signal: AbortSignal.timeout(20000) });
      if (answer.ok) show(await answer.json());
    } catch {
      // without network the wall says so itself, and the last alarms stay
    }
  };

  return { refresh, show };
})();
