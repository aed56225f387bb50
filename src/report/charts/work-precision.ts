/**
 * Error against work, both logarithmic: one panel. A method of order p falls along a line of slope −p until rounding or the error
 * of the truth decides; the lower left corner is where one wants to be.
 *
 * Drawn as text, without Plot: a benchmark has dozens of panels, and the command that prints them should not wait for that.
 */
import { escapeHtml } from '../page/html.ts';
import { label } from './compose.ts';
import { quietColour } from './palette.ts';
import {
  axes,
  type Box,
  evaluationsTick,
  type LogScale,
  logScale,
  secondsTick,
} from './work-precision-axes.ts';
import type { Stroke } from './work-precision-colours.ts';
import { endLabels, haloLabel } from './work-precision-labels.ts';
import { type Band, frontier, type WorkPoint } from './work-precision-points.ts';

export interface WorkSeries {
  readonly name: string;
  readonly stroke: Stroke;
  /** By ascending effort. */
  readonly points: readonly WorkPoint[];
  readonly band: readonly Band[];
  /** The order that the window shows, for a triangle to compare with; null for none. */
  readonly order: number | null;
}

/** The best of a family, drawn over its members. */
export interface WorkEnvelope {
  readonly name: string;
  readonly stroke: Stroke;
  readonly points: readonly WorkPoint[];
}

export interface WorkPanel {
  readonly title: string;
  readonly work: 'evaluations' | 'seconds';
  readonly domain: WorkDomain;
  readonly series: readonly WorkSeries[];
  /** Names at the ends of lines; off where the envelopes are named. */
  readonly names: boolean;
  readonly envelopes?: readonly WorkEnvelope[];
  /** The least and the largest floor of the series. */
  readonly floor: readonly [number, number] | null;
  /** Lines of other series behind these, as {@link contextPath} gives them once for all panels of a domain. */
  readonly context?: string;
  readonly yName: string | null;
}

export interface WorkDomain {
  readonly work: readonly [number, number];
  readonly error: readonly [number, number];
}

export const PANEL_WIDTH = 440;
export const PANEL_HEIGHT = 348;
const BOX: Box = { left: 50, right: 338, top: 26, bottom: 306 };

interface Place {
  readonly x: number;
  readonly y: number;
  readonly point: WorkPoint;
  /** Which way the error lies outside the frame. */
  readonly beyond: 'above' | 'below' | null;
}

interface Scales {
  readonly x: LogScale;
  readonly y: LogScale;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function scalesOf({ work, error }: WorkDomain): Scales {
  return { x: logScale(work, [BOX.left, BOX.right]), y: logScale(error, [BOX.bottom, BOX.top]) };
}

/** Points in pixels; what lies beyond the axis of errors stands at its edge. */
function placesOf(points: readonly WorkPoint[], { x, y }: Scales): Place[] {
  return points.map((point) => {
    const beyond = point.error < y.domain[0] ? 'below' : point.error > y.domain[1] ? 'above' : null;
    const height = beyond === 'below' ? BOX.bottom : beyond === 'above' ? BOX.top : y.at(point.error);
    return { x: tenth(x.at(point.work)), y: tenth(height), point, beyond };
  });
}

const polyline = (places: readonly { x: number; y: number }[]): string =>
  places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');

/** The content of a panel, PANEL_WIDTH × PANEL_HEIGHT. */
export function workPanel(panel: WorkPanel): string {
  const scales = scalesOf(panel.domain);
  const names = { x: panel.work === 'seconds' ? 'wall clock' : 'evaluations of the field', y: panel.yName };
  const tick = panel.work === 'seconds' ? secondsTick : evaluationsTick;
  const faint = (panel.envelopes?.length ?? 0) > 0;
  const bottom = panel.envelopes?.length ? wholeFrontier(panel.series, scales) : null;
  const parts = [
    label(BOX.left, 15, panel.title, { anchor: 'start', weight: '600' }),
    axes(BOX, scales.x, scales.y, names, tick),
    panel.floor ? floorMark(panel.floor, scales) : '',
    panel.context ?? '',
    bottom?.line ?? '',
    ...panel.series.map((series) => seriesMark(series, scales, faint)),
    ...(panel.envelopes ?? []).map((envelope) => envelopeMark(envelope, scales)),
    bottom?.names ?? '',
    panel.work === 'evaluations' && !faint ? triangles(panel.series, scales) : '',
    nameMarks(panel, scales),
    panel.series.length === 0 ? nothing() : '',
  ];
  return parts.join('');
}

function nothing(): string {
  const [x, y] = [(BOX.left + BOX.right) / 2, (BOX.top + BOX.bottom) / 2];
  return label(x, y, 'no run arrived', { colour: quietColour });
}

/** The lines of many series as one path in the background, for a `<defs>`. */
export function contextPath(series: readonly WorkSeries[], domain: WorkDomain, id: string): string {
  const scales = scalesOf(domain);
  const d = series.map(({ points }) => polyline(placesOf(points, scales))).join('');
  return `<path id="${escapeHtml(id)}" d="${d}" fill="none"/>`;
}

/** A use of such a path. */
export function contextUse(id: string): string {
  return `<use href="#${escapeHtml(id)}" stroke="currentColor" stroke-opacity="0.14"/>`;
}

function seriesMark({ name, stroke, points, band }: WorkSeries, scales: Scales, faint: boolean): string {
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
  return d.length > 0 ? `<path d="${d.join('')}" stroke-width="5" stroke-opacity="0.25"/>` : '';
}

function envelopeMark({ stroke, points }: WorkEnvelope, scales: Scales): string {
  const places = placesOf(points, scales);
  const dots = places.map(({ x, y }) => `M${x},${y}h0`).join('');
  return (
    `<g class="e" fill="none" stroke="${stroke.colour}" pointer-events="none"><path d="${polyline(places)}" stroke-width="2.2" stroke-linejoin="round"/>${spreadMark(places, scales)}` +
    `<path d="${dots}" stroke-width="5.5" stroke-linecap="round"/></g>`
  );
}

/** What no solver beats, as a broad pale line, with the name of the solver where it changes, in the empty corner below. */
function wholeFrontier(series: readonly WorkSeries[], scales: Scales): { line: string; names: string } {
  const all = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
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

function floorMark([low, high]: readonly [number, number], { y }: Scales): string {
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

/** One triangle for each order in the panel, under its lowest line: its long side has the slope that its number says. */
function triangles(series: readonly WorkSeries[], scales: Scales): string {
  const orders = [...new Set(series.flatMap(({ order }) => (order === null ? [] : [order])))];
  return orders.map((order) => triangle(series, order, scales)).join('');
}

function triangle(all: readonly WorkSeries[], order: number, { x, y }: Scales): string {
  const candidates = all.filter((series) => series.order === order && series.band.length > 0);
  const middle = ({ band }: WorkSeries): Band => band[Math.floor(band.length / 2)]!;
  const lowest = candidates.reduce<WorkSeries | null>(
    (best, series) => (best === null || middle(series).middle < middle(best).middle ? series : best),
    null,
  );
  if (!lowest) return '';
  // Where there is room for it, from the middle of the band to its coarse end.
  for (let i = Math.floor(lowest.band.length / 2); i >= 0; i--) {
    const { work, middle: error } = lowest.band[i]!;
    const run = tenth(x.at(2 * work) - x.at(work));
    const fall = tenth(order * (y.at(error / 2) - y.at(error)));
    const [left, top] = [tenth(x.at(work) - run / 2), tenth(y.at(error) + 9)];
    if (left < BOX.left + 10 || top + fall > BOX.bottom - 2 || fall < 4) continue;
    return (
      `<path d="M${left},${top}v${fall}h${run}Z" fill="${quietColour}" fill-opacity="0.14" stroke="${quietColour}" stroke-width="0.8"/>` +
      label(left - 4, top + fall / 2 + 4, String(order), { size: 10.5, anchor: 'end', colour: quietColour })
    );
  }
  return '';
}

function nameMarks({ series, names, envelopes }: WorkPanel, scales: Scales): string {
  const lines: readonly { name: string; stroke: Stroke; points: readonly WorkPoint[] }[] = names
    ? series
    : (envelopes ?? []);
  const ends = lines.flatMap(({ name, stroke, points }) => {
    const last = placesOf(points, scales).at(-1);
    return last ? [{ x: last.x, y: last.y, text: name, stroke }] : [];
  });
  return endLabels(ends, BOX, names);
}
