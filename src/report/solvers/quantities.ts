/** What stands over the work in charts and tables: the error at t = 1, or a further metric by its name, each with its floor. */
import type { Row } from '../../benchmark/row.ts';
import { isNumber } from './series.ts';

/** 'rmse', or the name of a metric. */
export type Quantity = string;

const NAMES: Readonly<Record<string, string>> = {
  rmse: 'rmse at t = 1',
  pathRmse: 'largest rmse on the path',
  logDensity: 'rmse of the log-density',
  w1: 'W₁ to the target',
  w2: 'W₂ to the target',
  slicedW2: 'sliced W₂ to the target',
  energyDistance: 'squared energy distance to the target',
  mmd: 'squared MMD to the target',
};

export function quantityName(quantity: Quantity): string {
  return NAMES[quantity] ?? quantity;
}

/** Null where it is not known. Unbiased estimates of a distance may be negative. */
export function quantityOf(row: Row, quantity: Quantity): number | null {
  const value = quantity === 'rmse' ? row.rmse : (row.metrics[quantity] ?? null);
  return isNumber(value) ? value : null;
}

/** Of an error: what rounding and the truth leave. Of a distance to the target: what two samples of the target are apart. */
export function floorOfRow(row: Row, quantity: Quantity): number | null {
  const floor = quantity === 'rmse' ? row.floor : (row.metrics[`${quantity}Floor`] ?? null);
  return isNumber(floor) ? floor : null;
}

/** The metrics that were asked for, in the order of their first row. */
function askedOf(rows: readonly Row[]): Quantity[] {
  const names = new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)));
  return [...names].filter((name) => {
    const [, of] = /^(.*)Floor(?:Deviation)?$/.exec(name) ?? [];
    return of === undefined || !names.has(of);
  });
}

/** The metrics that any row has a number for. */
export function metricsOf(rows: readonly Row[]): Quantity[] {
  return askedOf(rows).filter((name) => rows.some((row) => quantityOf(row, name) !== null));
}

/** What a metric needs. */
const NEEDS: Readonly<Record<string, string>> = {
  logDensity: 'it needs a flow whose density is known and a solver that draws no noise',
  pathRmse: 'it needs a solver that draws no noise',
  w1: 'it needs samples of a target on the line',
  w2: 'it needs samples of a target on the line',
};

/** Of each metric that was asked for in vain, on which problems and why, in a sentence. */
export function missingMetrics(rows: readonly Row[]): string[] {
  return askedOf(rows).flatMap((name) => {
    const all = [...new Set(rows.map(({ problem }) => problem))];
    const without = all.filter(
      (problem) => !rows.some((row) => row.problem === problem && quantityOf(row, name) !== null),
    );
    const needs = NEEDS[name] ?? 'it needs samples of a target, and two states or more';
    return without.length > 0 ? [`no run on ${without.join(', ')} has ${name}: ${needs}`] : [];
  });
}
