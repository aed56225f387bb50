/**
 * How much of a backend's error an explanation leaves.
 *
 *   distance = ‖answer − explanation‖ / ‖answer − truth‖,  each tensor scaled by the size of its truth
 *
 * 1 explains nothing, 10⁻⁶ all but the roundings. An answer that is not finite where the explanation
 * is (or the other way round) is at distance ∞.
 */
import type { Tensor } from '../contract.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** Sums of squares that distances over several cases are made of. */
export interface Squares {
  readonly rest: number;
  readonly error: number;
}

const sizeOf = (tensor: Tensor): number => {
  let size = 0;
  for (const x of tensor.data) size = Math.max(size, Math.abs(x));
  return size > 0 ? size : 1;
};

/** Squared lengths of answer − explanation and answer − truth. */
export function squares(answer: Tensors, explanation: Tensors, truth: Tensors): Squares {
  let rest = 0;
  let error = 0;
  for (const [name, { data }] of Object.entries(answer)) {
    const right = truth[name]!;
    const other = explanation[name]!.data;
    const scale = 1 / sizeOf(right);
    for (let i = 0; i < data.length; i++) {
      // A mistake that divides by 0 explains the same NaN or infinity in the answer.
      if (!Number.isFinite(data[i]!) && Object.is(data[i], other[i])) continue;
      const gap = scale * (data[i]! - other[i]!);
      const miss = scale * (data[i]! - right.data[i]!);
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
