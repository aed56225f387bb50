/**
 * Error against work, both logarithmic: one panel. A method of order p falls along a line of slope −p until rounding or the error
 * of the truth decides; the lower left corner is where one wants to be.
 *
 * Drawn as text, without Plot: a benchmark has dozens of panels, and the command that prints them should not wait for that.
 */
import { escapeHtml } from '../page/html.ts';
import { label } from './compose.ts';
import { quietColour } from './palette.ts';
import { axes, evaluationsTick, secondsTick } from './work-precision-axes.ts';
import type { Stroke } from './work-precision-colours.ts';
import {
  BOX,
  placesOf,
  polyline,
  type Scales,
  scalesOf,
  type WorkDomain,
  type WorkPanel,
  type WorkSeries,
} from './work-precision-geometry.ts';
import { endLabels } from './work-precision-labels.ts';
import { envelopeMark, floorMark, seriesMark, wholeFrontier } from './work-precision-marks.ts';
import type { WorkPoint } from './work-precision-points.ts';
import { triangles } from './work-precision-triangles.ts';

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
