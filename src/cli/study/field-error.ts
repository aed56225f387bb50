/**
 * How far a learned field is from the exact one: E‖v(Xₜ, t) − uₜ(Xₜ)‖² over the path, t uniform. It is the FM loss, and what the
 * CFM loss exceeds its floor by, without the noise of the conditional velocities.
 */
import type { MarginalField } from '../../fields/index.ts';
import { samplePath } from '../../fields/sample-path.ts';
import { forward, mlp, mlpWorkspace } from '../../nn/index.ts';
import { fold, key, uniformInto } from '../../random/index.ts';
import type { TrainingState } from '../../training/index.ts';

export interface FieldError {
  readonly value: number;
  readonly standardError: number;
}

const STRATA = 256;
const ROWS = 64;
const STREAM = 104;

/** One uniform time in each of 256 equal cells, 64 points of the path at each. */
export function fieldError(state: TrainingState, field: MarginalField, seed: number): FieldError {
  const net = mlp(state.config.network);
  const { dim } = field;
  const workspace = mlpWorkspace(net, ROWS);
  const offsets = new Float64Array(STRATA);
  uniformInto(key(seed, STREAM), 0, offsets);
  const x = new Float64Array(ROWS * dim);
  const v = new Float32Array(ROWS * dim);
  const u = new Float64Array(ROWS * dim);
  const times = new Float32Array(ROWS);
  const means: number[] = [];
  for (let s = 0; s < STRATA; s++) {
    const t = Math.fround((s + offsets[s]!) / STRATA);
    samplePath(field, t, fold(key(seed, STREAM + 1), s), x);
    const rounded = Float32Array.from(x);
    forward(net, state.average, ROWS, rounded, times.fill(t), null, workspace, v);
    field.velocity(t, Float64Array.from(rounded), u);
    let squares = 0;
    for (let i = 0; i < v.length; i++) squares += (v[i]! - u[i]!) * (v[i]! - u[i]!);
    means.push(squares / ROWS);
  }
  const value = means.reduce((a, b) => a + b, 0) / STRATA;
  // Neighbouring strata estimate nearly the same mean, so half their squared differences estimate the variance.
  let variance = 0;
  for (let s = 0; s < STRATA; s += 2) variance += (means[s]! - means[s + 1]!) * (means[s]! - means[s + 1]!);
  return { value, standardError: Math.sqrt(variance) / STRATA };
}
