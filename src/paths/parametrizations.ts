/**
 * What a network may predict about X_t = α X₁ + σ X₀, and the exact conversions between any two of them.
 *
 *   x1        E[X₁ | x]                     epsilon   E[X₀ | x]
 *   velocity  u = α̇ x₁ + σ̇ ε                score     s = −ε/σ  (Tweedie: x₁ = (x + σ² s)/α)
 *   v         α ε − σ x₁
 *
 * Every conversion is linear: to = a·x + b·from, with a, b below; D = α̇σ − ασ̇, G = σD = α̇σ² − ασσ̇, n = α² + σ². Poles: from x1 at
 * σ = 0; from epsilon and score at α = 0; from velocity where D = 0; from v nowhere, except to the score at σ = 0 and to the
 * velocity where σ̇ = ∞. Where σ̇ = −∞ at σ = 0 (VP), the limits are taken: x₁ = x/α, ε = v = 0, and G stays finite.
 * Sources: Lipman et al., Flow Matching Guide and Code (2024), table 1; Salimans & Ho (2022) for v.
 */
import { checkLength, type FloatArray } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import type { Schedule } from '../schedules/schedule.ts';

export type Parametrization = 'x1' | 'epsilon' | 'velocity' | 'score' | 'v';

/** to = x · X_t + from · prediction. */
export interface ConversionCoefficients {
  readonly x: number;
  readonly from: number;
}

/** The schedule at one time, with the combinations that the table needs. */
interface Point {
  readonly a: number;
  readonly s: number;
  readonly aDot: number;
  readonly sDot: number;
  readonly ssDot: number;
  readonly D: number;
  readonly G: number;
  /** σ = 0 and σ̇ = −∞ (VP at t = 1): D is infinite, x = α x₁, and ε has the mean 0. */
  readonly limit: boolean;
  readonly n: number;
}

type Pair = readonly [number, number];
type Row = Readonly<Record<Parametrization, (p: Point) => Pair>>;

const IDENTITY = (): Pair => [0, 1];

/** [coefficient of x, coefficient of the prediction], by what is predicted, then by what is wanted. */
const TABLE: Readonly<Record<Parametrization, Row>> = {
  x1: {
    x1: IDENTITY,
    epsilon: ({ a, s }) => [1 / s, -a / s],
    velocity: ({ s, sDot, D }) => [sDot / s, D / s],
    score: ({ a, s }) => [-1 / (s * s), a / (s * s)],
    v: ({ a, s, n }) => [a / s, -n / s],
  },
  epsilon: {
    x1: ({ a, s }) => [1 / a, -s / a],
    epsilon: IDENTITY,
    velocity: ({ a, aDot, D }) => [aDot / a, -D / a],
    score: ({ s }) => [0, -1 / s],
    v: ({ a, s, n }) => [-s / a, n / a],
  },
  velocity: {
    x1: ({ a, s, sDot, D, limit }) => (limit ? [1 / a, 0] : [-sDot / D, s / D]),
    epsilon: ({ a, aDot, D, limit }) => (limit ? [0, 0] : [aDot / D, -a / D]),
    velocity: IDENTITY,
    score: ({ a, aDot, G }) => [-aDot / G, a / G],
    v: ({ a, aDot, ssDot, D, n, limit }) => (limit ? [0, 0] : [(a * aDot + ssDot) / D, -n / D]),
  },
  score: {
    x1: ({ a, s }) => [1 / a, (s * s) / a],
    epsilon: ({ s }) => [0, -s],
    velocity: ({ a, aDot, G }) => [aDot / a, G / a],
    score: IDENTITY,
    v: ({ a, s, n }) => [-s / a, (-s * n) / a],
  },
  v: {
    x1: ({ a, s, n }) => [a / n, -s / n],
    epsilon: ({ a, s, n }) => [s / n, a / n],
    velocity: ({ a, aDot, ssDot, D, n }) => [(a * aDot + ssDot) / n, -D / n],
    score: ({ a, s, n }) => [-1 / n, -a / (s * n)],
    v: IDENTITY,
  },
};

function pointOf(schedule: Schedule, t: number): Point {
  const a = schedule.alpha(t);
  const s = schedule.sigma(t);
  const aDot = schedule.alphaDot(t);
  const sDot = schedule.sigmaDot(t);
  const ssDot = schedule.sigmaSigmaDot(t);
  return {
    a,
    s,
    aDot,
    sDot,
    ssDot,
    D: aDot * s - a * sDot,
    G: aDot * s * s - a * ssDot,
    limit: s === 0 && !Number.isFinite(sDot),
    n: a * a + s * s,
  };
}

/**
 * The coefficients of a conversion at time t in [0, 1]. Throws PoleError naming t where it has none.
 *
 * ```ts
 * import { condOT, conversion } from 'flowproof';
 * conversion(condOT, 'velocity', 'x1', 0.75); // x₁ = x + 0.25 u
 * ```
 */
export function conversion(
  schedule: Schedule,
  from: Parametrization,
  to: Parametrization,
  t: number,
): ConversionCoefficients {
  const row = TABLE[checkName('from', from)];
  const [x, y] = row[checkName('to', to)](pointOf(schedule, t));
  if (!(Number.isFinite(x) && Number.isFinite(y))) throw pole(schedule, from, to, t);
  return { x, from: y };
}

/** Converts a batch: out = a·x + b·prediction; all of one length. */
export function convert(
  schedule: Schedule,
  from: Parametrization,
  to: Parametrization,
  t: number,
  x: FloatArray,
  prediction: FloatArray,
  out: FloatArray,
): void {
  const coefficients = conversion(schedule, from, to, t);
  checkLength('prediction', prediction, x.length);
  checkLength('out', out, x.length);
  for (let i = 0; i < x.length; i++) out[i] = coefficients.x * x[i]! + coefficients.from * prediction[i]!;
}

function checkName(argument: string, name: Parametrization): Parametrization {
  if (!Object.hasOwn(TABLE, name)) {
    throw new ArgumentError({
      argument,
      expected: Object.keys(TABLE).join(', '),
      received: show(name),
    });
  }
  return name;
}

function pole(schedule: Schedule, from: string, to: string, t: number): PoleError {
  const { a, s, D } = pointOf(schedule, t);
  return new PoleError({
    argument: `t = ${t}`,
    expected: `a time at which ${from} determines ${to} on the ${schedule.name} path`,
    received: `α = ${a}, σ = ${s}, α̇σ − ασ̇ = ${D}`,
    wayOut: 'stay a little inside (0, 1), or let the network predict the velocity or v',
  });
}
