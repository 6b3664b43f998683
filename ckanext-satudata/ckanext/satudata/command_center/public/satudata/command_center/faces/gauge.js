// A figure against its target, as a dial; against a year's target with a mark where the year stands.
"use strict";
{
  const { text, figure, full } = Format;
  const { make, chart, colour, rem, summary } = Faces.tools;
  const START = 205,
    END = -25;

  // where a share of the dial's scale lies on its ring
  const needle = (share, most, radius, [x, y]) => {
    const angle = ((START - ((START - END) * Math.min(share, most)) / most) * Math.PI) / 180;
    const at = (length) => ({ x: x + Math.cos(angle) * length, y: y - Math.sin(angle) * length });
    const [inner, outer] = [at(radius - rem() * 1.3), at(radius + rem() * 0.2)];
    return {
      type: "line",
      shape: { x1: inner.x, y1: inner.y, x2: outer.x, y2: outer.y },
      style: { stroke: colour("text"), lineWidth: rem() * 0.2 },
      silent: true,
      z: 100,
    };
  };

  Faces.add("gauge", {
    draw(element, tile) {
      const shade = colour(tile.state || "c1");
      const most = Math.max(100, Math.ceil(tile.share / 20) * 20);
      chart(
        element,
        ({ width, height }) => {
          const radius = Math.min(width * 0.46, height * 0.62);
          const center = [width / 2, Math.min(height * 0.66, radius + rem() * 0.4)];
          return {
            series: [
              {
                type: "gauge",
                startAngle: START,
                endAngle: END,
                min: 0,
                max: most,
                radius,
                center,
                progress: { show: true, width: rem() * 1.1, roundCap: true, itemStyle: { color: shade } },
                pointer: { show: false },
                axisLine: { roundCap: true, lineStyle: { width: rem() * 1.1, color: [[1, colour("line")]] } },
                axisTick: { show: false },
                splitLine: { show: false },
                axisLabel: { show: false },
                title: { show: false },
                detail: { show: false },
                data: [{ value: tile.share }],
              },
            ],
            graphic: tile.passed ? [needle(tile.passed, most, radius, center)] : [],
          };
        },
        summary(tile),
      );
      const dial = element.querySelector(".dial") ?? element.appendChild(make("div", "dial"));
      dial.replaceChildren(
        make("b", "", `${figure(Math.round(tile.share * 10) / 10)}%`),
        make("span", "", full(tile.value, tile.unit)),
        make("span", "", `${text("target")} ${full(tile.target, tile.unit)}`),
        ...(tile.passed ? [make("span", "passed", `┃ ${text("passed", `${figure(Math.round(tile.passed))}%`)}`)] : []),
      );
    },
    table: (tile) => ({
      columns: [text("figures"), ""],
      rows: [
        [tile.title, full(tile.value, tile.unit)],
        [text("target"), full(tile.target, tile.unit)],
        ["%", figure(tile.share)],
        ...(tile.passed ? [["", text("passed", `${figure(Math.round(tile.passed))}%`)]] : []),
      ],
    }),
  });
}
