/** Mistakes in the conditional path: points, velocities and scores. */
import { sqrt } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, negate, square, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  conditionalScore,
  conditionalVelocity,
  interpolate,
  pairVelocity,
  residual,
} from '../formulas/paths.ts';
import type { Mistake } from './mistake.ts';

const points = ['path.sample', 'mlp.cfm-gradient'];
const pairs = ['path.velocity', 'loss.cfm', 'mlp.cfm-gradient'];

export const pathMistakes: readonly Mistake[] = [
  {
    id: 'path.coefficients-swapped',
    title: 'α and σ are exchanged',
    right: 'xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'xₜ = σₜ x₁ + αₜ x₀',
    looksLike: 'runs from data to noise; right at t = ½ of a symmetric schedule',
    operations: points,
    replace: [instead(interpolate, (right, alpha, sigma, x0, x1) => right(sigma, alpha, x0, x1))],
  },
  {
    id: 'path.noise-by-variance',
    title: 'noise is scaled by σ² instead of σ',
    right: 'xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'xₜ = αₜ x₁ + σₜ² x₀',
    looksLike: 'right where σ is 0 or 1, too little noise between',
    operations: points,
    replace: [instead(interpolate, (right, alpha, sigma, x0, x1) => right(alpha, square(sigma), x0, x1))],
  },
  {
    id: 'path.noise-by-root',
    title: 'σ is taken for a variance: noise is scaled by √σ',
    right: 'xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'xₜ = αₜ x₁ + √σₜ x₀',
    looksLike: 'right where σ is 0 or 1, too much noise between',
    operations: points,
    replace: [instead(interpolate, (right, alpha, sigma, x0, x1) => right(alpha, sqrt(sigma), x0, x1))],
  },
  {
    id: 'path.noise-from-alpha',
    title: 'σ is computed from α as if variance were preserved',
    right: 'xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'xₜ = αₜ x₁ + √(1 − αₜ²) x₀',
    looksLike: 'right on vp, linear-vp and cosine; too much noise on the straight schedules',
    operations: points,
    replace: [
      instead(interpolate, (right, alpha, _sigma, x0, x1) =>
        right(alpha, sqrt(subtract(exact(1), square(alpha))), x0, x1),
      ),
    ],
  },
  {
    id: 'path.noise-unscaled',
    title: 'noise is added at full strength at every time',
    right: 'xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'xₜ = αₜ x₁ + x₀',
    looksLike: 'right at t = 0; the data never appear clean',
    operations: points,
    replace: [instead(interpolate, (right, alpha, _sigma, x0, x1) => right(alpha, exact(1), x0, x1))],
  },
  {
    id: 'path.velocity-reversed',
    title: 'the velocity points from target to source',
    right: 'ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'ẋₜ = −(α̇ₜ x₁ + σ̇ₜ x₀)',
    looksLike: 'x₀ − x₁: the loss trains as well as ever, and samples run away from the data',
    operations: pairs,
    replace: [instead(pairVelocity, (right, ...args) => negate(right(...args)))],
  },
  {
    id: 'path.velocity-ends-swapped',
    title: 'source and target are exchanged in the velocity',
    right: 'ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'ẋₜ = α̇ₜ x₀ + σ̇ₜ x₁',
    looksLike: 'a wrong sign on cond-ot; elsewhere no multiple of the right one',
    operations: pairs,
    replace: [
      instead(pairVelocity, (right, alphaDot, sigmaDot, x0, x1) => right(alphaDot, sigmaDot, x1, x0)),
    ],
  },
  {
    id: 'path.velocity-straight',
    title: 'the velocity of the straight path on every schedule',
    right: 'ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'ẋₜ = x₁ − x₀',
    looksLike: 'right on cond-ot, nearly on ot; elsewhere xₜ and its velocity do not belong together',
    operations: pairs,
    replace: [instead(pairVelocity, (_, _alphaDot, _sigmaDot, x0, x1) => subtract(x1, x0))],
  },
  {
    id: 'path.velocity-noise-term-missing',
    title: 'the term σ̇ x₀ is left out',
    right: 'ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'ẋₜ = α̇ₜ x₁',
    looksLike: 'means are right and variances are not: the noise of the start stays in the samples',
    operations: pairs,
    replace: [instead(pairVelocity, (_, alphaDot, _sigmaDot, _x0, x1) => multiply(alphaDot, x1))],
  },
  {
    id: 'path.velocity-noise-sign',
    title: 'the minus of σ̇ is counted twice',
    right: 'ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'ẋₜ = α̇ₜ x₁ − σ̇ₜ x₀',
    looksLike: 'x₁ + x₀ on cond-ot: means of samples are right, their spread grows',
    operations: pairs,
    replace: [
      instead(pairVelocity, (right, alphaDot, sigmaDot, x0, x1) => right(alphaDot, negate(sigmaDot), x0, x1)),
    ],
  },
  {
    id: 'path.residual-unscaled',
    title: 'the mean of the path is taken to be x₁ itself',
    right: 'x − αₜ x₁',
    wrong: 'x − x₁',
    looksLike: 'right at t = 1 and on variance exploding schedules; off by (1 − α) x₁ elsewhere',
    operations: ['path.conditional-score', 'path.conditional-velocity', 'path.conditional-log-density'],
    replace: [instead(residual, (_, _alpha, x, x1) => subtract(x, x1))],
  },
  {
    id: 'path.conditional-velocity-mean-missing',
    title: 'the motion of the mean is left out',
    right: 'uₜ(x|x₁) = α̇ₜ x₁ + (σ̇ₜ/σₜ)(x − αₜ x₁)',
    wrong: 'uₜ(x|x₁) = (σ̇ₜ/σₜ)(x − αₜ x₁)',
    looksLike: 'space contracts onto the mean, which stands still; right on variance exploding schedules',
    operations: ['path.conditional-velocity'],
    replace: [
      instead(conditionalVelocity, (_, { alpha, sigma, sigmaDot }, x, x1) =>
        multiply(divide(sigmaDot, sigma), residual(alpha, x, x1)),
      ),
    ],
  },
  {
    id: 'path.conditional-velocity-logarithm-doubled',
    title: 'the logarithmic derivative of σ² for that of σ',
    right: 'uₜ(x|x₁) = α̇ₜ x₁ + (σ̇ₜ/σₜ)(x − αₜ x₁)',
    wrong: 'uₜ(x|x₁) = α̇ₜ x₁ + 2(σ̇ₜ/σₜ)(x − αₜ x₁)',
    looksLike: 'right on the mean; elsewhere points reach it too early',
    operations: ['path.conditional-velocity'],
    replace: [
      instead(conditionalVelocity, (right, at, x, x1) =>
        right({ ...at, sigmaDot: multiply(exact(2), at.sigmaDot) }, x, x1),
      ),
    ],
  },
  {
    id: 'path.conditional-velocity-unnormalized',
    title: 'the division by σ is left out',
    right: 'uₜ(x|x₁) = α̇ₜ x₁ + (σ̇ₜ/σₜ)(x − αₜ x₁)',
    wrong: 'uₜ(x|x₁) = α̇ₜ x₁ + σ̇ₜ (x − αₜ x₁)',
    looksLike: 'right at t = 0 where σ = 1; points never quite reach x₁',
    operations: ['path.conditional-velocity'],
    replace: [
      instead(conditionalVelocity, (_, { alpha, alphaDot, sigmaDot }, x, x1) =>
        add(multiply(alphaDot, x1), multiply(sigmaDot, residual(alpha, x, x1))),
      ),
    ],
  },
  {
    id: 'path.conditional-velocity-straight',
    title: 'the remaining way over the remaining time, on every schedule',
    right: 'uₜ(x|x₁) = α̇ₜ x₁ + (σ̇ₜ/σₜ)(x − αₜ x₁)',
    wrong: 'uₜ(x|x₁) = (x₁ − x)/σₜ',
    looksLike: 'right on cond-ot only; every field ends at x₁, so end points do not show it',
    operations: ['path.conditional-velocity'],
    replace: [instead(conditionalVelocity, (_, { sigma }, x, x1) => divide(subtract(x1, x), sigma))],
  },
  {
    id: 'path.score-sign',
    title: 'the score points away from the mean',
    right: '∇ ln pₜ = −(x − αₜ x₁)/σₜ²',
    wrong: '∇ ln pₜ = (x − αₜ x₁)/σₜ²',
    looksLike: 'Langevin steps and stochastic samplers diverge',
    operations: ['path.conditional-score'],
    replace: [instead(conditionalScore, (right, ...args) => negate(right(...args)))],
  },
  {
    id: 'path.score-by-deviation',
    title: 'the score is divided by σ instead of σ²: it is −x₀',
    right: '∇ ln pₜ = −(x − αₜ x₁)/σₜ²',
    wrong: '∇ ln pₜ = −(x − αₜ x₁)/σₜ',
    looksLike: 'right where σ = 1; the noise with a minus is taken for the score',
    operations: ['path.conditional-score'],
    replace: [
      instead(conditionalScore, (right, alpha, sigma, x, x1) => multiply(sigma, right(alpha, sigma, x, x1))),
    ],
  },
];
