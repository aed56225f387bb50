/**
 * A box that holds all of p but a negligible rest, at the times given: the span of 512 draws, its sides moved out until ln p on them is 34 below
 * its top, so that p is 10⁻¹⁵ of its largest value. Beyond a side, p falls at least as fast as where it crosses it, if its tail
 * is log-concave; then the mass outside is at most ∫ p/|∂ₙ ln p| over the sides. An island beyond a gap that deep is found if a draw falls on it: one that
 * holds 2 % of the mass is missed once in 3·10⁴ cases.
 */
import { key } from '../../random/index.ts';
import { drawField, logDensityAt } from '../core/field-calls.ts';
import { CannotJudge } from '../core/measurement.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** Corners [dim]. */
export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

const ROWS = 512;
const DEPTH = 34;
const GROWTH = 0.125;
const MOST_STEPS = 64;
/** Points along a side in the plane. */
const ALONG = 33;

export function supportBox(field: FieldSubject, instants: readonly number[], seed: number): Box {
  const { dim } = field;
  const lower = new Float64Array(dim).fill(Infinity);
  const upper = new Float64Array(dim).fill(-Infinity);
  const tops = instants.map((t) => {
    const x = drawField(field, t, key(seed), ROWS);
    x.forEach((value, at) => {
      lower[at % dim] = Math.min(lower[at % dim]!, value);
      upper[at % dim] = Math.max(upper[at % dim]!, value);
    });
    return logDensityAt(field, t, x).reduce((most, value) => Math.max(most, value), -Infinity);
  });
  if (tops.some((top) => top === -Infinity)) {
    throw new CannotJudge(
      'ln p is −∞ wherever it was looked at: give the field a sample(t, key, out) or a scale',
    );
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    let moved = false;
    for (let axis = 0; axis < dim; axis++) {
      const width = upper[axis]! - lower[axis]!;
      for (const side of [lower, upper]) {
        const x = sidePoints({ lower, upper }, axis, side[axis]!);
        const open = instants.some((t, i) =>
          logDensityAt(field, t, x).some((value) => value > tops[i]! - DEPTH),
        );
        if (!open) continue;
        side[axis]! += (side === upper ? 1 : -1) * GROWTH * width;
        moved = true;
      }
    }
    if (!moved) return { lower, upper };
  }
  throw new CannotJudge('p does not vanish far out: its mass cannot be fenced in');
}

/** Points [rows, dim] of the side at `value` along `axis`: one on the line. */
function sidePoints({ lower, upper }: Box, axis: number, value: number): Float64Array {
  const dim = lower.length;
  if (dim === 1) return Float64Array.of(value);
  const other = 1 - axis;
  const x = new Float64Array(ALONG * 2);
  for (let i = 0; i < ALONG; i++) {
    x[2 * i + axis] = value;
    x[2 * i + other] = lower[other]! + ((upper[other]! - lower[other]!) * i) / (ALONG - 1);
  }
  return x;
}
