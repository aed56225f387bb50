/** Who wins at a given number of evaluations: the least error for at most that price, whatever the grid. */
import { hasStrongError } from './families.ts';
import type { Group, NumberedRow, Series } from './series.ts';
import { isNumber } from './series.ts';

export interface Winner {
  readonly series: Series;
  readonly row: NumberedRow;
}

/** Powers of ten and their doubles and halves: what few and many evaluations mean to most. */
export const BUDGETS: readonly number[] = [5, 10, 20, 50, 100, 200, 500, 1000];

export function winnerAt(groups: readonly Group[], budget: number): Winner | null {
  let best: Winner | null = null;
  const all = groups.flatMap((group) => group.series);
  for (const series of all.filter((one) => !hasStrongError(one))) {
    for (const row of series.rows) {
      const affordable = row.status === 'ok' && isNumber(row.nfe) && row.nfe <= budget;
      if (!affordable || !isNumber(row.rmse)) continue;
      if (best === null || row.rmse < best.row.rmse!) best = { series, row };
    }
  }
  return best;
}

/** Groups of one problem and arithmetic. */
export function byArithmetic(groups: readonly Group[]): Group[][] {
  const found = new Map<string, Group[]>();
  for (const group of groups) {
    const key = JSON.stringify([group.problem, group.dtype]);
    const same = found.get(key);
    if (same) same.push(group);
    else found.set(key, [group]);
  }
  return [...found.values()];
}
