/** Mistakes on the sphere. */
import { arccos } from '../arithmetic/angle.ts';
import { sin } from '../arithmetic/functions.ts';
import { add, divide, dot, exact, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import type { Row } from '../formulas/batch.ts';
import {
  geodesicPoint,
  geodesicVelocity,
  length,
  scaled,
  sinc,
  sphereAngle,
  sphereExp,
  sphereLog,
  tangentPart,
} from '../formulas/sphere.ts';
import type { Mistake } from './mistake.ts';

const path = ['sphere.path'];
const logarithm = ['sphere.log', 'sphere.path'];

const plus = (x: Row, y: Row): Row => x.map((value, i) => add(value, y[i]!));
const minus = (x: Row, y: Row): Row => x.map((value, i) => subtract(value, y[i]!));
const normalized = (x: Row): Row => scaled(divide(exact(1), length(x)), x);

/** Where implementations clip a cosine so that the derivative of arccos stays finite. */
const CLIP = 1e-3;

export const sphereMistakes: readonly Mistake[] = [
  {
    id: 'sphere.exp-by-normalizing',
    title: 'the vector is added and the sum normalized',
    right: 'cos|v| x + (sin|v|/|v|) v',
    wrong: '(x + v)/|x + v|',
    looksLike: 'right to second order in |v|; long vectors fall short, none passes a quarter turn',
    operations: ['sphere.exp', 'sphere.path'],
    replace: [instead(sphereExp, (_, x, v) => normalized(plus(x, v)))],
  },
  {
    id: 'sphere.exp-without-length',
    title: 'the vector is not divided by its length',
    right: 'cos|v| x + (sin|v|/|v|) v',
    wrong: 'cos|v| x + sin|v| v',
    looksLike: 'leaves the sphere; right for |v| = 1',
    operations: ['sphere.exp', 'sphere.path'],
    replace: [instead(sinc, (_, r) => sin(r))],
  },
  {
    id: 'sphere.exp-straight',
    title: 'the vector is added as in flat space',
    right: 'cos|v| x + (sin|v|/|v|) v',
    wrong: 'x + v',
    looksLike: 'leaves the sphere by |v|²/2',
    operations: ['sphere.exp', 'sphere.path'],
    replace: [instead(sphereExp, (_, x, v) => plus(x, v))],
  },
  {
    id: 'sphere.log-not-projected',
    title: 'the chord is not projected to the tangent space',
    right: 'θ w/|w|,  w = y − ⟨x, y⟩ x',
    wrong: 'θ (y − x)/|y − x|',
    looksLike: 'vectors of the right length that point into the sphere; right for near points',
    operations: logarithm,
    replace: [
      instead(sphereLog, (_, x, y) => {
        const chord = minus(y, x);
        return scaled(divide(sphereAngle(x, y, tangentPart(x, y)), length(chord)), chord);
      }),
    ],
  },
  {
    id: 'sphere.log-not-scaled',
    title: 'the projection itself is returned',
    right: '(θ/sin θ)(y − ⟨x, y⟩ x)',
    wrong: 'y − ⟨x, y⟩ x',
    looksLike: 'length sin θ instead of θ: far points seem near; right for near points',
    operations: logarithm,
    replace: [instead(sphereLog, (_, x, y) => tangentPart(x, y))],
  },
  {
    id: 'sphere.log-base-exchanged',
    title: 'base point and end are exchanged',
    right: 'log_x(y), tangent at x',
    wrong: 'log_y(x), tangent at y',
    looksLike: 'vectors that point back, tangent at the other point',
    operations: logarithm,
    replace: [instead(sphereLog, (right, x, y) => right(y, x))],
  },
  {
    id: 'sphere.angle-clipped',
    title: 'the cosine is clipped well inside [−1, 1] before arccos',
    right: 'θ = atan2(|w|, ⟨x, y⟩)',
    wrong: 'θ = arccos(clip(⟨x, y⟩, −1 + 10⁻³, 1 − 10⁻³))',
    looksLike: 'right for far points; near ones seem 0.045 apart, so that paths overshoot at their end',
    operations: logarithm,
    replace: [
      instead(sphereAngle, (_, x, y) => {
        const cosine = dot(x, y);
        const clipped = Math.min(1 - CLIP, Math.max(CLIP - 1, cosine.v));
        return arccos(clipped === cosine.v ? cosine : exact(clipped));
      }),
    ],
  },
  {
    id: 'sphere.angle-by-chord',
    title: 'the length of the chord is taken for the angle',
    right: 'θ = 2 arcsin(|y − x|/2)',
    wrong: 'θ = |y − x|',
    looksLike: 'right to second order; never more than 2 instead of π',
    operations: logarithm,
    replace: [instead(sphereAngle, (_, x, y) => length(minus(y, x)))],
  },
  {
    id: 'sphere.velocity-at-start',
    title: 'the velocity is left at the start of the path',
    right: 'ẋₜ = cos(tθ) v − θ sin(tθ) x₀',
    wrong: 'ẋₜ = v = log_{x₀} x₁',
    looksLike: 'of the right length, not tangent at xₜ; right at t = 0',
    operations: path,
    replace: [instead(geodesicVelocity, (_, x0, x1) => sphereLog(x0, x1))],
  },
  {
    id: 'sphere.velocity-without-denominator',
    title: 'the velocity is what is left of the way',
    right: 'ẋₜ = log_{xₜ}(x₁)/(1 − t)',
    wrong: 'ẋₜ = log_{xₜ}(x₁)',
    looksLike: 'right at t = 0; slows down, and never arrives',
    operations: path,
    replace: [
      instead(geodesicVelocity, (right, x0, x1, t) => scaled(subtract(exact(1), t), right(x0, x1, t))),
    ],
  },
  {
    id: 'sphere.velocity-straight',
    title: 'the velocity is that of flat space',
    right: 'ẋₜ = log_{xₜ}(x₁)/(1 − t)',
    wrong: 'ẋₜ = x₁ − x₀',
    looksLike: 'not tangent; right for near points',
    operations: path,
    replace: [instead(geodesicVelocity, (_, x0, x1) => minus(x1, x0))],
  },
  {
    id: 'sphere.path-by-normalizing',
    title: 'the straight path is normalized',
    right: 'xₜ = exp_{x₀}(t log_{x₀} x₁)',
    wrong: 'xₜ = ((1 − t) x₀ + t x₁)/|…|',
    looksLike: 'on the right circle, at the wrong speed: slow at the ends; right at t = ½',
    operations: path,
    replace: [
      instead(geodesicPoint, (_, x0, x1, t) =>
        normalized(plus(scaled(subtract(exact(1), t), x0), scaled(t, x1))),
      ),
    ],
  },
];
