/**
 * What a network may predict about Xₜ = α X₁ + σ X₀, and the pair (E[X₁|x], E[X₀|x]) that each of them stands for.
 *
 *   x1        x₁,  ε = (x − α x₁)/σ                 epsilon   ε,  x₁ = (x − σ ε)/α
 *   velocity  u = α̇ x₁ + σ̇ ε:  x₁ = (σu − σ̇x)/D,  ε = (α̇x − αu)/D,  D = α̇σ − ασ̇
 *   score     s = −ε/σ:  ε = −σ s,  x₁ = (x + σ² s)/α  (Tweedie)
 *   v         v = α ε − σ x₁:  x₁ = (αx − σv)/n,  ε = (σx + αv)/n,  n = α² + σ²
 *
 * Sources: Lipman et al., Flow Matching Guide and Code (2024), table 1; Salimans & Ho, Progressive Distillation (2022) for v.
 */
import { add, divide, multiply, negate, square, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Point } from './schedules.ts';

export const parametrizations = ['velocity', 'x1', 'epsilon', 'score', 'v-prediction'] as const;

export type Parametrization = (typeof parametrizations)[number];

/** One element of a prediction, beside the same element of the point. */
type FromPrediction = Formula<[at: Point, value: Tracked, x: Tracked], Tracked>;

/** One element of the pair (E[X₁|x], E[X₀|x]), turned into a prediction. */
type FromPair = Formula<[at: Point, x1: Tracked, epsilon: Tracked], Tracked>;

/** D = α̇σ − ασ̇, the determinant of (x₁, x₀) ↦ (xₜ, ẋₜ) up to its sign. */
export const determinant: Formula<[at: Point], Tracked> = formula(
  'parametrization.determinant',
  ({ alpha, sigma, alphaDot, sigmaDot }) => subtract(multiply(alphaDot, sigma), multiply(alpha, sigmaDot)),
);

export const x1FromVelocity: FromPrediction = formula('parametrization.x1-from-velocity', (at, u, x) =>
  divide(subtract(multiply(at.sigma, u), multiply(at.sigmaDot, x)), determinant(at)),
);

export const epsilonFromVelocity: FromPrediction = formula(
  'parametrization.epsilon-from-velocity',
  (at, u, x) => divide(subtract(multiply(at.alphaDot, x), multiply(at.alpha, u)), determinant(at)),
);

export const x1FromEpsilon: FromPrediction = formula('parametrization.x1-from-epsilon', (at, epsilon, x) =>
  divide(subtract(x, multiply(at.sigma, epsilon)), at.alpha),
);

export const epsilonFromX1: FromPrediction = formula('parametrization.epsilon-from-x1', (at, x1, x) =>
  divide(subtract(x, multiply(at.alpha, x1)), at.sigma),
);

/** Tweedie's formula. */
export const x1FromScore: FromPrediction = formula('parametrization.x1-from-score', (at, score, x) =>
  divide(add(x, multiply(square(at.sigma), score)), at.alpha),
);

export const epsilonFromScore: FromPrediction = formula('parametrization.epsilon-from-score', (at, score) =>
  negate(multiply(at.sigma, score)),
);

/** n = α² + σ², 1 on variance preserving schedules only. */
export const squaredLength: Formula<[at: Point], Tracked> = formula(
  'parametrization.squared-length',
  ({ alpha, sigma }) => add(square(alpha), square(sigma)),
);

export const x1FromV: FromPrediction = formula('parametrization.x1-from-v', (at, v, x) =>
  divide(subtract(multiply(at.alpha, x), multiply(at.sigma, v)), squaredLength(at)),
);

export const epsilonFromV: FromPrediction = formula('parametrization.epsilon-from-v', (at, v, x) =>
  divide(add(multiply(at.sigma, x), multiply(at.alpha, v)), squaredLength(at)),
);

/** u = α̇ E[X₁|x] + σ̇ E[X₀|x]. */
export const velocityOfPair: FromPair = formula('parametrization.velocity', (at, x1, epsilon) =>
  add(multiply(at.alphaDot, x1), multiply(at.sigmaDot, epsilon)),
);

/** s = −E[X₀|x]/σ. */
export const scoreOfPair: FromPair = formula('parametrization.score', (at, _x1, epsilon) =>
  negate(divide(epsilon, at.sigma)),
);

/** v = α E[X₀|x] − σ E[X₁|x]. */
export const vOfPair: FromPair = formula('parametrization.v', (at, x1, epsilon) =>
  subtract(multiply(at.alpha, epsilon), multiply(at.sigma, x1)),
);

type Part = (at: Point, value: Tracked, x: Tracked) => Tracked;

const identity: Part = (_at, value) => value;

/** (E[X₁|x], E[X₀|x]) by what is predicted. */
const pairs: Readonly<Record<Parametrization, readonly [x1: Part, epsilon: Part]>> = {
  velocity: [x1FromVelocity, epsilonFromVelocity],
  x1: [identity, epsilonFromX1],
  epsilon: [x1FromEpsilon, identity],
  score: [x1FromScore, epsilonFromScore],
  'v-prediction': [x1FromV, epsilonFromV],
};

const ofPair: Readonly<Record<Parametrization, Part>> = {
  velocity: velocityOfPair,
  x1: (_at, x1) => x1,
  epsilon: (_at, _x1, epsilon) => epsilon,
  score: scoreOfPair,
  'v-prediction': vOfPair,
};

/** One element of a prediction in another parametrization. */
export const convert: Formula<
  [from: Parametrization, to: Parametrization, at: Point, value: Tracked, x: Tracked],
  Tracked
> = formula('parametrization.convert', (from, to, at, value, x) => {
  const [x1, epsilon] = pairs[from];
  return ofPair[to](at, x1(at, value, x), epsilon(at, value, x));
});
