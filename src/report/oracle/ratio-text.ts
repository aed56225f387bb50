/** Errors in bounds, as they are printed. */
import { formatNumber, formatScientific } from '../format.ts';

/** error/bound: `0.31`, `2.1e+4`, `∞`. */
export function ratioText(ratio: number): string {
  if (ratio === Infinity) return '∞';
  return ratio < 1e3 ? formatNumber(ratio, 2) : formatScientific(ratio, 2);
}
