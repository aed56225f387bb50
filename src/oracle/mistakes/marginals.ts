/** Mistakes in the closed form of a Gaussian mixture. */
import { sqrt } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, negate, square, subtract, sum } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  componentScore,
  componentSource,
  componentTarget,
  deviation,
  divergence,
  logit,
  logTotal,
  responsibilities,
  variance,
} from '../formulas/marginals.ts';
import type { Mistake } from './mistake.ts';

const velocities = ['marginal.velocity', 'marginal.divergence'];
const posterior = ['marginal.velocity', 'marginal.score', 'marginal.divergence'];
const all = [...posterior, 'marginal.log-density'];
const trace = 'div u = Σ rₖ (d cₖ + (gₖ − ∇ ln p)·uₖ)';

export const marginalMistakes: readonly Mistake[] = [
  {
    id: 'marginal.weights-ignored',
    title: 'all components count alike',
    right: 'rₖ ∝ wₖ N(yₖ; vₖ)',
    wrong: 'rₖ ∝ N(yₖ; vₖ)',
    looksLike: 'right for equal weights but for a constant in the log-density',
    operations: all,
    replace: [instead(logit, (_, _weight, logDensity) => logDensity)],
  },
  {
    id: 'marginal.prior-for-posterior',
    title: 'components are averaged by their weights wherever x is',
    right: 'u = Σ rₖ(x) uₖ(x)',
    wrong: 'u = Σ wₖ uₖ(x)',
    looksLike: 'right near t = 0, where x says nothing; one blob in place of a mixture',
    operations: posterior,
    replace: [instead(responsibilities, (_, _logits, weights) => weights)],
  },
  {
    id: 'marginal.nearest-component',
    title: 'the conditional field of the likeliest component is passed as the marginal one',
    right: 'rₖ = softmax of the logits',
    wrong: 'rₖ = 1 for the largest logit, else 0',
    looksLike: 'right where one component dominates; kinks between components',
    operations: posterior,
    replace: [
      instead(responsibilities, (_, logits) => {
        const top = Math.max(...logits.map(({ v }) => v));
        const first = logits.findIndex(({ v }) => v === top);
        return logits.map((_logit, k) => exact(k === first ? 1 : 0));
      }),
    ],
  },
  {
    id: 'marginal.deviation-as-variance',
    title: 'standard deviations are taken for variances',
    right: 'vₖ = α² sₖ² + σ²',
    wrong: 'vₖ = α² sₖ + σ²',
    looksLike: 'right where sₖ = 1',
    operations: all,
    replace: [instead(variance, (right, alpha, sigma, std) => right(alpha, sigma, sqrt(std)))],
  },
  {
    id: 'marginal.variance-alpha-once',
    title: 'α is not squared with the deviation',
    right: 'vₖ = α² sₖ² + σ²',
    wrong: 'vₖ = α sₖ² + σ²',
    looksLike: 'right at both ends; variance too large between',
    operations: all,
    replace: [instead(variance, (_, alpha, sigma, std) => add(multiply(alpha, square(std)), square(sigma)))],
  },
  {
    id: 'marginal.deviations-added',
    title: 'standard deviations are added instead of variances',
    right: 'vₖ = α² sₖ² + σ²',
    wrong: 'vₖ = (α sₖ + σ)²',
    looksLike: 'right at both ends; variance too large between',
    operations: all,
    replace: [instead(variance, (_, alpha, sigma, std) => square(add(multiply(alpha, std), sigma)))],
  },
  {
    id: 'marginal.means-unscaled',
    title: 'components stand at mₖ at every time',
    right: 'yₖ = x − α mₖ',
    wrong: 'yₖ = x − mₖ',
    looksLike: 'right at t = 1 and on variance exploding schedules',
    operations: all,
    replace: [instead(deviation, (_, _alpha, x, mean) => subtract(x, mean))],
  },
  {
    id: 'marginal.component-as-point',
    title: 'components count as points: their spread is forgotten in E[X₁|x]',
    right: 'E[X₁|x, k] = mₖ + (α sₖ²/vₖ) yₖ',
    wrong: 'E[X₁|x, k] = mₖ',
    looksLike: 'samples collapse onto the means',
    operations: velocities,
    replace: [instead(componentTarget, (_, { mean }) => mean)],
  },
  {
    id: 'marginal.gain-alpha-missing',
    title: 'α is missing in the gain of E[X₁|x]',
    right: 'E[X₁|x, k] = mₖ + (α sₖ²/vₖ) yₖ',
    wrong: 'E[X₁|x, k] = mₖ + (sₖ²/vₖ) yₖ',
    looksLike: 'right at t = 1 and on variance exploding schedules',
    operations: velocities,
    replace: [
      instead(componentTarget, (right, component) =>
        right({ ...component, at: { ...component.at, alpha: exact(1) } }),
      ),
    ],
  },
  {
    id: 'marginal.noise-of-point',
    title: 'E[X₀|x] as if components were points',
    right: 'E[X₀|x, k] = (σ/vₖ) yₖ',
    wrong: 'E[X₀|x, k] = yₖ/σ',
    looksLike: 'right near t = 0, infinite at t = 1',
    operations: velocities,
    replace: [instead(componentSource, (_, { at, deviation: y }) => divide(y, at.sigma))],
  },
  {
    id: 'marginal.noise-by-variance',
    title: 'σ² for σ in E[X₀|x]',
    right: 'E[X₀|x, k] = (σ/vₖ) yₖ',
    wrong: 'E[X₀|x, k] = (σ²/vₖ) yₖ',
    looksLike: 'right where σ is 0 or 1',
    operations: velocities,
    replace: [instead(componentSource, (right, component) => multiply(component.at.sigma, right(component)))],
  },
  {
    id: 'marginal.score-sign',
    title: 'scores of components point away from their means',
    right: 'gₖ = −yₖ/vₖ',
    wrong: 'gₖ = yₖ/vₖ',
    looksLike: 'the score has the wrong sign, and so has the second half of the divergence',
    operations: ['marginal.score', 'marginal.divergence'],
    replace: [instead(componentScore, (right, component) => negate(right(component)))],
  },
  {
    id: 'marginal.score-of-point',
    title: 'scores as if components were points',
    right: 'gₖ = −yₖ/vₖ',
    wrong: 'gₖ = −yₖ/σ²',
    looksLike: 'right near t = 0, infinite at t = 1',
    operations: ['marginal.score', 'marginal.divergence'],
    replace: [
      instead(componentScore, (right, component) =>
        right({ ...component, variance: square(component.at.sigma) }),
      ),
    ],
  },
  {
    id: 'marginal.score-by-deviation',
    title: 'scores are divided by the deviation instead of the variance',
    right: 'gₖ = −yₖ/vₖ',
    wrong: 'gₖ = −yₖ/√vₖ',
    looksLike: 'right where the variance is 1',
    operations: ['marginal.score', 'marginal.divergence'],
    replace: [
      instead(componentScore, (right, component) =>
        right({ ...component, variance: sqrt(component.variance) }),
      ),
    ],
  },
  {
    id: 'marginal.divergence-without-posterior',
    title: 'the responsibilities are differentiated as if they were constants',
    right: trace,
    wrong: 'div u = Σ rₖ d cₖ',
    looksLike: 'right inside one component, wrong between them, where the field turns',
    operations: ['marginal.divergence'],
    replace: [
      instead(divergence, (right, r, expansions, scores, velocities, score) =>
        right(
          r,
          expansions,
          scores,
          velocities.map((u) => u.map(() => exact(0))),
          score,
        ),
      ),
    ],
  },
  {
    id: 'marginal.divergence-score-missing',
    title: 'the normalization of the responsibilities is not differentiated',
    right: trace,
    wrong: 'div u = Σ rₖ (d cₖ + gₖ·uₖ)',
    looksLike: 'a constant velocity seems to have a divergence',
    operations: ['marginal.divergence'],
    replace: [
      instead(divergence, (right, r, expansions, scores, velocities, score) =>
        right(
          r,
          expansions,
          scores,
          velocities,
          score.map(() => exact(0)),
        ),
      ),
    ],
  },
  {
    id: 'marginal.divergence-per-dimension',
    title: 'one dimension for all of them',
    right: trace,
    wrong: 'div u = Σ rₖ (cₖ + (gₖ − ∇ ln p)·uₖ)',
    looksLike: 'right in one dimension',
    operations: ['marginal.divergence'],
    replace: [
      instead(divergence, (right, r, expansions, scores, velocities, score) =>
        right(
          r,
          expansions.map((c) => divide(c, exact(score.length))),
          scores,
          velocities,
          score,
        ),
      ),
    ],
  },
  {
    id: 'marginal.log-density-averaged',
    title: 'logarithms are averaged instead of densities',
    right: 'ln p = ln Σ wₖ N(yₖ; vₖ)',
    wrong: 'ln p = Σ wₖ ln(wₖ N(yₖ; vₖ))',
    looksLike: 'always too small; far components dominate',
    operations: ['marginal.log-density'],
    replace: [instead(logTotal, (_, logits, weights) => sum(logits.map((l, k) => multiply(weights[k]!, l))))],
  },
  {
    id: 'marginal.log-density-of-nearest',
    title: 'the largest term for the sum',
    right: 'ln p = ln Σ wₖ N(yₖ; vₖ)',
    wrong: 'ln p = max ln(wₖ N(yₖ; vₖ))',
    looksLike: 'right inside one component, up to ln K too small between them',
    operations: ['marginal.log-density'],
    replace: [instead(logTotal, (_, logits) => logits.reduce((a, b) => (b.v > a.v ? b : a)))],
  },
];
