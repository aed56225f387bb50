/**
 * p₀ is the source; or, where the schedule states α(0) ≠ 0 (VP, VE), the law of α(0) X₁ + σ(0) X₀, at a measured distance from the source.
 *
 * At a point: ln p₀(x) is what the sum of the two random variables has, from its definition (path-density.ts, with the bound), and ln p_t(x)
 * comes to it (schedule/end-limits.ts). A foreign field states its own p₀ as `sourceLogDensity`; the constants count here.
 *
 * The defect, by seed: KL(p₀ ‖ law of σ(0) X₀), the mean of ln p₀ − ln source over 256 points of p₀, against
 * E KL(· | X₁) = α(0)²/(2σ(0)²) E|L⁻¹X₁|², S₀ = L Lᵀ, which bounds it because the divergence is convex. Both means carry six standard errors, and
 * the first the roundings of its two logarithms.
 *
 * Not seen: the velocity; mass far from the points tried. Source: Cover & Thomas, Elements of Information Theory, theorem 2.7.2.
 */

import { gaussianSource } from '../../fields/gaussian-source.ts';
import { samplePath } from '../../fields/sample-path.ts';
import { solveLower } from '../../math/index.ts';
import { fold, key } from '../../random/index.ts';
import { logDensityAt, requireField } from '../core/field-calls.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { squaredLength } from '../core/vectors.ts';
import {
  comesTo,
  compareAt,
  type EndCase,
  endCases,
  endWords,
  meanWithMargin,
  ROUNDINGS,
  ROWS,
  statedDensity,
} from './end-comparison.ts';
import { knownEnd, type MarginalEnd } from './known-ends.ts';
import { pathDensity } from './path-density.ts';

/**
 * The law of a marginal field's start.
 *
 * ```ts
 * import { eightGaussians, marginalField, vp } from 'flowproof';
 * import { boundaryStart } from 'flowproof/laws';
 * const field = marginalField({ schedule: vp(), target: eightGaussians() });
 * console.log(boundaryStart(field).check().status); // holds
 * console.log(boundaryStart({ dim: 1, velocity: () => {}, logDensity: () => {} }).check().status); // refused
 * ```
 */
export const boundaryStart: Law<FieldSubject, EndCase> = defineLaw({
  id: 'boundary-start',
  number: 1,
  title: 'p₀ is the law of σ(0) X₀, or of α(0) X₁ + σ(0) X₀ and KL(p₀ ‖ law of σ(0) X₀) is within its bound',
  kind: 'field',
  assumes: [
    'the source is Gaussian, the target a Gaussian mixture, points or boxes; or the field states ln p₀',
  ],
  export: 'boundaryStart',
  runs: 20,
  refuses(field) {
    requireField(field, ['logDensity']);
    if (knownEnd(field, 0)) return null;
    return 'nothing says what p₀ should be: give sourceLogDensity(x, out), or schedule, target and source as marginalField does';
  },
  cases(field) {
    const end = knownEnd(field, 0)!;
    if (end.kind === 'stated') return endCases(field, field.scale ?? 1, false);
    return endCases(field, Math.max(Math.abs(end.alpha), end.sigma), end.alpha !== 0);
  },
  words: (at) => endWords(0, at),
  measure(field, at) {
    const end = knownEnd(field, 0)!;
    if (at.x === undefined) return divergence(end as MarginalEnd, at.seed!);
    const x = Float64Array.from(at.x);
    const known =
      end.kind === 'stated'
        ? statedDensity(field, end.member, x)
        : pathDensity(end.field, end.alpha, end.sigma, x);
    return worstOf([compareAt(field, 0, x, known, ROUNDINGS[end.kind]), comesTo(field, 0, x, known)]);
  },
});

/** KL(p₀ ‖ law of σ(0) X₀), measured, against its bound. */
function divergence({ field, alpha, sigma }: MarginalEnd, seed: number): Measurement {
  const { dim } = field;
  const points = new Float64Array(ROWS * dim);
  const x1 = new Float64Array(ROWS * dim);
  const seeded = key(seed);
  samplePath(field, 0, seeded, points);
  field.target.sampleInto(fold(seeded, 2), 0, x1);
  const { variances, factor } = gaussianSource(field.source, dim);
  const whiten = (x: Float64Array): Float64Array =>
    factor ? solveLower(factor, dim, x) : x.map((value, i) => value / Math.sqrt(variances![i]!));
  const gaps = new Float64Array(ROWS);
  const limits = new Float64Array(ROWS);
  let rounding = 0;
  for (let r = 0; r < ROWS; r++) {
    const x = points.subarray(r * dim, (r + 1) * dim);
    const source = pathDensity(field, 0, sigma, x);
    gaps[r] = logDensityAt(field, 0, x)[0]! - source.value;
    rounding += (2 * source.error) / ROWS;
    limits[r] =
      ((alpha * alpha) / (2 * sigma * sigma)) * squaredLength(whiten(x1.subarray(r * dim, (r + 1) * dim)));
  }
  const [measured, limit] = [meanWithMargin(gaps), meanWithMargin(limits)];
  return {
    residual: Math.abs(measured.mean),
    bound: limit.mean + limit.margin + measured.margin + rounding,
    why: 'α(0)²/(2σ(0)²) E|L⁻¹X₁|² by convexity, and six standard errors of both means',
    detail: `KL(p₀ ‖ law of σ(0) X₀) is measured as ${measured.mean} ± ${measured.margin}, at most ${limit.mean}, with α(0) = ${alpha}`,
  };
}
