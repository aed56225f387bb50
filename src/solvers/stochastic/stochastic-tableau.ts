/**
 * A stochastic Runge–Kutta method for additive noise, dX = b(t, X) dt + w(t) dB, as data. With h the step, ΔB the increment of B over
 * it and A = ∫ (B_s − B_t) ds / h its mean:
 *
 *   H_i = X + h Σ_{j<i} a_ij b(t + c_j h, H_j) + Σ_j w(t + d_j h) (e_ij ΔB + f_ij A)
 *   X⁺  = X + h Σ_i β_i b(t + c_i h, H_i)      + Σ_j w(t + d_j h) (ε_j ΔB + φ_j A)
 *
 * (ΔB, A) is Gaussian with covariance [h, h/2; h/2, h/3]. Two independent standard normals ξ₁, ξ₂ give it as ΔB = √h ξ₁ and
 * A = ½√h (ξ₁ + ξ₂/√3); a method whose f and φ are all zero needs ξ₁ only. The noise is additive, so Itô and Stratonovich agree, and
 * Milstein's method is Euler–Maruyama's.
 *
 * Sources: A. Rößler, "Runge–Kutta methods for the strong approximation of solutions of stochastic differential equations", SIAM J.
 * Numer. Anal. 48 (2010), section 6 (SRA methods, with the terms e and ε beside his f and φ); P. Kloeden & E. Platen, Numerical
 * Solution of Stochastic Differential Equations (1992), eq. 10.4.3 for the pair (ΔB, A).
 */
import { ArgumentError, show } from '../../errors.ts';
import { commonDenominator, parseRational, type Rational } from '../rational.ts';

/** Weights of w(t + d_j h) ΔB and of w(t + d_j h) A, one each for every abscissa d_j; exact rationals. */
export interface NoiseWeights {
  readonly increment: readonly string[];
  readonly mean: readonly string[];
}

/** A stochastic Runge–Kutta method for additive noise. Yours is such an object, too. */
export interface StochasticTableau {
  readonly kind: 'stochastic-runge-kutta';
  readonly name: string;
  /** Order of the error of expectations, E f(X_N) − E f(X(1)). */
  readonly weakOrder: number;
  /** Order of the root mean square error along one Brownian path; half-integers occur. */
  readonly strongOrder: number;
  /** Abscissae of the drift, in [0, 1]. */
  readonly c: readonly string[];
  /** Row i holds a_i1 … a_i,i−1. */
  readonly a: readonly (readonly string[])[];
  /** Weights β of the drift. */
  readonly b: readonly string[];
  /** Abscissae of the noise, in [0, 1]. */
  readonly d: readonly string[];
  /** e_i, f_i of each stage. */
  readonly stageNoise: readonly NoiseWeights[];
  /** ε, φ of the step. */
  readonly noise: NoiseWeights;
}

/** Σ_j (w_j / D) k_j over the stages with a weight, as in a deterministic tableau. */
export interface DriftCombination {
  readonly stages: readonly number[];
  readonly weights: readonly number[];
  readonly denominator: number;
}

/** Weights of {@link NoiseWeights} as numbers. */
export interface NoiseCombination {
  readonly increment: readonly number[];
  readonly mean: readonly number[];
}

/** A stochastic tableau made ready for the loop. */
export interface StochasticMethod {
  readonly stages: number;
  /** Standard normals per step and coordinate: 1 or 2. */
  readonly draws: 1 | 2;
  readonly c: readonly { readonly p: number; readonly q: number }[];
  readonly d: readonly { readonly p: number; readonly q: number }[];
  readonly inner: readonly DriftCombination[];
  readonly outer: DriftCombination;
  readonly innerNoise: readonly NoiseCombination[];
  readonly outerNoise: NoiseCombination;
}

function fail(argument: string, expected: string, received: unknown): never {
  throw new ArgumentError({ argument, expected, received: show(received) });
}

function rationals(argument: string, texts: readonly string[], length: number): Rational[] {
  if (!Array.isArray(texts) || texts.length !== length) fail(argument, `${length} entries`, texts);
  return texts.map((text, j) => parseRational(`${argument}[${j}]`, text));
}

function abscissae(argument: string, texts: readonly string[], length: number): { p: number; q: number }[] {
  return rationals(argument, texts, length).map(({ p, q }, j) => {
    if (p < 0n || p > q) fail(`${argument}[${j}]`, 'an abscissa in [0, 1]', texts[j]);
    return { p: Number(p), q: Number(q) };
  });
}

function combination(coefficients: readonly Rational[]): DriftCombination {
  const d = commonDenominator(coefficients);
  const used = coefficients.map(({ p, q }, j) => ({ j, w: p * (d / q) })).filter(({ w }) => w !== 0n);
  return {
    stages: used.map(({ j }) => j),
    weights: used.map(({ w }) => Number(w)),
    denominator: Number(d),
  };
}

function noiseCombination(argument: string, weights: NoiseWeights, count: number): NoiseCombination {
  const numbers = (part: 'increment' | 'mean'): number[] =>
    rationals(`${argument}.${part}`, weights?.[part], count).map(({ p, q }) => Number(p) / Number(q));
  return { increment: numbers('increment'), mean: numbers('mean') };
}

/**
 * Checks a stochastic tableau and prepares it.
 *
 * @throws {ArgumentError} naming the entry at fault.
 */
export function stochasticMethod(tableau: StochasticTableau): StochasticMethod {
  if (tableau?.kind !== 'stochastic-runge-kutta' || !Array.isArray(tableau.b) || !Array.isArray(tableau.d)) {
    fail('solver', 'a stochastic solver such as eulerMaruyama, stochasticHeun, sra1 or edmChurn(…)', tableau);
  }
  const stages = tableau.b.length;
  const count = tableau.d.length;
  if (stages === 0) fail('solver.b', 'at least one stage', tableau.b);
  if (!Array.isArray(tableau.a) || tableau.a.length !== stages) fail('solver.a', `${stages} rows`, tableau.a);
  if (!Array.isArray(tableau.stageNoise) || tableau.stageNoise.length !== stages) {
    fail('solver.stageNoise', `${stages} entries`, tableau.stageNoise);
  }
  const innerNoise = tableau.stageNoise.map((w, i) => noiseCombination(`solver.stageNoise[${i}]`, w, count));
  const outerNoise = noiseCombination('solver.noise', tableau.noise, count);
  if ([...innerNoise[0]!.increment, ...innerNoise[0]!.mean].some((w) => w !== 0)) {
    fail('solver.stageNoise[0]', 'zeros: the first stage is the state itself', tableau.stageNoise[0]);
  }
  const twoDraws = [...innerNoise, outerNoise].some(({ mean }) => mean.some((w) => w !== 0));
  return {
    stages,
    draws: twoDraws ? 2 : 1,
    c: abscissae('solver.c', tableau.c, stages),
    d: abscissae('solver.d', tableau.d, count),
    inner: tableau.a.map((row, i) => combination(rationals(`solver.a[${i}]`, row, i))),
    outer: combination(rationals('solver.b', tableau.b, stages)),
    innerNoise,
    outerNoise,
  };
}
