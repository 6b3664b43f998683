// Draws a chart as `charts/spec.py` describes it: its title, its source and its marks stand within the picture. What is
// drawn of the figures is of the kind: `kinds/<kind>.js` puts a function into `Charts.kinds`.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: the loader and other scripts of the page use it
const Charts = (() => {
  const PAD = 12;
  const INK = "#1b2a33";
  const MUTED = "#51646f";
  const RULE = "#d5e0e6";
  const EXAMPLE = "#8a2a00";
  // told apart by people who see red and green alike (Okabe and Ito 2008), dark enough for lines on white
  const COLOURS = ["#0072b2", "#d55e00", "#007a5a", "#aa3f86", "#8a6d00", "#2a9fd6", "#4d4d4d", "#7a3b12", "#5b5bd6"];
  const DASHES = ["solid", "solid", "solid", "dashed", "dashed", "dashed", "dotted", "dotted", "dotted"];
  const STEPS = [
    [1e12, "T"],
    [1e9, "M"],
    [1e6, "jt"],
  ];
  const kinds = {};
  const canvas = document.createElement("canvas").getContext("2d");

  const tools = (settings, family, width) => {
    const locale = settings.locale === "id" ? "id-ID" : settings.locale;
    const format = (digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    const [whole, one, two] = [format(0), format(1), format(2)];
    const narrow = width < 520;
    const size = narrow ? 12 : 13;
    const measure = (text, px, weight = "normal") => {
      canvas.font = `${weight} ${px}px ${family}`;
      return canvas.measureText(text).width;
    };
    // lines of words that fit a width; a longer word has a line of its own
    const wrap = (text, room, px, weight) =>
      text.split(" ").reduce((lines, word) => {
        const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
        if (lines.length && measure(longer, px, weight) > room) lines.push(word);
        else lines.splice(-1, 1, longer);
        return lines;
      }, []);
    const { before, after } = settings.chart.unit;
    const plain = (value) => (Math.abs(value) >= 1000 ? whole : Math.abs(value) >= 100 ? one : two).format(value);
    const full = (value) =>
      typeof value === "number" ? `${before}${plain(value)}${after || ` ${settings.chart.unit.label}`}` : "–";
    // on axes and beside bars: large sums in thousands of thousands, as people say them
    const short = (value) => {
      const step = STEPS.find(([limit]) => Math.abs(value) >= limit);
      const text = step ? `${two.format(value / step[0])} ${step[1]}` : plain(value);
      return `${before}${text}${after === "%" ? "%" : ""}`;
    };
    return { measure, wrap, full, short, narrow, size, family, COLOURS, DASHES, INK, MUTED, RULE, PAD };
  };

  const text = (left, top, lines, px, fill, weight = "normal", lineHeight = px * 1.3) =>
    lines.map((line, index) => ({
      type: "text",
      left,
      top: top + index * lineHeight,
      silent: true,
      style: { text: line, fill, font: `${weight} ${px}px ${settingsFamily}` },
    }));
  let settingsFamily = "sans-serif";

  // title, place and period above, marks and source below; between them the room of the figures
  const frame = (chart, settings, width, tool) => {
    const room = width - 2 * PAD;
    const [big, small] = tool.narrow ? [16, 12.5] : [18, 13.5];
    const tiny = tool.narrow ? 11 : 11.5;
    const above = [];
    let top = PAD;
    const put = (words, px, fill, weight) => {
      const lines = tool.wrap(words, room, px, weight);
      above.push(...text(PAD, top, lines, px, fill, weight));
      top += lines.length * px * 1.3;
    };
    if (chart.example) {
      put(chart.example, tiny, EXAMPLE, "bold");
      top += 4;
    }
    put(chart.title, big, INK, "bold");
    top += 2;
    put(chart.subtitle, small, MUTED);
    const feet = [
      ...chart.marks.map((mark) => [`┊ ${mark.text}`, INK]),
      ...chart.notes.map((note) => [note, INK]),
      [[chart.source, settings.portal].filter(Boolean).join(". "), MUTED],
    ].map(([words, fill]) => [tool.wrap(words, room, tiny), fill]);
    const below = feet.reduce((sum, [lines]) => sum + lines.length * tiny * 1.35 + 3, 0) + PAD;
    const foot = (height) => {
      let at = height - below + 4;
      return feet.flatMap(([lines, fill]) => {
        const made = text(PAD, at, lines, tiny, fill, "normal", tiny * 1.35);
        at += lines.length * tiny * 1.35 + 3;
        return made;
      });
    };
    return { above, top: top + 10, below: below + 6, foot };
  };

  // a legend in words and colours, for parts that have no room for their names: lines of it, and its height
  const legend = (names, colours, area, tool) => {
    const made = [];
    let [x, y] = [area.left, area.top];
    names.forEach((name, index) => {
      const width = tool.measure(name, tool.size) + 26;
      if (x > area.left && x + width > area.left + area.width) [x, y] = [area.left, y + tool.size * 1.5];
      made.push(
        {
          type: "rect",
          left: x,
          top: y + 2,
          silent: true,
          shape: { width: 12, height: 12 },
          style: { fill: colours[index] },
        },
        {
          type: "text",
          left: x + 17,
          top: y + 1,
          silent: true,
          style: { text: name, fill: INK, font: `${tool.size}px ${tool.family}` },
        },
      );
      x += width + 8;
    });
    return { made, height: y - area.top + tool.size * 1.7 };
  };

  const valueAxis = (chart, tool, extra = {}) => ({
    type: "value",
    min: chart.axis.low,
    max: chart.axis.high,
    interval: chart.axis.step,
    axisLabel: { color: MUTED, fontSize: tool.size - 1, formatter: tool.short, hideOverlap: true },
    splitLine: { lineStyle: { color: RULE } },
    axisLine: { show: false },
    ...extra,
  });

  const tooltip = (tool) => ({
    confine: true,
    borderColor: RULE,
    textStyle: { color: INK, fontSize: 13, fontFamily: tool.family },
    valueFormatter: tool.full,
  });

  // the option and the height of a chart of a width; `extra` is what its kind needs besides, the outlines of a map
  const compose = (settings, width, family, extra) => {
    const { chart } = settings;
    settingsFamily = family;
    const tool = { ...tools(settings, family, width), valueAxis: null, legend, text };
    tool.valueAxis = (more) => valueAxis(chart, tool, more);
    const around = frame(chart, settings, width, tool);
    const area = { left: PAD, top: around.top, width: width - 2 * PAD };
    const { height, option, graphic = [] } = kinds[chart.kind](chart, area, tool, extra);
    const whole = Math.ceil(around.top + height + around.below);
    return {
      height: whole,
      option: {
        backgroundColor: "#fff",
        textStyle: { fontFamily: family, color: INK },
        tooltip: tooltip(tool),
        ...option,
        graphic: [...around.above, ...graphic, ...around.foot(whole)],
      },
    };
  };

  // draws into an element, and again when its width changes
  const draw = (element, settings, extra) => {
    const family = getComputedStyle(element).fontFamily;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let [made, width] = [null, 0];
    const again = () => {
      if (!element.clientWidth || element.clientWidth === width) return;
      width = element.clientWidth;
      const { height, option } = compose(settings, width, family, extra);
      element.style.height = `${height}px`;
      made?.dispose();
      made = echarts.init(element, null, { renderer: "svg", width, height });
      made.setOption({ ...option, animation: !still, animationDuration: 400 });
      // its words stand beside it; what is drawn says them once more
      element.querySelector("svg")?.setAttribute("aria-hidden", "true");
    };
    const observer = new ResizeObserver(again);
    observer.observe(element);
    again();
    return {
      remove: () => {
        observer.disconnect();
        made?.dispose();
      },
    };
  };

  // the picture as a file: {blob, ending}
  const picture = async (settings, extra, ending) => {
    const WIDTH = 1000;
    const family = 'Arial, "Helvetica Neue", "Liberation Sans", sans-serif';
    const { height, option } = compose(settings, WIDTH, family, extra);
    const renderer = ending === "svg" ? "svg" : "canvas";
    const made = echarts.init(document.createElement("div"), null, {
      renderer,
      width: WIDTH,
      height,
      devicePixelRatio: 2,
    });
    made.setOption({ ...option, animation: false });
    const address = made.getDataURL({ type: ending, pixelRatio: 2, backgroundColor: "#fff" });
    made.dispose();
    const [head, content] = address.split(/,(.*)/s);
    const bytes = head.includes("base64")
      ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(decodeURIComponent(content));
    return new Blob([bytes], { type: ending === "svg" ? "image/svg+xml" : "image/png" });
  };

  return { kinds, draw, picture };
})();
