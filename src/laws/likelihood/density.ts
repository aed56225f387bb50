/** What the laws of likelihoods ask of a density on ℝᵈ, and densities of flowproof in that form. */
import type { MarginalField } from '../../fields/marginal-field.ts';
import { samplePath } from '../../fields/sample-path.ts';
import type { GaussianPath } from '../../paths/index.ts';
import type { Key } from '../../random/index.ts';
import type { TargetWithDensity } from '../../targets/target.ts';
import { pathAsField } from '../continuity/path-as-field.ts';

/** A density by its logarithm. Batches x are [rows, dim]. */
export interface DensitySubject {
  readonly name?: string;
  readonly dim: number;
  /** ln p(x) to out [rows]; −∞ where p = 0. */
  logDensity(x: Float64Array, out: Float64Array): void;
  /** Draws of p to out [rows, dim]: where it lives, and how fine it is. */
  sample?(key: Key, out: Float64Array): void;
  /** Where p lives when it cannot be drawn: numbers of about this size. Default 1. */
  readonly scale?: number;
  /** Where p jumps, axis by axis, ascending, from the first to the last coordinate with p > 0. For densities with edges. */
  readonly edges?: readonly (readonly number[])[];
  /** ε, the relative precision of ln p; default 2⁻⁵². */
  readonly precision?: number;
}

/**
 * The density of a target of flowproof.
 *
 * ```ts
 * import { eightGaussians } from 'flowproof';
 * import { densityOfTarget, normalization } from 'flowproof/laws';
 * console.log(normalization(densityOfTarget(eightGaussians())).check().status); // holds
 * ```
 */
export function densityOfTarget(target: TargetWithDensity, edges?: DensitySubject['edges']): DensitySubject {
  return {
    name: target.name,
    dim: target.dim,
    logDensity: (x, out) => target.logDensity(x, out),
    sample: (key, out) => target.sampleInto(key, 0, out),
    ...(edges ? { edges } : {}),
  };
}

/** The density p_t of a marginal field of flowproof. */
export function densityOfField(field: MarginalField, t: number): DensitySubject {
  return {
    name: `p at t = ${t}, ${field.target.name} under ${field.schedule.name}`,
    dim: field.dim,
    logDensity: (x, out) => field.logDensity(t, x, out),
    sample: (key, out) => samplePath(field, t, key, out),
  };
}

/** The density p_t(· | z) of a conditional path of flowproof. */
export function densityOfPath(path: GaussianPath, t: number, z: readonly number[]): DensitySubject {
  const field = pathAsField(path, z);
  return {
    name: `p(· | z) at t = ${t} under ${path.schedule.name}`,
    dim: path.dim,
    logDensity: (x, out) => field.logDensity(t, x, out),
    sample: (key, out) => field.sample!(t, key, out),
  };
}
