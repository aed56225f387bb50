/**
 * The error estimate of a step relative to its tolerance, E, and the norms that the first step is chosen by. All in float64, whatever
 * the type of the state, with sums in a fixed order, so that E depends on nothing but the numbers: over the tree of pairwiseSum, or from
 * left to right as the BLAS of SciPy adds.
 *
 *   single:    E = |h| RMS(e/s),        e = Σ (b − b̂)_j k_j,  s = atol + rtol max(|x₀|, |x₁|)
 *   combined:  E = |h| ‖e₅/s‖² / √(n (‖e₅/s‖² + ‖e₃/s‖²/100))        (DOP853)
 *
 * Where s is 0 (no absolute tolerance at x = 0), an error of 0 counts as 0 and any other as infinite.
 */
import type { FloatArray } from '../../array/float-array.ts';
import { pairwiseSum } from '../../math/index.ts';
import type { Combination } from '../tableau.ts';
import type { Pair } from './pair.ts';

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** The order in which squares are added. */
export type SumOrder = 'tree' | 'left-to-right';

function norm(squares: Float64Array, order: SumOrder): number {
  if (order === 'tree') return Math.sqrt(pairwiseSum(squares));
  let sum = 0;
  for (let i = 0; i < squares.length; i++) sum += squares[i]!;
  return Math.sqrt(sum);
}

function relative(value: number, scale: number): number {
  if (scale === 0) return value === 0 ? 0 : Infinity;
  return value / scale;
}

/** ‖Σ w_j k_j · by / s‖. */
function errorNorm(
  { stages, weights }: Combination,
  k: FloatArray,
  by: number,
  scale: Float64Array,
  squares: Float64Array,
  order: SumOrder,
): number {
  const n = scale.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < stages.length; j++) sum += weights[j]! * k[stages[j]! * n + i]!;
    const e = relative(sum * by, scale[i]!);
    squares[i] = e * e;
  }
  return norm(squares, order);
}

/** E of a step of size |h| from x₀ to x₁ with the stages k [stages, n]; `scale` and `squares` are work space of length n. */
export function errorRatio(
  { errors }: Pair,
  { rtol, atol }: Tolerance,
  x0: FloatArray,
  x1: FloatArray,
  k: FloatArray,
  h: number,
  scale: Float64Array,
  squares: Float64Array,
  order: SumOrder,
): number {
  const n = x0.length;
  for (let i = 0; i < n; i++) scale[i] = atol + Math.max(Math.abs(x0[i]!), Math.abs(x1[i]!)) * rtol;
  const [first, second] = errors;
  if (second === undefined) return errorNorm(first!, k, h, scale, squares, order) / Math.sqrt(n);
  const five = errorNorm(first!, k, 1, scale, squares, order);
  const three = errorNorm(second, k, 1, scale, squares, order);
  if (five === 0 && three === 0) return 0;
  const square = five * five;
  return (h * square) / Math.sqrt((square + 0.01 * (three * three)) * n);
}

/** RMS of (a − b)/s, of a/s without b. */
export function scaledRms(
  a: FloatArray,
  b: FloatArray | null,
  scale: Float64Array,
  squares: Float64Array,
  order: SumOrder,
): number {
  const n = scale.length;
  for (let i = 0; i < n; i++) {
    const e = relative(b ? a[i]! - b[i]! : a[i]!, scale[i]!);
    squares[i] = e * e;
  }
  return norm(squares, order) / Math.sqrt(n);
}
