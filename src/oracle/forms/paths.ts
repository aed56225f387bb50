/** Other ways to compute the conditional path, and its fields. */
import {
  add,
  divide,
  exact,
  multiply,
  negate,
  square,
  subtract,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead, type Replacement } from '../formula.ts';
import { determinant } from '../formulas/parametrizations.ts';
import {
  conditionalScore,
  conditionalVelocity,
  interpolate,
  pairVelocity,
  residual,
} from '../formulas/paths.ts';
import type { Form } from './form.ts';

const one = exact(1);

const points = ['path.sample', 'mlp.cfm-gradient'];
const pairs = ['path.velocity', 'loss.cfm', 'mlp.cfm-gradient'];
const velocities = ['path.conditional-velocity'];
const scores = ['path.conditional-score'];
/**
 * Whether a + b is c: on straight schedules, where terms can be drawn together. Float64 misses c by a few 10⁻¹⁶ there; other schedules come as near
 * only at their ends, where the form is right as well.
 */
const sumsTo = (a: Tracked, b: Tracked, c: number): boolean => Math.abs(a.v + b.v - c) <= 1e-12;

/** xₜ by the way from x₀ to x₁, where there is one. */
const along = (way: (alpha: Tracked, sigma: Tracked, x0: Tracked, x1: Tracked) => Tracked): Replacement =>
  instead(interpolate, (right, alpha, sigma, x0, x1) =>
    (sumsTo(alpha, sigma, 1) ? way : right)(alpha, sigma, x0, x1),
  );

export const pathForms: readonly Form[] = [
  {
    id: 'path.sample-by-difference',
    formula: 'xₜ = x₀ + αₜ (x₁ − x₀) where α + σ = 1',
    operations: points,
    replace: [along((alpha, _sigma, x0, x1) => add(x0, multiply(alpha, subtract(x1, x0))))],
  },
  {
    id: 'path.sample-by-difference-from-target',
    formula: 'xₜ = x₁ + σₜ (x₀ − x₁) where α + σ = 1',
    operations: points,
    replace: [along((_alpha, sigma, x0, x1) => add(x1, multiply(sigma, subtract(x0, x1))))],
  },
  {
    id: 'path.velocity-by-difference',
    formula: 'ẋₜ = α̇ₜ (x₁ − x₀) where α̇ + σ̇ = 0',
    operations: pairs,
    replace: [
      instead(pairVelocity, (right, alphaDot, sigmaDot, x0, x1) =>
        sumsTo(alphaDot, sigmaDot, 0)
          ? multiply(alphaDot, subtract(x1, x0))
          : right(alphaDot, sigmaDot, x0, x1),
      ),
    ],
  },
  {
    id: 'path.conditional-velocity-collected',
    formula: 'uₜ(x|x₁) = (α̇ − α σ̇/σ) x₁ + (σ̇/σ) x',
    operations: velocities,
    replace: [
      instead(conditionalVelocity, (_, { alpha, sigma, alphaDot, sigmaDot }, x, x1) => {
        const rate = divide(sigmaDot, sigma);
        return add(multiply(subtract(alphaDot, multiply(alpha, rate)), x1), multiply(rate, x));
      }),
    ],
  },
  {
    id: 'path.conditional-velocity-over-sigma',
    formula: 'uₜ(x|x₁) = (σ̇x + D x₁)/σ,  D = α̇σ − ασ̇',
    operations: velocities,
    replace: [
      instead(conditionalVelocity, (_, at, x, x1) =>
        divide(add(multiply(at.sigmaDot, x), multiply(determinant(at), x1)), at.sigma),
      ),
    ],
  },
  {
    id: 'path.conditional-velocity-of-noise',
    formula: 'uₜ(x|x₁) = α̇x₁ + σ̇ε,  ε = (x − αx₁)/σ',
    operations: velocities,
    replace: [
      instead(conditionalVelocity, (_, { alpha, sigma, alphaDot, sigmaDot }, x, x1) =>
        add(multiply(alphaDot, x1), multiply(sigmaDot, divide(residual(alpha, x, x1), sigma))),
      ),
    ],
  },
  {
    id: 'path.score-of-noise',
    formula: '∇ ln pₜ = −ε/σ,  ε = (x − αx₁)/σ',
    operations: scores,
    replace: [
      instead(conditionalScore, (_, alpha, sigma, x, x1) =>
        negate(divide(divide(residual(alpha, x, x1), sigma), sigma)),
      ),
    ],
  },
  {
    id: 'path.score-by-precision',
    formula: '∇ ln pₜ = (1/σ²)(αx₁ − x)',
    operations: scores,
    replace: [
      instead(conditionalScore, (_, alpha, sigma, x, x1) =>
        multiply(divide(one, square(sigma)), negate(residual(alpha, x, x1))),
      ),
    ],
  },
  {
    id: 'path.score-collected',
    formula: '∇ ln pₜ = (α/σ²) x₁ − x/σ²',
    operations: scores,
    replace: [
      instead(conditionalScore, (_, alpha, sigma, x, x1) => {
        const variance = square(sigma);
        return subtract(multiply(divide(alpha, variance), x1), divide(x, variance));
      }),
    ],
  },
];
