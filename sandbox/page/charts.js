// data_visualization drawn as SVG: line, bar, area and pie. Every chart also has its figures as a table,
// and series differ by dash and marker as well as by colour.

import { freshId, h, svg } from "./element.js";

const WIDE = 560;
const HIGH = 280;
const EDGE = { top: 12, right: 12, bottom: 62, left: 66 };
const DASHES = ["", "7 4", "2 4", "10 3 2 3", "4 2", "1 5"];
const SHAPES = [
  (x, y) => svg("circle", { cx: x, cy: y, r: 3.5 }),
  (x, y) => svg("rect", { x: x - 3.5, y: y - 3.5, width: 7, height: 7 }),
  (x, y) => svg("path", { d: `M${x} ${y - 4.5}l4.5 8h-9z` }),
  (x, y) => svg("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5z` }),
];

const rounded = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 6 });

/** Round numbers that span the values: at most six of them, evenly apart. */
export function ticks(low, high) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * unit).find((size) => size >= rough);
  const first = Math.floor(low / step) * step;
  const count = Math.ceil((high - first) / step) + 1;
  return Array.from({ length: Math.max(count, 2) }, (_, at) => Number((first + at * step).toPrecision(12)));
}

function valueOf(series, category) {
  return series.data.find((point) => point.label === category)?.value;
}

function scales(chart) {
  const categories = chart.axis_config.categories;
  const values = chart.series.flatMap((series) => series.data.map((point) => point.value));
  const fromZero = chart.type !== "line";
  const low = fromZero ? Math.min(0, ...values) : Math.min(...values);
  const marks = ticks(low, fromZero ? Math.max(0, ...values) : Math.max(...values));
  const [least, most] = [marks[0], marks[marks.length - 1]];
  const band = (WIDE - EDGE.left - EDGE.right) / categories.length;
  return {
    categories,
    marks,
    band,
    x: (at) => EDGE.left + band * (at + 0.5),
    y: (value) => HIGH - EDGE.bottom - ((value - least) / (most - least)) * (HIGH - EDGE.top - EDGE.bottom),
    floor: Math.max(least, Math.min(0, most)),
  };
}

function axes(chart, scale) {
  const { axis_config: config } = chart;
  const every = Math.ceil(scale.categories.length / Math.max(1, Math.floor((WIDE - EDGE.left) / 62)));
  const middle = (EDGE.top + HIGH - EDGE.bottom) / 2;
  return svg(
    "g",
    { class: "axes" },
    scale.marks.map((mark) => [
      svg("line", { x1: EDGE.left, x2: WIDE - EDGE.right, y1: scale.y(mark), y2: scale.y(mark) }),
      svg("text", { x: EDGE.left - 8, y: scale.y(mark) + 5, "text-anchor": "end" }, rounded(mark)),
    ]),
    scale.categories.map(
      (name, at) => at % every === 0 && svg("text", { x: scale.x(at), y: HIGH - EDGE.bottom + 20, "text-anchor": "middle" }, name),
    ),
    config.x_label && svg("text", { class: "axis-name", x: (WIDE + EDGE.left) / 2, y: HIGH - 12, "text-anchor": "middle" }, config.x_label),
    config.y_label &&
      svg("text", { class: "axis-name", x: 14, y: middle, "text-anchor": "middle", transform: `rotate(-90 14 ${middle})` }, config.y_label),
  );
}

function lineOf(series, index, scale, filled) {
  const points = scale.categories
    .map((name, at) => [scale.x(at), valueOf(series, name)])
    .filter(([, value]) => value !== undefined)
    .map(([x, value]) => [x, scale.y(value)]);
  const path = points.map(([x, y], at) => `${at ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const base = scale.y(scale.floor);
  const shade = filled && `${path}L${points.at(-1)[0].toFixed(1)} ${base}L${points[0][0].toFixed(1)} ${base}Z`;
  const shape = SHAPES[index % SHAPES.length];
  return svg(
    "g",
    { class: `series s${index % 6}` },
    shade && svg("path", { class: "shade", d: shade }),
    svg("path", { class: "line", d: path, "stroke-dasharray": DASHES[index % DASHES.length] }),
    points.map(([x, y]) => shape(x, y)),
  );
}

function barsOf(series, index, scale, count) {
  const width = Math.min((scale.band * 0.72) / count, 46);
  const base = scale.y(scale.floor);
  return svg(
    "g",
    { class: `series s${index % 6}` },
    scale.categories.map((name, at) => {
      const value = valueOf(series, name);
      if (value === undefined) return null;
      const x = scale.x(at) - (width * count) / 2 + width * index;
      const y = scale.y(value);
      const place = { x, y: Math.min(y, base), width: Math.max(width - 2, 1), height: Math.max(Math.abs(base - y), 1) };
      return svg("rect", place, svg("title", {}, `${series.name}, ${name}: ${rounded(value)}`));
    }),
  );
}

function pieSlices(segments) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  const [cx, cy, radius] = [HIGH / 2, HIGH / 2, HIGH / 2 - 14];
  const at = (turn) => `${(cx + radius * Math.sin(turn)).toFixed(2)} ${(cy - radius * Math.cos(turn)).toFixed(2)}`;
  let turned = 0;
  return segments.map((segment, index) => {
    const from = turned;
    turned += (segment.value / total) * 2 * Math.PI;
    const label = `${segment.label}: ${rounded(segment.value)} (${Math.round((segment.value / total) * 100)}%)`;
    const whole = segments.length === 1;
    const d = `M${cx} ${cy}L${at(from)}A${radius} ${radius} 0 ${turned - from > Math.PI ? 1 : 0} 1 ${at(turned)}Z`;
    const shape = whole ? svg("circle", { cx, cy, r: radius }) : svg("path", { d });
    shape.append(svg("title", {}, label));
    return svg("g", { class: `series slice s${index % 6}` }, shape);
  });
}

function key(names, lined) {
  return h(
    "ul",
    { class: "chart-key" },
    names.map((name, index) => {
      const sample = lined
        ? [svg("path", { class: "line", d: "M0 7h26", "stroke-dasharray": DASHES[index % DASHES.length] }), SHAPES[index % SHAPES.length](13, 7)]
        : [svg("rect", { x: 6, y: 0, width: 14, height: 14 })];
      return h("li", {}, svg("svg", { class: `series s${index % 6}`, width: 26, height: 14, "aria-hidden": "true" }, sample), name);
    }),
  );
}

function figures(title, head, rows) {
  return h(
    "details",
    { class: "figures" },
    h("summary", {}, "Show the figures"),
    h(
      "div",
      { class: "table-frame", tabindex: "0", role: "group", "aria-label": `Figures of ${title}` },
      h(
        "table",
        {},
        h("caption", { class: "unseen" }, title),
        h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows.map(([name, ...values]) => h("tr", {}, h("th", { scope: "row" }, name), values.map((value) => h("td", { class: "number" }, value === undefined ? "–" : rounded(value)))))),
      ),
    ),
  );
}

function drawing(block, summary, wide, ...shapes) {
  const [title, about] = [freshId("chart"), freshId("chart")];
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${wide} ${HIGH}`, role: "img", "aria-labelledby": `${title} ${about}` },
    svg("title", { id: title }, block.title),
    svg("desc", { id: about }, summary),
    ...shapes,
  );
}

function pie(block) {
  const { segments } = block.chart;
  const summary = `Pie chart: ${segments.map((segment) => `${segment.label} ${rounded(segment.value)}`).join(", ")}.`;
  return [
    h("div", { class: "pie" }, drawing(block, summary, HIGH, ...pieSlices(segments)), key(segments.map((segment) => segment.label), false)),
    figures(block.title, ["Part", "Value"], segments.map((segment) => [segment.label, segment.value])),
  ];
}

function plotted(block) {
  const { chart } = block;
  const scale = scales(chart);
  const shapes = chart.series.map((series, index) =>
    chart.type === "bar" ? barsOf(series, index, scale, chart.series.length) : lineOf(series, index, scale, chart.type === "area"),
  );
  const [from, to] = [scale.categories[0], scale.categories.at(-1)];
  const ends = chart.series.map((series) => `${series.name} from ${rounded(valueOf(series, from))} to ${rounded(valueOf(series, to))}`);
  const kind = `${chart.type[0].toUpperCase()}${chart.type.slice(1)} chart`;
  const summary = `${kind}, ${from} to ${to}: ${ends.join("; ")}.`;
  return [
    drawing(block, summary, WIDE, axes(chart, scale), ...shapes),
    key(chart.series.map((series) => series.name), chart.type !== "bar"),
    figures(
      block.title,
      [chart.axis_config.x_label || "Period", ...chart.series.map((series) => series.name)],
      scale.categories.map((name) => [name, ...chart.series.map((series) => valueOf(series, name))]),
    ),
  ];
}

function chart(block, ctx) {
  const draw = { line: plotted, bar: plotted, area: plotted, pie }[block.chart.type];
  if (!draw) return ctx.unknown("chart", block.chart.type);
  return h("figure", { class: "chart-frame", "data-testid": "chart" }, h("figcaption", {}, block.title), draw(block));
}

export const chartBlocks = { data_visualization: chart };
