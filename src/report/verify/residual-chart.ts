/** The residual of a law against its bound: a map over (x, t), or a line over t. */

import type { ResidualMap } from '../../laws/residual-map.ts';
import { log } from '../../math/index.ts';
import { frame, linearAxis } from '../charts/axes.ts';
import {
  type Canvas,
  drawing,
  element,
  type Frame,
  plotToSvg,
  type Scales,
  type SvgElement,
} from '../charts/canvas.ts';
import { figureSvg, label, place } from '../charts/compose.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { BANDS, bandOf, type RatioBand } from './ratio-bands.ts';

/** Where a counterexample lies in the window. */
export interface Mark {
  readonly t: number;
  readonly x: number | null;
}

export interface ResidualPanel {
  readonly title: string;
  readonly map: ResidualMap;
  readonly mark?: Mark | undefined;
}

const MARGIN = { marginLeft: 46, marginRight: 12, marginTop: 6, marginBottom: 38 };
const TITLE = 22;

/** One panel as a drawing of its own, so that panels stand side by side where there is room and below each other where there is none. */
export function residualChart(
  canvas: Canvas,
  { title, map, mark }: ResidualPanel,
  { width, height, id, bands }: { width: number; height: number; id: string; bands: readonly RatioBand[] },
): string {
  const top = title === '' ? 0 : TITLE;
  const svg =
    map.x === null
      ? line(canvas, map, mark, width, height)
      : area(canvas, map, mark, width, height, id, bands);
  const name = title.length > width / 7 ? `${title.slice(0, Math.floor(width / 7) - 1)}…` : title;
  const heading = title && label(MARGIN.marginLeft, 14, name, { anchor: 'start', weight: '600' });
  return figureSvg(
    {
      width,
      height: height + top,
      title: `${title === '' ? '' : `${title}: `}residual as a share of its bound`,
    },
    `${hatch(id)}${heading}${place({ svg, x: 0, y: top })}`,
  );
}

/** The legend of the bands, in words beside their colours; it wraps as text does. */
export function bandLegend(bands: readonly RatioBand[]): Html {
  const entries = bands.map(({ name, colour, opacity }) => {
    return `<span><i style="background: color-mix(in srgb, ${colour} ${Math.round(100 * opacity)}%, transparent)"></i>${escapeHtml(name)}</span>`;
  });
  return `<p class="bands">${entries.join('')}<span><i class="unjudged"></i>not judged</span></p>`;
}

/** Slanted lines for what cannot be judged. */
function hatch(id: string): string {
  return (
    `<defs><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    '<path d="M0,0V5" stroke="currentColor" stroke-opacity="0.45" stroke-width="1.2"/></pattern></defs>'
  );
}

const twoDecimals = (value: number): number => Math.round(value * 100) / 100;

/** Cells of one band in a row become one rectangle; all rectangles of a band are one path. */
function area(
  canvas: Canvas,
  map: ResidualMap,
  mark: Mark | undefined,
  width: number,
  height: number,
  id: string,
  bands: readonly RatioBand[],
): string {
  const [low, high] = map.x!;
  const cells = drawing((_, box: Frame): SvgElement => {
    const [w, h] = [(box.right - box.left) / map.columns, (box.bottom - box.top) / map.rows];
    const paths = new Map<number, string>();
    for (let row = 0; row < map.rows; row++) {
      for (let from = 0; from < map.columns; ) {
        const band = bandOf(bands, map.ratios[row * map.columns + from]!);
        let to = from + 1;
        while (to < map.columns && bandOf(bands, map.ratios[row * map.columns + to]!) === band) to += 1;
        const [x, y] = [twoDecimals(box.left + from * w), twoDecimals(box.bottom - (row + 1) * h)];
        const rectangle = `M${x},${y}h${twoDecimals((to - from) * w)}v${twoDecimals(h)}h${twoDecimals((from - to) * w)}z`;
        paths.set(band, (paths.get(band) ?? '') + rectangle);
        from = to;
      }
    }
    const drawn = [...paths].map(([band, d]) =>
      band === -1
        ? element(canvas, 'path', { d, fill: `url(#${id})` })
        : element(canvas, 'path', { d, fill: bands[band]!.colour, 'fill-opacity': bands[band]!.opacity }),
    );
    return element(canvas, 'g', { stroke: 'none' }, drawn);
  });
  return plotToSvg(canvas, {
    width,
    height,
    ...MARGIN,
    x: linearAxis({ min: map.t[0], max: map.t[1] }, 't'),
    y: linearAxis({ min: low, max: high }, 'x'),
    marks: [cells, frame(canvas), ...(mark ? [crosshair(canvas, mark)] : [])],
  });
}

/** A line at the counterexample's time, and a ring at its point where it has one. */
function crosshair(canvas: Canvas, { t, x }: Mark): ReturnType<typeof drawing> {
  return drawing((scales: Scales, box: Frame): SvgElement => {
    const at = scales.x(t);
    if (!(at >= box.left && at <= box.right)) return element(canvas, 'g', {});
    const line = element(canvas, 'path', {
      d: `M${twoDecimals(at)},${box.top}V${box.bottom}`,
      stroke: 'currentColor',
      'stroke-dasharray': '3 3',
    });
    const height = x === null ? Number.NaN : scales.y(x);
    const inside = height >= box.top && height <= box.bottom;
    const ring = element(canvas, 'circle', { cx: at, cy: inside ? height : 0, r: 5, stroke: 'currentColor' });
    return element(canvas, 'g', { fill: 'none', 'stroke-width': 1.3 }, inside ? [line, ring] : [line]);
  });
}

const LN10 = log(10);
/** log₁₀ of the least ratio that is drawn; an exact 0 lies there too. */
const FLOOR = -6;
const CEILING = 15;

const logRatio = (ratio: number): number => Math.min(CEILING, Math.max(FLOOR, log(ratio) / LN10));

/** log₁₀(residual / bound) over t, with the bound as a line at 1. */
function line(
  canvas: Canvas,
  map: ResidualMap,
  mark: Mark | undefined,
  width: number,
  height: number,
): string {
  const values = Array.from(map.ratios, (ratio) =>
    ratio > 0 ? logRatio(ratio) : Number.isNaN(ratio) ? ratio : FLOOR,
  );
  const top = Math.max(1, ...values.filter((v) => !Number.isNaN(v))) + 0.5;
  const dots = drawing((scales: Scales): SvgElement => {
    const paths = new Map<boolean, string>();
    for (const [i, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const t = map.t[0] + ((map.t[1] - map.t[0]) * (i + 0.5)) / map.columns;
      const broken = value > 0;
      const dot = `M${twoDecimals(scales.x(t))},${twoDecimals(scales.y(value))}h0`;
      paths.set(broken, (paths.get(broken) ?? '') + dot);
    }
    const drawn = [...paths].map(([broken, d]) =>
      element(canvas, 'path', { d, stroke: broken ? BANDS.at(-1)!.colour : BANDS[0]!.colour }),
    );
    return element(canvas, 'g', { fill: 'none', 'stroke-width': 4, 'stroke-linecap': 'round' }, drawn);
  });
  const bound = drawing((scales: Scales, box: Frame): SvgElement => {
    const y = twoDecimals(scales.y(0));
    return element(canvas, 'path', {
      d: `M${box.left},${y}H${box.right}`,
      stroke: 'currentColor',
      fill: 'none',
    });
  });
  return plotToSvg(canvas, {
    width,
    height,
    ...MARGIN,
    x: linearAxis({ min: map.t[0], max: map.t[1] }, 't'),
    y: linearAxis({ min: FLOOR - 0.3, max: top }, 'log₁₀ (residual / bound)'),
    marks: [frame(canvas), bound, dots, ...(mark ? [crosshair(canvas, { t: mark.t, x: null })] : [])],
  });
}
