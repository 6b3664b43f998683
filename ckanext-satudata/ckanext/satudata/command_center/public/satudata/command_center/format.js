// Figures, dates and words as people of the district write them.
"use strict";

const Format = (() => {
  const settings = JSON.parse(document.getElementById("settings").textContent);
  const locale = settings.locale === "id" ? "id-ID" : settings.locale;
  const plain = [0, 1, 2].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const steps = [[1e12, " T"], [1e9, " M"], [1e6, " jt"]];
  const money = (unit) => unit.startsWith("rupiah");
  const suffixes = { persen: "%", indeks: "", rupiah: "", nilai: "", derajat_celsius: "°C", km_per_jam: "km/jam" };

  const text = (name, ...values) =>
    values.reduce((said, value, index) => said.replace(`{${index}}`, value), settings.texts[name] ?? name);

  // a large sum of money in words of a thousand (T: triliun, M: miliar, jt: juta), anything else in full
  const figure = (value, unit = "") => {
    if (value === null || value === undefined) return "–";
    if (money(unit)) {
      const [size, word] = steps.find(([limit]) => Math.abs(value) >= limit) ?? [1, ""];
      return `Rp${plain[size > 1 ? 2 : 0].format(value / size)}${word}`;
    }
    return plain[Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2].format(value);
  };

  const unit = (code) => {
    if (code in suffixes) return suffixes[code];
    if (code === "rupiah_per_kg") return "/kg";
    if (code === "rupiah_per_kapita") return "/kapita";
    return code.replaceAll("_", " ");
  };

  const full = (value, code = "") => {
    const suffix = unit(code);
    return `${figure(value, code)}${suffix && !suffix.startsWith("/") && suffix !== "%" ? " " : ""}${suffix}`;
  };

  const percent = (value) => `${signed.format(value)}%`;

  const time = (moment) =>
    new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: settings.zone }).format(moment);

  const day = (moment) =>
    new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: settings.zone }).format(moment);

  return { settings, text, figure, unit, full, percent, time, day };
})();
