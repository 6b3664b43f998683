// Figures, dates and words as people of the district write them.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Format = (() => {
  const settings = JSON.parse(document.getElementById("settings").textContent);
  const locale = settings.locale === "id" ? "id-ID" : settings.locale;
  const plain = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const steps = [
    [1e12, " T"],
    [1e9, " M"],
    [1e6, " jt"],
  ];
  // what stands before and after a figure of a unit, as the code list writes it ("Rp{}/kg"); otherwise its words
  const around = (code) => (settings.units[code] ?? `{} ${code.replaceAll("_", " ")}`).split("{}");

  const text = (name, ...values) =>
    values.reduce((said, value, index) => said.replace(`{${index}}`, value), settings.texts[name] ?? name);

  // a large sum of money in words of a thousand (T: triliun, M: miliar, jt: juta), anything else in full
  const figure = (value, code = "") => {
    if (value === null || value === undefined) return "–";
    const [currency] = around(code);
    if (currency) {
      const [size, word] = steps.find(([limit]) => Math.abs(value) >= limit) ?? [1, ""];
      return `${currency}${plain[size > 1 ? 2 : 0].format(value / size)}${word}`;
    }
    return plain[Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2].format(value);
  };

  const unit = (code) => around(code)[1].trim();

  const full = (value, code = "") => `${figure(value, code)}${around(code)[1].trimEnd()}`;

  const percent = (value) => `${signed.format(value)}%`;

  const time = (moment) =>
    new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: settings.zone }).format(moment);

  const day = (moment) =>
    new Intl.DateTimeFormat(locale, {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: settings.zone,
    }).format(moment);

  return { settings, text, figure, unit, full, percent, time, day };
})();
