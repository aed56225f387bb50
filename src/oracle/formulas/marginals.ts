/**
 * The marginal path of a mixture q = Σ wₖ N(mₖ, sₖ² I) with source N(0, I), at one point x.
 *
 *   vₖ = α² sₖ² + σ²,   yₖ = x − α mₖ,   pₜ = Σ wₖ N(α mₖ, vₖ I),   rₖ = wₖ N(yₖ; vₖ)/pₜ
 *   E[X₁|x, k] = mₖ + (α sₖ²/vₖ) yₖ,   E[X₀|x, k] = (σ/vₖ) yₖ,   uₖ = α̇ E[X₁|x, k] + σ̇ E[X₀|x, k]
 *   u = Σ rₖ uₖ,   ∇ ln pₜ = Σ rₖ gₖ with gₖ = −yₖ/vₖ
 *   div u = Σ rₖ (d cₖ + (gₖ − ∇ ln pₜ)·uₖ),   cₖ = (α̇ α sₖ² + σ̇ σ)/vₖ, since ∇rₖ = rₖ (gₖ − ∇ ln pₜ)
 *
 * No division by σ: finite up to t = 1 where sₖ > 0 and σ̇ is finite. Source: Lipman et al., Flow Matching for Generative Modeling
 * (2023), eqs. 6–9, for a Gaussian mixture.
 */
import { log } from '../arithmetic/functions.ts';
import { logSumExp, softmax } from '../arithmetic/softmax.ts';
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
  times,
} from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';
import { velocityOfPair } from './parametrizations.ts';
import type { Point } from './schedules.ts';

/** What the components say at every element, [components][dim]. */
export type Components = readonly (readonly Component[])[];

/** vₖ = α² sₖ² + σ². */
export const variance: Formula<[alpha: Tracked, sigma: Tracked, std: Tracked], Tracked> = formula(
  'marginal.variance',
  (alpha, sigma, std) => add(square(multiply(alpha, std)), square(sigma)),
);

/** One element of yₖ = x − α mₖ. */
export const deviation: Formula<[alpha: Tracked, x: Tracked, mean: Tracked], Tracked> = formula(
  'marginal.deviation',
  (alpha, x, mean) => subtract(x, multiply(alpha, mean)),
);

/** ln(wₖ N(yₖ; vₖ)). */
export const logit: Formula<[weight: Tracked, logDensity: Tracked], Tracked> = formula(
  'marginal.logit',
  (weight, logDensity) => add(log(weight), logDensity),
);

/** rₖ, the softmax of the logits. The weights are there for those who forget the posterior. */
export const responsibilities: Formula<[logits: Row, weights: Row], Row> = formula(
  'marginal.responsibilities',
  (logits) => softmax(logits),
);

/** ln Σ e^(logits). */
export const logTotal: Formula<[logits: Row, weights: Row], Tracked> = formula(
  'marginal.log-total',
  (logits) => logSumExp(logits),
);

/** What one component says: all that its formulas need, at one element of the point. */
export interface Component {
  readonly at: Point;
  readonly std: Tracked;
  readonly variance: Tracked;
  readonly point: Tracked;
  readonly mean: Tracked;
  readonly deviation: Tracked;
}

/** E[X₁|x, k] = mₖ + (α sₖ²/vₖ) yₖ. */
export const componentTarget: Formula<[component: Component], Tracked> = formula(
  'marginal.component-target',
  ({ at, std, variance: v, mean, deviation: y }) =>
    add(mean, multiply(divide(multiply(at.alpha, square(std)), v), y)),
);

/** E[X₀|x, k] = (σ/vₖ) yₖ. */
export const componentSource: Formula<[component: Component], Tracked> = formula(
  'marginal.component-source',
  ({ at, variance: v, deviation: y }) => multiply(divide(at.sigma, v), y),
);

/** uₖ = α̇ E[X₁|x, k] + σ̇ E[X₀|x, k]. */
export const componentVelocity: Formula<[component: Component], Tracked> = formula(
  'marginal.component-velocity',
  (component) => velocityOfPair(component.at, componentTarget(component), componentSource(component)),
);

/** gₖ = −yₖ/vₖ. */
export const componentScore: Formula<[component: Component], Tracked> = formula(
  'marginal.component-score',
  ({ variance: v, deviation: y }) => negate(divide(y, v)),
);

/** cₖ = (α̇ α sₖ² + σ̇ σ)/vₖ, the divergence of uₖ per dimension. */
export const expansion: Formula<[at: Point, std: Tracked, variance: Tracked], Tracked> = formula(
  'marginal.expansion',
  ({ alpha, sigma, alphaDot, sigmaDot }, std, v) =>
    divide(add(times(alphaDot, alpha, square(std)), multiply(sigmaDot, sigma)), v),
);

/** Σ rₖ valueₖ. */
export const posteriorMean: Formula<[responsibilities: Row, values: Row], Tracked> = formula(
  'marginal.posterior-mean',
  (r, values) => sum(values.map((value, k) => multiply(r[k]!, value))),
);

/** [dim] from what components say at each element, [components][dim]. */
const atEachElement = (components: Components, f: (elements: readonly Component[]) => Tracked): Row =>
  components[0]!.map((_, j) => f(components.map((elements) => elements[j]!)));

/** u = α̇ E[X₁|x] + σ̇ E[X₀|x]. */
export const velocity: Formula<[responsibilities: Row, components: Components], Row> = formula(
  'marginal.velocity',
  (r, components) =>
    atEachElement(components, (elements) =>
      velocityOfPair(
        elements[0]!.at,
        posteriorMean(r, elements.map(componentTarget)),
        posteriorMean(r, elements.map(componentSource)),
      ),
    ),
);

/** ∇ ln p = Σ rₖ gₖ. */
export const score: Formula<[responsibilities: Row, components: Components], Row> = formula(
  'marginal.score',
  (r, components) => atEachElement(components, (elements) => posteriorMean(r, elements.map(componentScore))),
);

/** div u = Σ rₖ (d cₖ + (gₖ − ∇ ln p)·uₖ). */
export const divergence: Formula<
  [responsibilities: Row, expansions: Row, scores: readonly Row[], velocities: readonly Row[], score: Row],
  Tracked
> = formula('marginal.divergence', (r, expansions, scores, velocities, score) =>
  sum(
    r.map((share, k) => {
      const along = sum(velocities[k]!.map((u, j) => multiply(subtract(scores[k]![j]!, score[j]!), u)));
      return multiply(share, add(multiply(exact(score.length), expansions[k]!), along));
    }),
  ),
);
