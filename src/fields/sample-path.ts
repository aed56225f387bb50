/** Points of a marginal path: X_t = α X₁ + σ X₀ with X₁ from the target and X₀ from the source, row by row from one key. */
import { rowsOf } from '../array/float-array.ts';
import { fold, type Key, normalInto } from '../random/index.ts';
import { gaussianSource, placeSource } from './gaussian-source.ts';
import type { MarginalField } from './marginal-field.ts';

/** Fills x0 [rows, dim] with draws from the field's source. */
export function sampleSource(field: MarginalField, key: Key, x0: Float64Array): void {
  const { dim } = field;
  rowsOf('x0', x0, dim);
  normalInto(fold(key, 0), 0, x0);
  placeSource(gaussianSource(field.source, dim), x0, x0);
}

/** Fills x [rows, dim] with draws from p_t. */
export function samplePath(field: MarginalField, t: number, key: Key, x: Float64Array): void {
  sampleSource(field, key, x);
  const x1 = new Float64Array(x.length);
  field.target.sampleInto(fold(key, 1), 0, x1);
  const alpha = field.schedule.alpha(t);
  const sigma = field.schedule.sigma(t);
  for (let i = 0; i < x.length; i++) x[i] = alpha * x1[i]! + sigma * x[i]!;
}
