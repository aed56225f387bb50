/**
 * u_t(x) = ∫ u_t(x|z) p_t(x|z) q(z) dz / p_t(x), and p_t(x), ∇ ln p_t(x) likewise: a marginal field is the mixture of its conditional path.
 *
 * The integrals come from the conditional path and q alone, by Gauss–Hermite rules around each component's posterior
 * (posterior-nodes.ts), with 3, 5, 8, … nodes for each axis until two orders agree. Bound: what the last order changed, plus
 * 8 roundings of everything that enters (posterior-expectation.ts) on the side of the integral, and as many on the side of the field.
 * Refused when the orders still differ by 10⁻⁶. Pointwise, so that it sees what the continuity equation cannot: a velocity with an added field
 * v, div(p v) = 0, that moves the density just as well. Does not see a wrong conditional path: for that there are the laws of paths.
 * Source: Lipman et al. (2023), theorem 1.
 */

import { type FieldPoint, fieldPoints, linePicture, pointWords } from '../arbitraries/field-points.ts';
import { times } from '../arbitraries/times.ts';
import { logDensityAt, logDensityWithMass } from '../core/field-calls.ts';
import { givenArray, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { EPSILON, precisionOf } from '../core/precision.ts';
import { type MixtureField, type MixturePair, pairOf } from './conditional-pair.ts';
import {
  type Expectation,
  type PosteriorExpectation,
  posteriorExpectation,
} from './posterior-expectation.ts';

const ROUNDINGS = 8;
const ORDERS = [3, 5, 8, 12, 18, 27, 40, 60, 90];
/** Relative change between the last two orders, above which nothing is judged. */
const COARSE = 1e-6;
/** Where log-densities known up to a constant are set equal. */
const REFERENCE = 0.25;

/**
 * The law of the marginalization trick.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { marginalizationQuadrature } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [[-1, 0], [1, 0.5]], stds: [0.5, 0.8] });
 * const field = marginalField({ schedule: condOT, target });
 * console.log(marginalizationQuadrature(field).check().status); // holds
 * ```
 */
export const marginalizationQuadrature: Law<MixtureField, FieldPoint> = defineLaw({
  id: 'marginalization-quadrature',
  number: 5,
  title: 'u_t(x) = ∫ u_t(x|z) p_t(x|z) q(z) dz / p_t(x)',
  kind: 'field',
  assumes: [
    'the field names its conditional path and the distribution of z: a Gaussian mixture or data points',
    'one or two dimensions; p_t(x|z) > 0 is smooth in z',
  ],
  export: 'marginalizationQuadrature',
  runs: 12,
  refuses(field) {
    for (const name of ['velocity', 'logDensity']) requireFunction(field, name);
    const pair = pairOf(field);
    return typeof pair === 'string' ? pair : null;
  },
  cases: (field) => fieldPoints(field, times({ margin: 0.002 }), 4 * (field.scale ?? 1)),
  words: pointWords,
  picture: (field) => linePicture(field, [0.01, 0.99]),
  measure(field, { t, x }) {
    const pair = pairOf(field) as MixturePair;
    const point = Float64Array.from(x);
    const found = converged(pair, t, point, Boolean(field.score));
    const epsilon = precisionOf(field);
    const results = [
      compare('u', field, 'velocity', t, point, found.value.velocity, found.change.velocity, epsilon),
      logDensity(field, pair, t, point, found, epsilon),
    ];
    if (found.value.score && found.change.score) {
      results.push(
        compare('∇ ln p', field, 'score', t, point, found.value.score, found.change.score, epsilon),
      );
    }
    return worstOf(results);
  },
});

interface Converged {
  readonly value: PosteriorExpectation;
  /** What the last order changed, entry by entry. */
  readonly change: {
    readonly velocity: Float64Array;
    readonly logDensity: Float64Array;
    readonly score: Float64Array | null;
  };
}

const difference = (a: Expectation, b: Expectation): Float64Array =>
  a.value.map((value, i) => Math.abs(value - b.value[i]!));

/** Orders until two agree to rounding, of the score too where it is asked for. Throws CannotJudge where they do not agree to 10⁻⁶. */
function converged(pair: MixturePair, t: number, x: Float64Array, scored: boolean): Converged {
  let last = posteriorExpectation(pair, t, x, ORDERS[0]!);
  let best: Converged | null = null;
  for (const n of ORDERS.slice(1, x.length === 1 ? ORDERS.length : 7)) {
    const next = posteriorExpectation(pair, t, x, n);
    const change = {
      velocity: difference(next.velocity, last.velocity),
      logDensity: difference(next.logDensity, last.logDensity),
      score: scored && next.score && last.score ? difference(next.score, last.score) : null,
    };
    best = { value: next, change };
    last = next;
    if (parts(best).every(([part, step]) => settled(part, step))) break;
  }
  for (const [{ sensitivity }, change] of parts(best!)) {
    const step = Math.max(...change) / Math.max(...sensitivity, 1e-300);
    if (step <= COARSE) continue;
    throw new CannotJudge(`the integral over z has not converged: its last step still changes ${step} of it`);
  }
  return best!;
}

/** Each integral with what the last order changed. */
function parts({ value, change }: Converged): (readonly [Expectation, Float64Array])[] {
  const found: (readonly [Expectation, Float64Array])[] = [
    [value.velocity, change.velocity],
    [value.logDensity, change.logDensity],
  ];
  if (value.score && change.score) found.push([value.score, change.score]);
  return found;
}

const settled = ({ sensitivity }: Expectation, change: Float64Array): boolean =>
  change.every((step, i) => step <= EPSILON * sensitivity[i]!);

function compare(
  symbol: string,
  field: MixtureField,
  name: 'velocity' | 'score',
  t: number,
  x: Float64Array,
  found: Expectation,
  change: Float64Array,
  epsilon: number,
): Measurement {
  const given = givenArray(`${name}(${t}, x, out)`, x.length, (out) => field[name]!(t, x, out));
  return worstOf(
    Array.from(given, (value, i) => ({
      residual: Math.abs(value - found.value[i]!),
      bound: change[i]! + ROUNDINGS * (EPSILON + epsilon) * found.sensitivity[i]!,
      why: WHY,
      detail: `${symbol}[${i}] is given as ${value}, and integrates to ${found.value[i]}`,
    })),
  );
}

const WHY =
  'what the last order of the quadrature changed, and 8 roundings on either side of all that enters it';

function logDensity(
  field: MixtureField,
  pair: MixturePair,
  t: number,
  x: Float64Array,
  found: Converged,
  epsilon: number,
): Measurement {
  // −∞, as a sum that underflows gives it, is a finding: the integral has mass.
  let value = logDensityAt(field, t, x)[0]!;
  let integral = found.value.logDensity.value[0]!;
  let sensitivity = found.value.logDensity.sensitivity[0]! + (value === -Infinity ? 0 : Math.abs(value));
  let change = found.change.logDensity[0]!;
  if (!pair.absolute) {
    const origin = new Float64Array(x.length);
    const there = converged(pair, REFERENCE, origin, false);
    const constant = logDensityWithMass(field, REFERENCE, origin);
    value -= constant;
    integral -= there.value.logDensity.value[0]!;
    sensitivity += there.value.logDensity.sensitivity[0]! + Math.abs(constant);
    change += there.change.logDensity[0]!;
  }
  return {
    residual: Math.abs(value - integral),
    bound: change + ROUNDINGS * (EPSILON + epsilon) * sensitivity,
    why: WHY,
    detail: `ln p is given as ${value}, and integrates to ${integral}`,
  };
}
