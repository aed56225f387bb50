/**
 * Pseudo-Huber: ℓ(e) = √(‖e‖² + c²) − c is ‖e‖²/(2c) for small errors and ‖e‖ − c for large ones.
 *
 * Brackets from the concavity of the root, with q = ‖e‖²: 0 ≤ q/(2c) − ℓ ≤ q²/(8c³) and 0 ≤ ℓ − (‖e‖ − c) ≤ c²/(2‖e‖). The residual is the
 * distance from the middle of the bracket, the bound half its width, plus 8ε of what is subtracted; ‖e‖/c is 2⁻² to 2⁻⁵ and 2³ to 2⁶, where the
 * bracket is wider than float32 rounding and narrower than what a wrong c does. Sees c for c², a factor, the norm of the wrong
 * power. Source: Charbonnier et al. (1997); Song & Dhariwal (2024), eq. 7.
 */

import fc from 'fast-check';
import { vectors } from '../arbitraries/points.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { precisionOf } from '../core/precision.ts';
import { checkLossSubject, givenValue } from './loss-calls.ts';
import type { LossSubject } from './loss-subject.ts';

/** The error is `direction`, scaled to the length c·2^`power`. */
export interface HuberCase {
  readonly direction: readonly number[];
  readonly power: number;
}

/**
 * The law of a pseudo-Huber loss's limits; the subject states its c as `huber`.
 *
 * ```ts
 * import { pseudoHuberLossMeanRowsNormDims } from 'flowproof';
 * import { lossSubject, pseudoHuberLimits } from 'flowproof/laws';
 * const loss = lossSubject('pseudo-Huber', (rows, dim, p, u, gradient, options) =>
 *   pseudoHuberLossMeanRowsNormDims(rows, dim, p, u, 0.5, gradient, options), { huber: 0.5 });
 * console.log(pseudoHuberLimits(loss).check().status); // holds
 * ```
 */
export const pseudoHuberLimits: Law<LossSubject, HuberCase> = defineLaw({
  id: 'pseudo-huber-limits',
  number: 6,
  title: '√(‖e‖² + c²) − c → ‖e‖²/(2c) for ‖e‖ ≪ c, → ‖e‖ − c for ‖e‖ ≫ c',
  kind: 'loss',
  assumes: ['the loss states the c of its pseudo-Huber form'],
  export: 'pseudoHuberLimits',
  runs: 20,
  refuses(loss) {
    checkLossSubject(loss);
    const { huber } = loss;
    return huber !== undefined && huber > 0 && huber < Infinity
      ? null
      : 'the loss states no `huber`: a c > 0';
  },
  cases: () =>
    fc.record({
      direction: fc
        .integer({ min: 1, max: 3 })
        .chain((dim) => vectors(dim, 2).filter((v) => v.some((x) => x !== 0))),
      power: fc.constantFrom(-2, -3, -4, -5, 3, 4, 5, 6),
    }),
  words: ({ direction, power }) => `an error along (${direction.join(', ')}) of length c·2^${power}`,
  measure(loss, { direction, power }) {
    const c = loss.huber!;
    let ratio = 1;
    for (let k = 0; k < Math.abs(power); k++) ratio *= power < 0 ? 0.5 : 2;
    const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
    const error = direction.map((x) => (x / length) * ratio * c);
    const norm = ratio * c;
    const value = givenValue(
      loss,
      error,
      error.map(() => 0),
      1,
      [1],
    );
    const small = (norm * norm) / (2 * c);
    const half = power < 0 ? (small * norm * norm) / (8 * c * c) : (c * c) / (4 * norm);
    const [limit, middle] = power < 0 ? [small, small - half] : [norm - c, norm - c + half];
    return {
      residual: Math.abs(value - middle),
      bound: half + 8 * precisionOf(loss) * (power < 0 ? small : norm + c),
      why: 'half the bracket of the root, q²/(8c³) or c²/(2‖e‖), and 8 roundings',
      detail: `the loss is ${value}, its limit ${limit}, the middle of its bracket ${middle}`,
    };
  },
});
