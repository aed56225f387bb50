/** Other ways to compute the closed form of a Gaussian mixture. */
import {
  add,
  divide,
  exact,
  multiply,
  negate,
  square,
  subtract,
  sum,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import type { Row } from '../formulas/batch.ts';
import {
  type Component,
  type Components,
  componentScore,
  componentSource,
  componentTarget,
  componentVelocity,
  divergence,
  expansion,
  posteriorMean,
  score,
  variance,
  velocity,
} from '../formulas/marginals.ts';
import { determinant } from '../formulas/parametrizations.ts';
import type { Form } from './form.ts';

const all = ['marginal.velocity', 'marginal.score', 'marginal.divergence', 'marginal.log-density'];
const fields = ['marginal.velocity', 'marginal.score', 'marginal.divergence'];
const one = exact(1);

const inner = (a: Row, b: Row): Tracked => sum(a.map((value, j) => multiply(value, b[j]!)));

const meanOf = (r: Row, vectors: readonly Row[]): Row =>
  vectors[0]!.map((_, j) =>
    posteriorMean(
      r,
      vectors.map((vector) => vector[j]!),
    ),
  );

/** What an element of the answer is made of: the schedule, the point, and averages over the components. */
const each = (
  r: Row,
  components: Components,
  f: (first: Component, mean: (of: (component: Component) => Tracked) => Tracked) => Tracked,
): Row =>
  components[0]!.map((first, j) =>
    f(first, (of) =>
      posteriorMean(
        r,
        components.map((elements) => of(elements[j]!)),
      ),
    ),
  );

export const marginalForms: readonly Form[] = [
  {
    id: 'marginal.by-precision',
    formula: [
      'vₖ = α²·sₖ² + σ²,  gₖ = −(1/vₖ) yₖ',
      'u = Σ rₖ uₖ with E[X₁|x, k] = mₖ − α sₖ² gₖ, E[X₀|x, k] = −σ gₖ',
    ].join('\n'),
    operations: all,
    replace: [
      instead(variance, (_, alpha, sigma, std) => add(multiply(square(alpha), square(std)), square(sigma))),
      instead(componentScore, (_, { variance: v, deviation }) => negate(multiply(divide(one, v), deviation))),
      instead(componentTarget, (_, component) =>
        subtract(
          component.mean,
          multiply(multiply(component.at.alpha, square(component.std)), componentScore(component)),
        ),
      ),
      instead(componentSource, (_, component) =>
        negate(multiply(component.at.sigma, componentScore(component))),
      ),
      instead(velocity, (_, r, components) => each(r, components, (_first, mean) => mean(componentVelocity))),
    ],
  },
  {
    id: 'marginal.by-expansion',
    formula: [
      'u = Σ rₖ uₖ with uₖ = α̇ mₖ + cₖ yₖ,  ∇ ln p = −E[X₀|x]/σ',
      'div u = d Σ rₖ cₖ + Σ rₖ gₖ·uₖ − ∇ ln p·u',
    ].join('\n'),
    operations: fields,
    replace: [
      instead(componentVelocity, (_, { at, std, variance: v, mean, deviation }) =>
        add(multiply(at.alphaDot, mean), multiply(expansion(at, std, v), deviation)),
      ),
      instead(velocity, (_, r, components) => each(r, components, (_first, mean) => mean(componentVelocity))),
      instead(score, (_, r, components) =>
        each(r, components, ({ at }, mean) => negate(divide(mean(componentSource), at.sigma))),
      ),
      instead(divergence, (_, r, expansions, scores, velocities, total) => {
        const turning = posteriorMean(
          r,
          velocities.map((u, k) => inner(scores[k]!, u)),
        );
        const growing = multiply(exact(total.length), posteriorMean(r, expansions));
        return add(growing, subtract(turning, inner(total, meanOf(r, velocities))));
      }),
    ],
  },
  {
    id: 'marginal.of-denoiser',
    formula: [
      'E[X₁|x, k] = (σ² mₖ + α sₖ² x)/vₖ,  u = (σ̇x + D E[X₁|x])/σ,  ∇ ln p = (α E[X₁|x] − x)/σ²',
      'div u = Σ rₖ (d cₖ + (gₖ − ∇ ln p)·(uₖ − u))',
    ].join('\n'),
    operations: fields,
    replace: [
      instead(componentTarget, (_, { at, std, variance: v, point, mean }) =>
        divide(add(multiply(square(at.sigma), mean), multiply(multiply(at.alpha, square(std)), point)), v),
      ),
      instead(velocity, (_, r, components) =>
        each(r, components, ({ at, point }, mean) => {
          const target = multiply(determinant(at), mean(componentTarget));
          return divide(add(multiply(at.sigmaDot, point), target), at.sigma);
        }),
      ),
      instead(score, (_, r, components) =>
        each(r, components, ({ at, point }, mean) =>
          divide(subtract(multiply(at.alpha, mean(componentTarget)), point), square(at.sigma)),
        ),
      ),
      instead(divergence, (right, r, expansions, scores, velocities, total) => {
        const mean = meanOf(r, velocities);
        const centred = velocities.map((u) => u.map((value, j) => subtract(value, mean[j]!)));
        return right(r, expansions, scores, centred, total);
      }),
    ],
  },
  {
    id: 'marginal.of-score',
    formula: 'u = (α̇x + σD ∇ ln p)/α',
    operations: ['marginal.velocity'],
    replace: [
      instead(velocity, (_, r, components) =>
        each(r, components, ({ at, point }, mean) => {
          const push = multiply(multiply(at.sigma, determinant(at)), mean(componentScore));
          return divide(add(multiply(at.alphaDot, point), push), at.alpha);
        }),
      ),
    ],
  },
];
