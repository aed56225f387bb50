/** From rows to work–precision panels: colours for a whole result, axes shared by the panels of a problem. */
import type { Row } from '../../benchmark/row.ts';
import { decadesAround } from '../charts/work-precision-axes.ts';
import { HUE_COUNT, type Stroke, strokeOf } from '../charts/work-precision-colours.ts';
import type { WorkDomain, WorkEnvelope, WorkPanel, WorkSeries } from '../charts/work-precision-geometry.ts';
import { frontier, slopeBand, type WorkPoint } from '../charts/work-precision-points.ts';
import { FAMILIES, hasStrongError } from './families.ts';
import { floorOfRow, type Quantity, quantityName, quantityOf } from './quantities.ts';
import { type Group, groupRows, isNumber, type NumberedRow, type Series, windowOf } from './series.ts';

export type Work = WorkPanel['work'];

/** How a series looks and what it is called, the same in all panels of a result. */
export interface Look extends Stroke {
  readonly name: string;
}

export type Looks = (series: Pick<Series, 'solver' | 'adaptive' | 'family'>) => Look;

const keyOf = ({ solver, adaptive }: Pick<Series, 'solver' | 'adaptive'>): string => `${solver}\n${adaptive}`;

/** A hue for each solver where the hues suffice, else one for each family; a pair that also runs with fixed steps is told apart. */
export function looksOf(rows: readonly Row[]): Looks {
  const solvers = new Map<string, Series>();
  for (const { series } of groupRows(rows)) for (const one of series) solvers.set(keyOf(one), one);
  const looks = new Map<string, Look>();
  const members = new Map<number, number>();
  for (const [i, [key, { solver, adaptive, family }]] of [...solvers].entries()) {
    const k = members.get(family) ?? 0;
    members.set(family, k + 1);
    const stroke = solvers.size <= HUE_COUNT ? strokeOf(i) : strokeOf(family, k);
    const twice = adaptive && solvers.has(keyOf({ solver, adaptive: false }));
    looks.set(key, { ...stroke, name: twice ? `${solver} (tol)` : solver });
  }
  return (series) => looks.get(keyOf(series))!;
}

/** What is drawn over what. */
export interface Plot {
  readonly work: Work;
  readonly quantity: Quantity;
  readonly looks: Looks;
}

/** Points of the runs that arrived. */
export function pointsOf(
  rows: readonly NumberedRow[],
  { work, quantity }: Pick<Plot, 'work' | 'quantity'>,
): WorkPoint[] {
  return rows.flatMap((row) => {
    const cost = work === 'seconds' ? row.seconds : row.nfe;
    const error = quantityOf(row, quantity);
    if (row.status !== 'ok' || error === null || !isNumber(cost) || cost <= 0) return [];
    const spread = work === 'seconds' && isNumber(row.secondsIqr) ? row.secondsIqr / 2 : 0;
    // Below 0 an estimate says no more than 0.
    return [
      { row: row.index, work: cost, error: Math.max(0, error), spread, effort: row.steps ?? row.nfe ?? 0 },
    ];
  });
}

function plotted(series: Series, plot: Plot): WorkSeries {
  const points = pointsOf(series.rows, plot);
  const look = plot.looks(series);
  const window = plot.quantity === 'rmse' && plot.work === 'evaluations' ? windowOf(series) : null;
  const order = window && isNumber(window.slope) ? Math.round(window.slope) : null;
  return {
    name: look.name,
    stroke: look,
    points,
    band: window ? slopeBand(points, window) : [],
    order: order !== null && order >= 1 && order <= 12 ? order : null,
    competes: plot.quantity !== 'rmse' || !hasStrongError(series),
  };
}

export function plottedSeries(series: readonly Series[], plot: Plot): WorkSeries[] {
  return series.map((one) => plotted(one, plot)).filter(({ points }) => points.length > 0);
}

/** Frontiers of the families that are there. */
function envelopesOf(series: readonly Series[], plot: Plot): WorkEnvelope[] {
  return FAMILIES.flatMap(({ name }, family) => {
    const members = series.filter((one) => one.family === family);
    const points = frontier(members.flatMap(({ rows }) => pointsOf(rows, plot)));
    return points.length > 0 ? [{ name, stroke: strokeOf(family), points }] : [];
  });
}

/** Axes that hold every point of the groups and the floors of metrics, but not what diverged: errors far above all the others stand at the edge. */
export function domainOf(groups: readonly Group[], plot: Pick<Plot, 'work' | 'quantity'>): WorkDomain {
  const points = groups.flatMap(({ series }) => series.flatMap(({ rows }) => pointsOf(rows, plot)));
  const floors =
    plot.quantity === 'rmse'
      ? []
      : (floorOf(
          groups.flatMap(({ series }) => series),
          plot.quantity,
        ) ?? []);
  const errors = [...points.flatMap(({ error }) => (error > 0 ? [error] : [])), ...floors].sort(
    (a, b) => a - b,
  );
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

/** The least and the largest floor that any row of the series states and a logarithmic axis has: an unbiased one may be negative. */
export function floorOf(series: readonly Series[], quantity: Quantity): [number, number] | null {
  const floors = series
    .flatMap(({ rows }) => rows.map((row) => floorOfRow(row, quantity) ?? 0))
    .filter((floor) => floor > 0);
  if (floors.length === 0) return null;
  return [floors.reduce((a, b) => Math.min(a, b)), floors.reduce((a, b) => Math.max(a, b))];
}

/** Up to so many lines can be named at their ends and told apart. */
export const READABLE = 9;

/** The panel of a group: all solvers by name where that is readable, else the families' best over their members. */
export function groupPanel(
  group: Group,
  plot: Plot,
  { domain, title }: { domain: WorkDomain; title: string },
): WorkPanel {
  const series = plottedSeries(group.series, plot);
  const names = series.length <= READABLE;
  return {
    title,
    work: plot.work,
    domain,
    series,
    names,
    ...(names ? {} : { envelopes: envelopesOf(group.series, plot) }),
    floor: floorOf(group.series, plot.quantity),
    yName: quantityName(plot.quantity),
  };
}
