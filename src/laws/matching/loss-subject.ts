/**
 * What laws ask of a regression loss: its value on a batch and its gradient with respect to the prediction.
 *
 * A loss is E over rows of w·ℓ(prediction, target), ℓ summed over dimensions, unless `reduction` says otherwise.
 */
import { EPSILON, SINGLE } from '../core/precision.ts';
import type { ScheduleSubject } from '../core/subjects.ts';

/** How a loss reduces a batch [rows, dim]. 'norm': ℓ is a function of the Euclidean norm of the error, as pseudo-Huber is. */
export interface LossReduction {
  readonly rows: 'mean' | 'sum';
  readonly dims: 'sum' | 'mean' | 'norm';
}

/** The row weight that makes velocity matching stand for another one: w(t)‖v̂ − u‖² = ‖x̂₁ − x₁‖², say. */
export interface MatchingWeighting {
  readonly schedule: ScheduleSubject;
  /** 'target': x₁, 'noise': x₀, 'score': −x₀/σ. */
  readonly matching: 'target' | 'noise' | 'score';
  weight(t: number): number;
}

/** A loss. Batches are [rows, dim], row by row. */
export interface LossSubject {
  readonly name?: string;
  /** `weights` [rows] are given only where `weighted` is true. */
  value(
    prediction: Float64Array,
    target: Float64Array,
    rows: number,
    dim: number,
    weights?: Float64Array,
  ): number;
  /** Writes d value / d prediction to out [rows, dim]. */
  gradient(
    prediction: Float64Array,
    target: Float64Array,
    rows: number,
    dim: number,
    out: Float64Array,
    weights?: Float64Array,
  ): void;
  /** True when the loss takes row weights. */
  readonly weighted?: boolean;
  /** Default { rows: 'mean', dims: 'sum' }. */
  readonly reduction?: LossReduction;
  /** c, for a pseudo-Huber loss √(‖e‖² + c²) − c. */
  readonly huber?: number;
  readonly weighting?: MatchingWeighting;
  /** ε, the relative precision of value and gradient; default 2⁻⁵². For one that computes in float32: 2⁻²³. */
  readonly precision?: number;
  /** The precision of the value where errors are exact, if it is better: 2⁻⁵² for a float64 sum of float32 errors. */
  readonly valuePrecision?: number;
}

/** The mean over rows of the squared error, summed over dimensions, in float64: the loss of the matching laws unless another is given. */
export const squaredError: LossSubject = {
  name: 'squared error, mean over rows, sum over dims',
  weighted: true,
  value(prediction, target, rows, dim, weights) {
    let sum = 0;
    for (let r = 0; r < rows; r++) {
      let row = 0;
      for (let i = r * dim; i < (r + 1) * dim; i++) {
        const error = prediction[i]! - target[i]!;
        row += error * error;
      }
      sum += (weights ? weights[r]! : 1) * row;
    }
    return sum / rows;
  },
  gradient(prediction, target, rows, dim, out, weights) {
    for (let i = 0; i < rows * dim; i++) {
      const w = weights ? weights[Math.floor(i / dim)]! : 1;
      out[i] = ((2 * w) / rows) * (prediction[i]! - target[i]!);
    }
  },
};

/** A loss of flowproof: float32 buffers, value in float64, gradient written unless null. */
export type Float32Loss = (
  rows: number,
  dim: number,
  prediction: Float32Array,
  target: Float32Array,
  gradient: Float32Array | null,
  options?: { readonly weights?: Float32Array },
) => number;

/**
 * One of flowproof's losses as a subject.
 *
 * ```ts
 * import { fmLossMeanRowsSumDims } from 'flowproof';
 * import { lossGradient, lossSubject } from 'flowproof/laws';
 * console.log(lossGradient(lossSubject('fm', fmLossMeanRowsSumDims)).check().status); // holds
 * ```
 */
export function lossSubject(
  name: string,
  loss: Float32Loss,
  stated: Pick<LossSubject, 'reduction' | 'huber'> = {},
): LossSubject {
  const narrow = (weights?: Float64Array): { weights?: Float32Array } =>
    weights ? { weights: Float32Array.from(weights) } : {};
  return {
    name,
    weighted: true,
    precision: SINGLE,
    valuePrecision: EPSILON,
    ...stated,
    value: (prediction, target, rows, dim, weights) =>
      loss(rows, dim, Float32Array.from(prediction), Float32Array.from(target), null, narrow(weights)),
    gradient(prediction, target, rows, dim, out, weights) {
      const gradient = new Float32Array(rows * dim);
      loss(rows, dim, Float32Array.from(prediction), Float32Array.from(target), gradient, narrow(weights));
      out.set(gradient);
    },
  };
}
