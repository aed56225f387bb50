/** Who wins at a given number of evaluations: the least error for at most that price. */
import type { Group, NumberedRow, Series } from './series.ts';
import { isNumber } from './series.ts';

export interface Winner {
  readonly series: Series;
  readonly row: NumberedRow;
  /** The best solver but this one. */
  readonly second: { readonly series: Series; readonly row: NumberedRow } | null;
}

/** Budgets of the figures in docs/solvers, and further ones up to what was run. */
export const BUDGETS: readonly number[] = [5, 10, 20, 50, 100, 200, 500, 1000];

export function winnerAt({ series }: Group, budget: number): Winner | null {
  const best = series.flatMap((one) => {
    const affordable = one.rows.filter(
      (row) => row.status === 'ok' && isNumber(row.rmse) && isNumber(row.nfe) && row.nfe <= budget,
    );
    if (affordable.length === 0) return [];
    return [{ series: one, row: affordable.reduce((a, b) => (b.rmse! < a.rmse! ? b : a)) }];
  });
  const [first, second = null] = best.sort((a, b) => a.row.rmse! - b.row.rmse! || a.row.nfe! - b.row.nfe!);
  return first ? { ...first, second } : null;
}
