/** The marks of a panel of error against work: lines, bands, spreads, frontiers, floors. */
import { escapeHtml } from '../page/html.ts';
import { label } from './compose.ts';
import { quietColour } from './palette.ts';
import {
  BOX,
  type Place,
  placesOf,
  polyline,
  type Scales,
  tenth,
  type WorkEnvelope,
  type WorkSeries,
} from './work-precision-geometry.ts';
import { haloLabel } from './work-precision-labels.ts';
import { type Band, frontier } from './work-precision-points.ts';

/** Named and numbered for the page's script: its rows in `data-r`, their places in `path.d`. `faint`: behind something else. */
export function seriesMark(
  { name, stroke, points, band }: WorkSeries,
  scales: Scales,
  faint: boolean,
): string {
  const places = placesOf(points, scales);
  if (places.length === 0) return '';
  const dash = stroke.dash === '' ? '' : ` stroke-dasharray="${stroke.dash}"`;
  const area = faint ? '' : bandMark(band, scales);
  const spreads = faint ? '' : spreadMark(places, scales);
  const dots = places.map(({ x, y }) => `M${x},${y}h0`).join('');
  const rows = places.map(({ point }) => point.row).join(' ');
  const width = faint ? 1 : 1.7;
  return (
    `<g class="s" data-s="${escapeHtml(name)}" data-r="${rows}" fill="none" stroke="${stroke.colour}"${faint ? ' stroke-opacity="0.5"' : ''}>` +
    `${area}<path d="${polyline(places)}" stroke-width="${width}" stroke-linejoin="round"${dash}/>${spreads}` +
    `<path class="d" d="${dots}" stroke-width="${faint ? 3.2 : 5}" stroke-linecap="round"/>${places.map(beyondMark).join('')}</g>`
  );
}

/** A triangle that points out of the frame. */
function beyondMark({ x, y, beyond }: Place): string {
  if (beyond === null) return '';
  const up = beyond === 'above' ? 1 : -1;
  return `<path d="M${tenth(x - 4)},${y + up * 8}L${x},${y + up}L${tenth(x + 4)},${y + up * 8}Z" fill="var(--paper, #ffffff)"/>`;
}

function bandMark(band: readonly Band[], { x, y }: Scales): string {
  if (band.length === 0) return '';
  const within = (error: number): number => tenth(Math.min(BOX.bottom, Math.max(BOX.top, y.at(error))));
  const edge = (side: 'low' | 'high') => band.map((b) => ({ x: tenth(x.at(b.work)), y: within(b[side]) }));
  return `<path d="${polyline([...edge('high'), ...edge('low').reverse()])}Z" fill="currentColor" fill-opacity="0.16" stroke="none"/>`;
}

/** Interquartile ranges of the work, where they are wide enough to see. */
function spreadMark(places: readonly Place[], { x }: Scales): string {
  const d = places.flatMap(({ y, point: { work, spread } }) => {
    if (!(spread > 0)) return [];
    const from = tenth(Math.max(BOX.left, x.at(Math.max(work - spread, x.domain[0]))));
    const to = tenth(Math.min(BOX.right, x.at(work + spread)));
    return to - from > 6 ? [`M${from},${y}H${to}`] : [];
  });
  return d.length > 0 ? `<path d="${d.join('')}" stroke-width="3" stroke-opacity="0.3"/>` : '';
}

/** The best of a family, over its members. */
export function envelopeMark({ stroke, points }: WorkEnvelope, scales: Scales): string {
  const places = placesOf(points, scales);
  const dots = places.map(({ x, y }) => `M${x},${y}h0`).join('');
  return (
    `<g class="e" fill="none" stroke="${stroke.colour}" pointer-events="none"><path d="${polyline(places)}" stroke-width="2.2" stroke-linejoin="round"/>${spreadMark(places, scales)}` +
    `<path d="${dots}" stroke-width="5.5" stroke-linecap="round"/></g>`
  );
}

/** What no solver beats, as a broad pale line, with the name of the solver where it changes, in the empty corner below. */
export function wholeFrontier(
  series: readonly WorkSeries[],
  scales: Scales,
): { line: string; names: string } {
  const all = series
    .filter(({ competes }) => competes)
    .flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const best = frontier(all);
  const places = placesOf(best, scales);
  const line = `<path d="${polyline(places)}" fill="none" stroke="currentColor" stroke-opacity="0.13" stroke-width="11" stroke-linejoin="round" stroke-linecap="round"/>`;
  let free = Infinity;
  const texts = best.map(({ name }, i) => {
    const { x, y } = places[i]!;
    if (i > 0 && best[i - 1]!.name === name) return '';
    const from = Math.max(x - 8, BOX.left + 4 + 6.2 * name.length);
    const baseline = Math.min(y + 12, BOX.bottom - 4);
    if (i > 0 && Math.abs(baseline - free) < 11) return '';
    free = baseline;
    return haloLabel(from, baseline, name);
  });
  return { line, names: `<g class="best">${texts.join('')}</g>` };
}

/** Shaded below the largest floor, with a line at the least one. */
export function floorMark([low, high]: readonly [number, number], { y }: Scales): string {
  const edge = (floor: number): number => tenth(Math.min(BOX.bottom, Math.max(BOX.top, y.at(floor))));
  if (high < y.domain[0]) return '';
  const top = edge(high);
  const width = BOX.right - BOX.left;
  const lines = [...new Set([top, edge(low)])].map((at) => `M${BOX.left},${at}H${BOX.right}`).join('');
  const above = BOX.bottom - top < 15;
  return (
    `<rect x="${BOX.left}" y="${top}" width="${width}" height="${tenth(BOX.bottom - top)}" fill="currentColor" fill-opacity="0.05"/>` +
    `<path d="${lines}" fill="none" stroke="${quietColour}" stroke-dasharray="2 3"/>` +
    label(BOX.left + 6, above ? top - 5 : top + 12, low < high ? 'floors' : 'floor', {
      size: 10.5,
      anchor: 'start',
      colour: quietColour,
    })
  );
}
