/** From rows to work–precision panels: colours for a whole result, axes shared by the panels of a problem. */
import type { Row } from '../../benchmark/row.ts';
import { decadesAround } from '../charts/work-precision-axes.ts';
import { HUE_COUNT, type Stroke, strokeOf } from '../charts/work-precision-colours.ts';
import type { WorkDomain, WorkEnvelope, WorkPanel, WorkSeries } from '../charts/work-precision-geometry.ts';
import { frontier, slopeBand, type WorkPoint } from '../charts/work-precision-points.ts';
import { FAMILIES } from './families.ts';
import { type Group, groupRows, isNumber, type NumberedRow, type Series, windowOf } from './series.ts';

export type Work = WorkPanel['work'];

/** The stroke of each series of a result, the same in all its panels. */
export type Strokes = (series: Pick<Series, 'solver' | 'adaptive' | 'family'>) => Stroke;

const keyOf = ({ solver, adaptive }: Pick<Series, 'solver' | 'adaptive'>): string => `${solver}\n${adaptive}`;

/** A hue for each solver where the hues suffice, else one for each family. */
export function strokesOf(rows: readonly Row[]): Strokes {
  const solvers = new Map<string, number>();
  for (const { series } of groupRows(rows)) for (const one of series) solvers.set(keyOf(one), one.family);
  const strokes = new Map<string, Stroke>();
  const members = new Map<number, number>();
  for (const [i, [key, family]] of [...solvers].entries()) {
    const k = members.get(family) ?? 0;
    members.set(family, k + 1);
    strokes.set(key, solvers.size <= HUE_COUNT ? strokeOf(i) : strokeOf(family, k));
  }
  return (series) => strokes.get(keyOf(series)) ?? strokeOf(series.family);
}

/** Points of the runs that arrived, with what they cost. */
export function pointsOf(rows: readonly NumberedRow[], work: Work): WorkPoint[] {
  return rows.flatMap((row) => {
    const cost = work === 'seconds' ? row.seconds : row.nfe;
    if (row.status !== 'ok' || !isNumber(row.rmse) || !isNumber(cost) || cost <= 0) return [];
    const spread = work === 'seconds' && isNumber(row.secondsIqr) ? row.secondsIqr / 2 : 0;
    return [{ row: row.index, work: cost, error: row.rmse, spread, effort: row.steps ?? row.nfe ?? 0 }];
  });
}

function plotted(series: Series, work: Work, strokes: Strokes): WorkSeries {
  const points = pointsOf(series.rows, work);
  const window = windowOf(series);
  const band = window && work === 'evaluations' ? slopeBand(points, window) : [];
  const order = window && isNumber(window.slope) ? Math.round(window.slope) : null;
  return {
    name: series.solver,
    stroke: strokes(series),
    points,
    band,
    order: order !== null && order >= 1 && order <= 12 ? order : null,
  };
}

export function plottedSeries(series: readonly Series[], work: Work, strokes: Strokes): WorkSeries[] {
  return series.map((one) => plotted(one, work, strokes)).filter(({ points }) => points.length > 0);
}

/** Frontiers of the families that are there. */
export function envelopesOf(series: readonly Series[], work: Work): WorkEnvelope[] {
  return FAMILIES.flatMap(({ name }, family) => {
    const members = series.filter((one) => one.family === family);
    const points = frontier(members.flatMap(({ rows }) => pointsOf(rows, work)));
    return points.length > 0 ? [{ name, stroke: strokeOf(family), points }] : [];
  });
}

/** Axes that hold every point of the groups, but not what diverged: errors far above all the others stand at the edge. */
export function domainOf(groups: readonly Group[], work: Work): WorkDomain {
  const points = groups.flatMap(({ series }) => series.flatMap(({ rows }) => pointsOf(rows, work)));
  const errors = points.flatMap(({ error }) => (error > 0 ? [error] : [])).sort((a, b) => a - b);
  const typical = errors[Math.floor(errors.length * 0.75)] ?? 1;
  const shown = errors.filter((error) => error <= typical * 1e6 && error >= typical * 1e-24);
  const works = points.map((point) => point.work);
  const low = works.reduce((a, b) => Math.min(a, b), Infinity);
  const high = works.reduce((a, b) => Math.max(a, b), 0);
  return {
    work: high > 0 ? [low / 1.5, high * 1.2] : [1, 10],
    error: decadesAround(shown),
  };
}

/** The least and the largest floor that any row of the series states. */
export function floorOf(series: readonly Series[]): [number, number] | null {
  const floors = series.flatMap(({ rows }) =>
    rows.flatMap(({ floor }) => (isNumber(floor) && floor > 0 ? [floor] : [])),
  );
  if (floors.length === 0) return null;
  return [floors.reduce((a, b) => Math.min(a, b)), floors.reduce((a, b) => Math.max(a, b))];
}

/** Up to so many lines can be named at their ends and told apart. */
export const READABLE = 9;

/** The panel of a group: all solvers by name where that is readable, else the families' best over their members. */
export function groupPanel(
  group: Group,
  { work, domain, strokes, title }: { work: Work; domain: WorkDomain; strokes: Strokes; title: string },
): WorkPanel {
  const series = plottedSeries(group.series, work, strokes);
  const names = series.length <= READABLE;
  return {
    title,
    work,
    domain,
    series,
    names,
    ...(names ? {} : { envelopes: envelopesOf(group.series, work) }),
    floor: floorOf(group.series),
    yName: 'rmse at t = 1',
  };
}
