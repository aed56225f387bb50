/**
 * logSumExp(a) = ln Σᵢ exp(aᵢ), shifted by the largest element so that nothing overflows.
 *
 * With m = max aᵢ: m + ln Σ exp(aᵢ − m), the sum taken from left to right. Empty or all −∞: −∞ (an empty sum is 0);
 * any +∞: +∞; any NaN: NaN.
 */
import type { FloatArray } from '../array/float-array.ts';
import { checkCount } from '../array/float-array.ts';
import { exp } from './exp.ts';
import { log } from './log.ts';

/**
 * ln Σ exp(aᵢ) over the first `n` elements.
 *
 * ```ts
 * import { logSumExp } from 'flowproof';
 * logSumExp([1000, 1000]); // 1000 + ln 2
 * ```
 */
export function logSumExp(a: FloatArray | readonly number[], n: number = a.length): number {
  checkCount('n', n, 0, a.length);
  let max = -Infinity;
  for (let i = 0; i < n; i++) {
    const x = a[i]!;
    if (Number.isNaN(x)) return Number.NaN;
    if (x > max) max = x;
  }
  if (max === Infinity || max === -Infinity) return max;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += exp(a[i]! - max);
  return max + log(sum);
}
