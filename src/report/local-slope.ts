import { log } from '../math/index.ts';
import type { SolverPoint } from './report-data.ts';

/**
 * Observed order between two step counts, p = log(e₁ / e₂) / log(N₂ / N₁); `null` where an error is zero, missing or
 * not finite.
 */
export function localSlope(first: SolverPoint, second: SolverPoint): number | null {
  const ratio = (first.error ?? 0) / (second.error ?? 0);
  return ratio > 0 && Number.isFinite(ratio) ? log(ratio) / log(second.steps / first.steps) : null;
}
