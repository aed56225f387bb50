/**
 * p₁ is the target; or, where the schedule states σ(1) ≠ 0 or α(1) ≠ 1 (OT with σ_min, VE), the law of α(1) X₁ + σ(1) X₀: the target blurred.
 *
 * At a point: ln p₁(x) is what the sum of the two random variables has, from its definition (path-density.ts, with the bound), and for
 * Gaussian mixtures ln p_t(x) comes to it (schedule/end-limits.ts). A foreign field states its own p₁ as `targetLogDensity`; the constants
 * count here.
 *
 * The defect, by seed: a root mean square distance of p₁ to the target, no larger than that of X₁ to α(1) X₁ + σ(1) X₀. Measured as
 * E|E[X₁|x] − x|² over 256 points of p₁, which Jensen's inequality bounds by E|(1 − α(1)) X₁ − σ(1) X₀|². Both means carry six standard
 * errors, and (d + 8) roundings of the largest coordinates, without which a defect as small as cos(π/2) = 6·10⁻¹⁷ would be held to 10⁻³³.
 *
 * Not seen: the velocity; mass far from the points tried. A target of points has no density at σ = 0: refused. Source: Jensen's inequality.
 */

import { sampleSource } from '../../fields/sample-path.ts';
import { log } from '../../math/index.ts';
import { fold, key } from '../../random/index.ts';
import { pointInWords, requireField } from '../core/field-calls.ts';
import { givenArray } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
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
import { hasMassPoints, knownEnd, type MarginalEnd, marginalEnd } from './known-ends.ts';
import { type KnownDensity, pathDensity } from './path-density.ts';

/**
 * The law of a marginal field's end.
 *
 * ```ts
 * import { condOT, eightGaussians, gaussianMixture, marginalField } from 'flowproof';
 * import { boundaryEnd } from 'flowproof/laws';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * console.log(boundaryEnd(field).check().status); // holds
 * const target = gaussianMixture({ means: [[0, 0]], stds: [1] });
 * const mistaken = { ...field, target };
 * console.log(boundaryEnd(mistaken).check().status); // violated
 * ```
 */
export const boundaryEnd: Law<FieldSubject, EndCase> = defineLaw({
  id: 'boundary-end',
  number: 1,
  title: 'p₁ is the target, or the law of α(1) X₁ + σ(1) X₀ and E|E[X₁|x] − x|² is within its bound',
  kind: 'field',
  assumes: [
    'the source is Gaussian, the target a Gaussian mixture or boxes, or points where σ(1) > 0; or the field states ln p₁',
  ],
  export: 'boundaryEnd',
  runs: 20,
  refuses(field) {
    requireField(field, ['logDensity']);
    const end = knownEnd(field, 1);
    if (!end) {
      return 'nothing says what p₁ should be: give targetLogDensity(x, out), or schedule and target as marginalField does';
    }
    if (end.kind === 'stated' || end.sigma !== 0) return null;
    if (end.alpha === 0) return 'it ends in one point, which has no density';
    return hasMassPoints(end.field) ? 'a target of points has no density at σ = 0' : null;
  },
  cases(field) {
    const end = knownEnd(field, 1)!;
    if (end.kind === 'stated') return endCases(field, field.scale ?? 1, false);
    const { alpha, sigma } = end;
    const blurred = (sigma !== 0 || alpha !== 1) && typeof end.field.posterior === 'function';
    return endCases(field, Math.max(1, sigma), blurred).filter(({ x }) => x === undefined || !onEdge(end, x));
  },
  words: (at) => endWords(1, at),
  measure(field, at) {
    const end = knownEnd(field, 1)!;
    if (at.x === undefined) return distance(end as MarginalEnd, at.seed!);
    const x = Float64Array.from(at.x);
    const own = marginalEnd(field, 1);
    if (own && onEdge(own, at.x)) {
      throw new CannotJudge(
        `x = ${pointInWords(x)} lies on the edge of a box, where a density may be anything`,
      );
    }
    const known = end.kind === 'stated' ? statedDensity(field, end.member, x) : endDensity(end, x);
    const found = [compareAt(field, 1, x, known, ROUNDINGS[end.kind])];
    if (end.kind === 'marginal' && end.field.target.kind === 'gaussian-mixture') {
      found.push(comesTo(field, 1, x, known));
    }
    return worstOf(found);
  },
});

/** True where the field ends in boxes and some coordinate is that of a corner, up to rounding: the density there is a matter of convention. */
function onEdge({ field: { target }, alpha, sigma }: MarginalEnd, x: readonly number[]): boolean {
  if (sigma > 0 || target.kind !== 'uniform-boxes') return false;
  const edges = [target.lower, target.upper];
  return edges.some((corners) =>
    corners.some((corner, i) => {
      const edge = alpha * corner;
      return Math.abs(x[i % target.dim]! - edge) <= 4 * EPSILON * Math.abs(edge);
    }),
  );
}

/** Where σ = 0 the density of αX₁ is q(x/α)/|α|ᵈ. */
function endDensity({ field, alpha, sigma }: MarginalEnd, x: Float64Array): KnownDensity {
  if (field.target.kind !== 'uniform-boxes' || sigma > 0) return pathDensity(field, alpha, sigma, x);
  const out = new Float64Array(1);
  field.target.logDensity(
    x.map((value) => value / alpha),
    out,
  );
  const volume = field.dim * log(Math.abs(alpha));
  const value = out[0]! - volume;
  const terms = field.dim + Math.abs(out[0]!) + Math.abs(volume);
  return { value, error: value === -Infinity ? 0 : 16 * EPSILON * terms };
}

/** E|E[X₁|x] − x|², measured, against E|X₁ − x|². */
function distance({ field, alpha, sigma }: MarginalEnd, seed: number): Measurement {
  const { dim } = field;
  const seeded = key(seed);
  const x0 = new Float64Array(ROWS * dim);
  const x1 = new Float64Array(ROWS * dim);
  sampleSource(field, fold(seeded, 3), x0);
  field.target.sampleInto(fold(seeded, 4), 0, x1);
  const x = x1.map((value, i) => alpha * value + sigma * x0[i]!);
  const mean = givenArray('posterior at t = 1', x.length, (out) =>
    field.posterior(1, x.slice(), { x1: out }),
  );
  const squares = (a: Float64Array): Float64Array =>
    Float64Array.from({ length: ROWS }, (_, r) => {
      const row = a.subarray(r * dim, (r + 1) * dim);
      return squaredLength(row.map((value, i) => value - x[r * dim + i]!));
    });
  const reach = new Float64Array(dim);
  for (let i = 0; i < x.length; i++) reach[i % dim] = Math.max(reach[i % dim]!, Math.abs(x[i]!));
  const rounding = (dim + 8) * EPSILON * Math.sqrt(squaredLength(reach));
  const [left, right] = [meanWithMargin(squares(mean)), meanWithMargin(squares(x1))];
  const root = Math.sqrt(right.mean + right.margin) + rounding;
  return {
    residual: left.mean,
    bound: root * root + left.margin,
    why: "E|X₁ − x|² by Jensen's inequality, and six standard errors of both means",
    detail: `E|E[X₁|x] − x|² is measured as ${left.mean} ± ${left.margin}, at most ${right.mean}, with α(1) = ${alpha}, σ(1) = ${sigma}`,
  };
}
