/**
 * What a field's own values are off by, relatively, as their scatter at neighbouring times and points shows (noise.ts): a right field may be
 * ill-conditioned, such as one with σ = √(1 − α²) near α = 1. Six standard deviations; a mistake is the same at all neighbours, and adds nothing.
 */

import { logDensityAt, velocityAt } from '../core/field-calls.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { neighbours, noiseOf } from './noise.ts';

const DEVIATIONS = 6;

/** The noise of ln p, which is relative in p, and of u relative to |u|; the largest over the points x [rows, dim], which must have mass. */
export function fieldNoise(field: FieldSubject, t: number, x: Float64Array): number {
  const { dim } = field;
  let most = 0;
  for (let row = 0; row < x.length; row += dim) {
    const around = neighbours(t, x.slice(row, row + dim), precisionOf(field));
    const logs = around.map((near) => logDensityAt(field, near.t, near.x)[0]!);
    if (!logs.every(Number.isFinite)) continue;
    const velocities = around.map((near) => velocityAt(field, near.t, near.x));
    let [scatter, size] = [0, 0];
    for (let i = 0; i < dim; i++) {
      scatter += noiseOf(velocities.map((u) => u[i]!));
      size += Math.abs(velocities[0]![i]!);
    }
    most = Math.max(most, DEVIATIONS * (noiseOf(logs) + (size > 0 ? scatter / size : 0)));
  }
  return most;
}
