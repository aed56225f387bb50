/** Rows from cells and their results: names, and the slopes that need the neighbours. */

import type { CellResult } from './cell-result.ts';
import { type Cell, cellGrid, seriesOf } from './cells.ts';
import { solverName } from './config.ts';
import { type MetricName, metricKeys } from './metric-names.ts';
import type { Row } from './row.ts';
import { localSlopes, type SlopePoint, slopeWindow } from './slopes.ts';
import { isStochastic } from './solver-table.ts';

/** What rows say of a problem, or need of it. */
export interface RowProblem {
  readonly name: string;
  /** The root mean square of the true states. */
  readonly size: number;
}

/** `problems`: in the order that the cells count; `metrics`: those that were asked for. The rows stand in the order of the cells. */
export function rowsOf(
  problems: readonly RowProblem[],
  cells: readonly Cell[],
  results: readonly CellResult[],
  metrics: readonly MetricName[],
): Row[] {
  const keys = metricKeys(metrics);
  const series = new Map<string, number[]>();
  for (const [i, cell] of cells.entries()) {
    const places = series.get(seriesOf(cell));
    if (places) places.push(i);
    else series.set(seriesOf(cell), [i]);
  }
  const slopes: (number | null)[] = [];
  const windows: Row['slopeWindow'][] = [];
  for (const places of series.values()) {
    const points = places.map((i): SlopePoint => {
      const { rmse, floor, nfe } = results[i]!;
      return { n: cells[i]!.steps ?? nfe, rmse, floor };
    });
    // A few rows near the watershed of a mixture make most of a strong error: its quotients change with the seed.
    const drawn = isStochastic(cells[places[0]!]!.solver);
    const local = drawn ? points.map(() => null) : localSlopes(points);
    const window = drawn ? null : slopeWindow(points, problems[cells[places[0]!]!.problem]!.size);
    for (const [k, i] of places.entries()) {
      slopes[i] = local[k]!;
      windows[i] = window;
    }
  }
  return cells.map((cell, i): Row => {
    const { seconds, secondsIqr, status, reason, metrics: found, floor, ...counts } = results[i]!;
    return {
      problem: problems[cell.problem]!.name,
      solver: solverName(cell.solver),
      grid: cellGrid(cell),
      dtype: cell.dtype,
      steps: cell.steps,
      tolerance: cell.tolerance,
      ...counts,
      slope: slopes[i]!,
      slopeWindow: windows[i]!,
      floor,
      seconds,
      secondsIqr,
      status,
      reason,
      metrics: Object.fromEntries(keys.map((name) => [name, found[name] ?? null])),
    };
  });
}
