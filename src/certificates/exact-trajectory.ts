/**
 * Runge–Kutta trajectories without rounding: on a field that is affine in x with rational coefficients, every step of a rational method is
 * rational.
 *
 *   ẋ = a(t) x + b(t),    x_i = x + h Σ_j a_ij k_j,    k_i = a(t_i) x_i + b(t_i),    x⁺ = x + h Σ_i b_i k_i.
 *
 * The flow of a Gaussian target N(m, s²) from N(0, 1) along the path x_t = t x₁ + (1 − t) x₀ is such a field:
 *
 *   a = (t s² − (1 − t))/v,    b = m (1 − t a),    v = (1 − t)² + t² s²,    with the solution x(t) = t m + √(v(t)/v(0)) (x(0)).
 *
 * Its end is x(1) = m + s x(0), so errors far below float64's rounding can be seen. Within a step all numbers stand over one common
 * denominator, and no fraction is reduced.
 */
import { ArgumentError, show } from '../errors.ts';
import { type CandidateTableau, readCandidate } from './candidate.ts';
import { exactRational, type Fraction } from './coefficient.ts';
import { type ExactMethod, withExactMethod } from './exact-method.ts';
import { ratio } from './exact-number.ts';

/** a(t) and b(t) over one denominator q > 0. */
export interface AffineCoefficients {
  readonly slope: bigint;
  readonly offset: bigint;
  readonly q: bigint;
}

/** A field a(t) x + b(t) that maps rational times to rational coefficients. */
export type RationalField = (t: Fraction) => AffineCoefficients;

/** The states of a method at given times. */
export interface ExactTrajectory {
  /** The exact states p/q, not in lowest terms. */
  readonly exact: readonly Fraction[];
  /** The same, each rounded once to float64. */
  readonly states: Float64Array;
}

/**
 * The field that takes N(0, 1) to N(mean, variance) along the straight path, in rationals. Numbers are taken for the float64 that they are.
 *
 * @throws {ArgumentError} for a variance that is not positive, or what is no rational number.
 */
export function gaussianFlow({
  mean,
  variance,
}: {
  mean: string | number;
  variance: string | number;
}): RationalField {
  const m = exactRational('mean', mean);
  const s2 = exactRational('variance', variance);
  if (s2.p <= 0n) {
    throw new ArgumentError({ argument: 'variance', expected: 'a number > 0', received: show(variance) });
  }
  return ({ p: t, q }) => {
    const rest = q - t;
    // v = spread/(q² s2.q),  a = drift q/spread.
    const spread = rest * rest * s2.q + t * t * s2.p;
    const drift = t * s2.p - rest * s2.q;
    return { slope: drift * q * m.q, offset: m.p * (spread - drift * t), q: spread * m.q };
  };
}

function run<T>(
  method: ExactMethod<T>,
  field: RationalField,
  start: Fraction,
  times: readonly Fraction[],
): Fraction[] {
  const { ring, stages, denominator: D, b } = method;
  const integer = (x: T): bigint => ring.parts(x)[0];
  const c = method.c.map(integer);
  const a = method.a.map((row) => row.map(integer));
  const weights = b.values.map(integer);

  const states = [start];
  let { p: x, q } = start;
  for (let n = 1; n < times.length; n++) {
    const t = times[n - 1]!;
    const G = t.q * times[n]!.q;
    const H = times[n]!.p * t.q - t.p * times[n]!.q;
    let slopes: bigint[] = [];
    for (let i = 0; i < stages; i++) {
      const at = field({ p: t.p * times[n]!.q * D + c[i]! * H, q: G * D });
      const sum = slopes.reduce((s, k, j) => s + a[i]![j]! * k, 0n);
      const slope = at.slope * (x * G * D + H * sum) + at.offset * q * G * D;
      // Everything moves to the denominator of the new slope.
      const factor = at.q * G * D;
      slopes = [...slopes.map((k) => k * factor), slope];
      x *= factor;
      q *= factor;
    }
    const sum = slopes.reduce((s, k, i) => s + weights[i]! * k, 0n);
    x = x * G * b.denominator + H * sum;
    q *= G * b.denominator;
    states.push({ p: x, q });
  }
  return states;
}

/**
 * The states of an explicit method with rational coefficients on a rational field, in exact arithmetic.
 *
 * @param start x at the first time; a number is taken for the float64 that it is.
 * @param times where the steps begin and end; rising or falling.
 * @throws {ArgumentError} for an implicit method, fewer than two times, equal times, or what is no rational number.
 * @example
 * ```ts
 * import { exactTrajectory, gaussianFlow, rk4 } from 'flowproof';
 *
 * const field = gaussianFlow({ mean: 0, variance: '1/4' });
 * const times = Array.from({ length: 9 }, (_, i) => `${i}/8`);
 * const { states } = exactTrajectory(rk4, field, 1, times);
 * console.log((states[8]! - 0.5).toExponential(1)); // 7.0e-8
 * ```
 */
export function exactTrajectory(
  method: CandidateTableau,
  field: RationalField,
  start: string | number,
  times: readonly (string | number)[],
): ExactTrajectory {
  const read = readCandidate(method);
  if (read.radicand !== 1n) {
    throw new ArgumentError({
      argument: 'method',
      expected: 'rational coefficients',
      received: `√${read.radicand}`,
    });
  }
  if (!Array.isArray(times) || times.length < 2) {
    throw new ArgumentError({ argument: 'times', expected: 'two times at least', received: show(times) });
  }
  const grid = times.map((t, i) => exactRational(`times[${i}]`, t));
  for (let i = 1; i < grid.length; i++) {
    if (grid[i]!.p * grid[i - 1]!.q === grid[i - 1]!.p * grid[i]!.q) {
      throw new ArgumentError({
        argument: `times[${i}]`,
        expected: 'another time than the one before',
        received: show(times[i]),
      });
    }
  }
  const exact = withExactMethod(read, (exactMethod) => {
    if (!exactMethod.explicit) {
      throw new ArgumentError({
        argument: 'method',
        expected: 'an explicit method',
        received: show(read.name),
      });
    }
    return run(exactMethod, field, exactRational('start', start), grid);
  });
  return { exact, states: Float64Array.from(exact, ({ p, q }) => ratio(p, q)) };
}
