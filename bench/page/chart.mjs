// Charts of the page: lines over logarithmic axes, named at their ends, one panel beside the other, as an SVG file that suits light and
// dark pages.
import { loadCanvas, plotToSvg } from '../../dist/report/charts/canvas.js';
import { figureSvg, label, place } from '../../dist/report/charts/compose.js';
import { directLabels } from '../../dist/report/charts/direct-labels.js';
import { digits } from '../harness/table.mjs';

const PLOT = { width: 330, height: 270, left: 52, right: 8, top: 26, bottom: 40 };
const NAMES_WIDTH = 118;
const COLUMNS = 2;

/** An image in a page does not see the page's colours, so it brings its own for both. */
const STYLE = `<style>svg{color:#1f2328;--quiet:#59636e}@media (prefers-color-scheme:dark){svg{color:#e6edf3;--quiet:#9198a1;--series-0:#4ba3e3;--series-1:#f08a4b;--series-2:#3fb98f;--series-3:#d98bb5;--series-4:#e6b23f;--series-5:#7cc7f0}}</style>`;

/** 1500 as 1.5k, 0.002 as 0.002. */
export function short(value) {
  if (value >= 1e6) return `${digits(value / 1e6)}M`;
  return value >= 1e4 ? `${digits(value / 1e3)}k` : digits(value);
}

/** A range of a logarithmic axis with a margin; a decade at least, so that noise does not look like a trend. */
function logDomain(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((high / low) ** 0.06, Math.sqrt(Math.max(1, 4 / (high / low))));
  return [low / margin, high * margin];
}

/** Ticks that are neither crowded nor missing: decades, or 1, 2, 5 where there are few decades. */
function logTicks([low, high]) {
  const decades = Math.log10(high / low);
  const steps = decades > 3.2 ? [1] : decades > 1.6 ? [1, 3] : [1, 2, 5];
  const every = decades > 6.5 ? 2 : 1;
  const ticks = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
    if (e % every !== 0) continue;
    for (const s of steps) if (s * 10 ** e >= low && s * 10 ** e <= high) ticks.push(s * 10 ** e);
  }
  return ticks;
}

/** From 0 in steps of 1, 2 or 5 times a power of ten. */
function linearTicks(high) {
  const power = 10 ** Math.floor(Math.log10(high / 4));
  const step = [1, 2, 5, 10].map((s) => s * power).find((s) => high / s <= 7);
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, i) => i * step);
}

const scale =
  (domain, [from, to], log) =>
  (value) => {
    const at = log
      ? Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])
      : (value - domain[0]) / (domain[1] - domain[0]);
    return from + at * (to - from);
  };

/**
 * One panel. `series`: { name, colour, points: [{ x, y, low, high }], dashed }; `ticks` of x where sizes are few; `linear` for a linear y
 * from zero; `rulers`: [{ slope }] thin lines of a slope through the last point of the first series, or the first one if they fall.
 */
function panel(canvas, { title, x, y, series, ticks, linear = false, rulers = [] }, named) {
  const { Plot } = canvas;
  const points = series.flatMap((one) => one.points);
  const domainX = logDomain(points.map((p) => p.x));
  const ends = points.flatMap((p) => [p.low ?? p.y, p.high ?? p.y]);
  const domainY = linear ? [0, 1.06 * Math.max(...ends)] : logDomain(ends);
  const ticksY = linear ? linearTicks(domainY[1]) : logTicks(domainY);
  // A tick format would be asked for round numbers only.
  const axis = { labelAnchor: 'center', labelArrow: 'none', tickSize: 3, text: short };
  const lines = series.flatMap(({ points: of, colour, dashed, thick }) => [
    Plot.line(of, {
      x: 'x',
      y: 'y',
      stroke: colour,
      strokeWidth: thick ? 2.4 : 1.4,
      strokeDasharray: dashed ? '5 3' : 'none',
    }),
    Plot.ruleX(
      of.filter((p) => p.low !== undefined),
      { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeOpacity: 0.55 },
    ),
    Plot.dot(of, { x: 'x', y: 'y', fill: colour, r: thick ? 3 : 2.2 }),
  ]);
  const width = PLOT.width + (named ? NAMES_WIDTH : 0);
  const svg = plotToSvg(canvas, {
    width: PLOT.width,
    height: PLOT.height,
    marginLeft: PLOT.left,
    marginRight: PLOT.right,
    marginTop: PLOT.top,
    marginBottom: PLOT.bottom,
    x: { type: 'log', domain: domainX, axis: null },
    y: { type: linear ? 'linear' : 'log', domain: domainY, axis: null },
    marks: [
      Plot.gridY(ticksY, { stroke: 'currentColor', strokeOpacity: 0.1 }),
      Plot.axisX(ticks ?? logTicks(domainX), { label: x, ...axis }),
      Plot.axisY(ticksY, { label: y, ...axis }),
      Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.3 }),
      ...rulers.map((ruler) => rulerMark(Plot, ruler, series[0].points, domainX, domainY)),
      ...lines,
    ],
  });
  const place = scale(domainY, [PLOT.height - PLOT.bottom, PLOT.top], !linear);
  const names = named
    ? directLabels(
        PLOT.width - PLOT.right + 6,
        series.map(({ name, points: of, colour }) => ({ y: place(of.at(-1).y), text: name, colour })),
        { top: PLOT.top, bottom: PLOT.height - PLOT.bottom + 8 },
      )
    : '';
  return { width, svg: svg + label(PLOT.left, 15, title, { anchor: 'start', weight: '600' }) + names };
}

/** A line of the given slope as far as the panel goes: back from the last point where it rises, on from the first where it falls. */
function rulerMark(Plot, { slope }, points, domainX, domainY) {
  const { x, y } = points.at(slope > 0 ? -1 : 0);
  const atEdge = x * (domainY[0] / y) ** (1 / slope);
  const other = slope > 0 ? Math.max(domainX[0], atEdge) : Math.min(domainX[1], atEdge);
  const ends = [
    [other, y * (other / x) ** slope],
    [x, y],
  ];
  return Plot.line(ends, { stroke: 'var(--quiet, #6b6b6b)', strokeWidth: 1, strokeDasharray: '2 3' });
}

/** Panels in rows of two as one SVG. `named`: each panel names its lines at their ends. */
export async function figure(title, panels, { named = true } = {}) {
  const canvas = await loadCanvas();
  const made = panels.map((one) => panel(canvas, one, named));
  const columns = Math.min(COLUMNS + (named ? 0 : 1), made.length);
  const cell = made[0].width + 12;
  const rows = Math.ceil(made.length / columns);
  const content = made
    .map(({ svg }, i) => group(svg, (i % columns) * cell, Math.floor(i / columns) * (PLOT.height + 10)))
    .join('');
  return `${figureSvg({ width: columns * cell, height: rows * (PLOT.height + 10), title }, STYLE + content)}\n`;
}

/** `content` is an SVG of Plot's followed by text, all of which moves together. */
const group = (content, x, y) =>
  `<g transform="translate(${x},${y})">${place({ svg: content, x: 0, y: 0 })}</g>`;
