/**
 * The continuity equation as an identity between formulas: ∂ₜ ln p + div u + u·∇ ln p = 0, with the object's own ∂ₜ ln p, div u, ∇ ln p.
 *
 * The terms come from different formulas (the density's rate, the velocity, its divergence, the score), so a mistake in one of them
 * shows, to the last bits. Blind to what enters all alike: wrong α̇ or σ̇, responsibilities that all members share. That the path is the right
 * one is for the other three continuity laws, which take ln p and u alone.
 *
 * Bound, statistical. The exact residual is 0 at every point, so what is computed is rounding. It has a standard deviation s, which its values at
 * twenty neighbours show (noise.ts); errors common to all of them belong to the object's constants, and describe another object, for
 * which the identity is exact too. Bound: 12 s + 4εT. Student's t with 7.8 degrees of freedom exceeds 12 once in 2·10⁵ cases; the four roundings of
 * T, the sum of the magnitudes of all that is added up inside (`termMagnitude`, or |∂ₜ ln p| + |div u| + Σ|uᵢ∂ᵢ ln p|), stand for errors too few and
 * too discrete to have a spread, and exceed the noise nearly everywhere. A mistake is smooth: the same at all neighbours, it adds nothing to s.
 * Where the noise exceeds 10⁻³ of T, or of 1 where T is smaller, there is nothing to judge. Source: Villani, Optimal Transport: Old and New (2009), chapter 1.
 */

import { type FieldPoint, linePicture, pointWords } from '../arbitraries/field-points.ts';
import { logDensityWithMass, requireField, scalarAt, scoreAt, velocityAt } from '../core/field-calls.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { neighbours, noiseOf } from './noise.ts';
import { continuityPoints } from './points.ts';

const DEVIATIONS = 12;
const COARSE = 1e-3;

/**
 * The identity of the three terms.
 *
 * ```ts
 * import { condOT, eightGaussians, marginalField } from 'flowproof';
 * import { continuityIdentity } from 'flowproof/laws';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * console.log(continuityIdentity(field).check().status); // holds
 * ```
 */
export const continuityIdentity: Law<FieldSubject, FieldPoint> = defineLaw({
  id: 'continuity-identity',
  number: 3,
  title: '∂ₜ ln p + div u + u·∇ ln p = 0, as an identity of formulas',
  kind: 'field',
  assumes: ['p is positive and differentiable', 'the object gives dtLogDensity, divergence and score'],
  export: 'continuityIdentity',
  runs: 10,
  refuses(field) {
    requireField(field, ['velocity', 'logDensity']);
    const absent = (['dtLogDensity', 'divergence', 'score'] as const).filter((name) => !field[name]);
    if (absent.length === 0) return null;
    return `the object has no ${absent.join(', no ')}; the other continuity laws need velocity and logDensity only`;
  },
  cases: continuityPoints,
  words: pointWords,
  picture: (field) => linePicture(field, [0.002, 0.998]),
  measure(field, at) {
    const x = Float64Array.from(at.x);
    logDensityWithMass(field, at.t, x);
    const precision = precisionOf(field);
    const here = terms(field, at.t, x);
    const around = neighbours(at.t, x, precision).map((point) => terms(field, point.t, point.x).sum);
    const bound = DEVIATIONS * noiseOf(around) + 4 * precision * here.magnitude;
    if (!(bound <= COARSE * Math.max(1, here.magnitude))) {
      throw new CannotJudge(
        `the terms are known to ${bound} of ${here.magnitude} only, at ${pointWords(at)}`,
      );
    }
    return {
      residual: Math.abs(here.sum),
      bound,
      why: 'statistical: 12 standard deviations of the rounding that neighbouring points show, and 4 roundings of the summands',
      detail: `∂ₜ ln p = ${here.rate}, div u = ${here.divergence}, u·∇ ln p = ${here.transport}`,
    };
  },
});

interface Terms {
  readonly rate: number;
  readonly divergence: number;
  readonly transport: number;
  readonly sum: number;
  readonly magnitude: number;
}

function terms(field: FieldSubject, t: number, x: Float64Array): Terms {
  const rate = scalarAt(field, 'dtLogDensity', t, x)[0]!;
  const divergence = scalarAt(field, 'divergence', t, x)[0]!;
  const u = velocityAt(field, t, x);
  const score = scoreAt(field, t, x);
  let transport = 0;
  let magnitude = Math.abs(rate) + Math.abs(divergence);
  for (let i = 0; i < x.length; i++) {
    const product = u[i]! * score[i]!;
    transport += product;
    magnitude += Math.abs(product);
  }
  if (field.termMagnitude) magnitude = Math.max(magnitude, scalarAt(field, 'termMagnitude', t, x)[0]!);
  return { rate, divergence, transport, sum: rate + divergence + transport, magnitude };
}
