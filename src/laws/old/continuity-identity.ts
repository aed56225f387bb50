/**
 * The continuity equation as an identity between formulas: ∂ₜ ln p + div u + u·∇ ln p = 0, with the analytic ∂ₜ ln p.
 *
 * Tight to rounding, but blind to wrong α̇ and σ̇: they enter all terms alike, and what is tested is algebra. That the path
 * is the right one is for `continuityLaw`, which differences ln p in time, and `scheduleLaw`.
 *
 * The three terms come from different formulas (the density's time derivative, the velocity's divergence, velocity and
 * score), so a mistake in any one of them shows. The residual is measured against T, the sum of the magnitudes of all that the three add up inside
 * (`termMagnitude`): where components cancel, their sum says nothing about rounding. Bound: weights exp(l) carry the rounding of l,
 * about d + |ln p| units; with 4 such roundings in each term, (8 + d + |ln p|)·4·2⁻⁵² of T.
 * Source: Villani, Optimal Transport: Old and New, chapter 1.
 */
import { checkCount, checkNumber } from '../../array/float-array.ts';
import type { MarginalField } from '../../fields/marginal-field.ts';
import { samplePath } from '../../fields/sample-path.ts';
import { key as seed } from '../../random/index.ts';
import type { ContinuityOptions } from './continuity.ts';
import type { LawResult } from './law-result.ts';

/** 2⁻⁵². */
const EPSILON = 2.220446049250313e-16;

/**
 * Tries the identity on points of the path; times anywhere in [0, 1] where the derivatives are finite.
 *
 * ```ts
 * import { condOT, continuityIdentityLaw, eightGaussians, marginalField } from 'flowproof';
 * const result = continuityIdentityLaw(marginalField({ schedule: condOT, target: eightGaussians() }));
 * console.log(result.ratio <= 1); // true
 * ```
 */
export function continuityIdentityLaw(field: MarginalField, options: ContinuityOptions = {}): LawResult {
  const times = options.times ?? [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999];
  const rows = checkCount('rows', options.rows ?? 64, 1);
  const { dim } = field;
  const x = new Float64Array(rows * dim);
  const u = new Float64Array(rows * dim);
  const s = new Float64Array(rows * dim);
  const magnitude = new Float64Array(rows);
  const [logP, dt, div] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  let worst = { ratio: -Infinity, residual: 0, bound: 0, t: 0, x: [] as number[] };
  for (const t of times) {
    checkNumber('times', t, 0, 1);
    samplePath(field, t, options.key ?? seed(0), x);
    field.velocity(t, x, u);
    field.score(t, x, s);
    field.termMagnitude(t, x, magnitude);
    field.divergence(t, x, div);
    field.logDensity(t, x, logP);
    field.dtLogDensity(t, x, dt);
    for (let r = 0; r < rows; r++) {
      let residual = dt[r]! + div[r]!;
      for (let i = 0; i < dim; i++) residual += u[r * dim + i]! * s[r * dim + i]!;
      const bound = 4 * (dim + Math.abs(logP[r]!) + 8) * EPSILON;
      const relative = residual === 0 ? 0 : Math.abs(residual) / magnitude[r]!;
      const ratio = relative / bound;
      // NaN is the worst of all, and stays.
      if (!(ratio <= worst.ratio) && !Number.isNaN(worst.ratio)) {
        worst = { ratio, residual: relative, bound, t, x: Array.from(x.subarray(r * dim, (r + 1) * dim)) };
      }
    }
  }
  return {
    law: 'continuity, as an identity: ∂ₜ ln p + div u + u·∇ ln p = 0',
    residual: worst.residual,
    bound: worst.bound,
    why: 'relative to the sum of the magnitudes of its summands; 4 (d + |ln p| + 8) roundings of 2⁻⁵²',
    ratio: worst.ratio,
    worst: { t: worst.t, x: worst.x },
  };
}
