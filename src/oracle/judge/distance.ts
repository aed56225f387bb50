/**
 * How much of a backend's error an explanation leaves.
 *
 *   distance = ‖answer − explanation‖ / ‖answer − truth‖,  each tensor scaled by the size of its truth
 *
 * Of each difference counts what exceeds the bound of the element, and the size is no less than that: where a truth is 0 up to roundings,
 * as cos(π/2) is, roundings are no error. Elements that cannot be decided do not count, such as the quotient of a mistake by such a 0.
 *
 * 1 explains nothing, 10⁻⁶ all but the roundings. An answer that is not finite where the explanation
 * is (or the other way round) is at distance ∞.
 */
import type { Tracked } from '../arithmetic/tracked.ts';
import type { Outcome, Tensor } from '../contract.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** Sums of squares that distances over several cases are made of. */
export interface Squares {
  readonly rest: number;
  readonly error: number;
}

const sizeOf = (truth: readonly Tracked[]): number => {
  let size = 0;
  for (const { v, e } of truth) if (Number.isFinite(e)) size = Math.max(size, Math.abs(v) + e);
  return size > 0 ? size : 1;
};

/** Squared lengths of answer − explanation and answer − truth. */
export function squares(answer: Tensors, explanation: Outcome, truth: Outcome): Squares {
  let rest = 0;
  let error = 0;
  for (const [name, { data }] of Object.entries(answer)) {
    const right = truth[name]!;
    const scale = 1 / sizeOf(right);
    for (const [i, { v, e }] of right.entries()) {
      const other = explanation[name]![i]!;
      if (!Number.isFinite(e) || !Number.isFinite(other.e)) continue;
      // A mistake that divides by 0 explains what is no number in the answer.
      if (!Number.isFinite(data[i]!) && !Number.isFinite(other.v)) continue;
      const gap = scale * Math.max(0, Math.abs(data[i]! - other.v) - other.e);
      const miss = scale * Math.max(0, Math.abs(data[i]! - v) - e);
      rest += gap * gap;
      error += miss * miss;
    }
  }
  return { rest, error };
}

export function distanceOf(parts: readonly Squares[]): number {
  const rest = parts.reduce((total, part) => total + part.rest, 0);
  const error = parts.reduce((total, part) => total + part.error, 0);
  if (!(rest < Infinity && error < Infinity)) return Infinity;
  if (error === 0) return rest === 0 ? 0 : Infinity;
  return Math.sqrt(rest / error);
}
