/**
 * An explicit Runge–Kutta method as data: the Butcher tableau (c | A | bᵀ) in exact rationals.
 *
 *   k_i = u(t + c_i h, x + h Σ_{j<i} a_ij k_j),    x⁺ = x + h Σ_i b_i k_i.
 *
 * Source of the notation: J. C. Butcher, "On Runge–Kutta processes of high order", J. Austral. Math. Soc. 4 (1964).
 */
import { ArgumentError, show } from '../errors.ts';
import {
  addRational,
  commonDenominator,
  equalRational,
  parseRational,
  type Rational,
  rational,
} from './rational.ts';

/**
 * A fixed-step explicit Runge–Kutta method. Your own method is such an object too; `solve` checks it exactly.
 *
 * @example
 * ```ts
 * import { type Tableau, solve } from 'flowproof';
 *
 * const midpoint: Tableau = { name: 'midpoint', order: 2, c: ['0', '1/2'], a: [[], ['1/2']], b: ['0', '1'] };
 * const decay = (t: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void => {
 *   for (let i = 0; i < x.length; i++) out[i] = -x[i]!;
 * };
 * const { x } = solve(decay, new Float64Array([1]), { dim: 1, solver: midpoint, steps: 2 });
 * console.log(x[0]); // 0.390625
 * ```
 */
export interface Tableau {
  readonly kind?: 'runge-kutta';
  readonly name: string;
  /** Largest p with a local error of O(h^{p+1}). */
  readonly order: number;
  /** Abscissae, in [0, 1]. */
  readonly c: readonly string[];
  /** Row i holds a_i1 … a_i,i−1: strictly lower triangular. */
  readonly a: readonly (readonly string[])[];
  /** Weights; they sum to 1. */
  readonly b: readonly string[];
  /** Further weights b̂ on the same stages: b − b̂ estimates the error of a step. The first is the one used by default. */
  readonly embedded?: readonly EmbeddedWeights[];
  /** A solution between the ends of a step. */
  readonly dense?: DenseOutput;
  /** The last stage is evaluated at x⁺ itself (its row of A is b), and is the first stage of the next step. */
  readonly fsal?: boolean;
  /**
   * ε, where the coefficients are known as decimals only: the largest residual that their order conditions may leave. Without it they
   * are exact.
   */
  readonly precision?: string;
}

/** Weights b̂ on the stages of a tableau, of an order q ≠ p. */
export interface EmbeddedWeights {
  readonly name: string;
  readonly order: number;
  readonly b: readonly string[];
}

/** x(t + θh) ≈ x + h Σ_i b_i(θ) k_i for 0 ≤ θ ≤ 1, of local order q + 1 at every θ. */
export interface DenseOutput {
  readonly order: number;
  /** Stages that only the dense output uses, after those of the step; their rows of A have all stages before them. */
  readonly c?: readonly string[];
  readonly a?: readonly (readonly string[])[];
  /** Row i holds the coefficients of θ, θ², θ³, … in b_i(θ). */
  readonly b: readonly (readonly string[])[];
}

/**
 * One linear combination Σ_j (w_j / D) k_j of a tableau, over the common denominator D and without its zeros.
 *
 * For every tableau of this room the w_j are small integers, exact in float32: then x + (h/D) Σ w_j k_j rounds h/D once
 * and no coefficient at all.
 */
export interface Combination {
  /** The stages j with a non-zero weight, ascending. */
  readonly stages: Int32Array;
  /** The integer weights w_j. */
  readonly weights: Float64Array;
  /** D. */
  readonly denominator: number;
}

/** A tableau made ready for a kernel. */
export interface Method {
  readonly stages: number;
  readonly c: readonly { readonly p: number; readonly q: number }[];
  /** The state of stage i ≥ 1 out of k_0 … k_{i−1}; entry 0 is empty. */
  readonly inner: readonly Combination[];
  /** The step. */
  readonly outer: Combination;
}

function combination(coefficients: readonly Rational[]): Combination {
  const d = commonDenominator(coefficients);
  const used = coefficients.map((r, j) => ({ j, w: r.p * (d / r.q) })).filter(({ w }) => w !== 0n);
  return {
    stages: Int32Array.from(used, ({ j }) => j),
    weights: Float64Array.from(used, ({ w }) => Number(w)),
    denominator: Number(d),
  };
}

function sum(numbers: readonly Rational[]): Rational {
  return numbers.reduce(addRational, rational(0n, 1n));
}

function fail(argument: string, expected: string, received: unknown): never {
  throw new ArgumentError({ argument, expected, received: show(received) });
}

/**
 * Checks a tableau in exact arithmetic (shape, Σ_j a_ij = c_i, c_i in [0, 1], Σ b = 1) and prepares it.
 *
 * @throws {ArgumentError} naming the entry at fault.
 */
export function method(tableau: Tableau): Method {
  const at = (part: string): string => `solver.${part}`;
  if (!tableau || !Array.isArray(tableau.a) || !Array.isArray(tableau.b) || !Array.isArray(tableau.c)) {
    fail('solver', 'a Runge–Kutta tableau such as euler, heun or rk4', tableau);
  }
  const stages = tableau.b.length;
  if (stages === 0) fail(at('b'), 'at least one stage', tableau.b);
  if (tableau.c.length !== stages) fail(at('c'), `${stages} abscissae`, tableau.c);
  if (tableau.a.length !== stages) fail(at('a'), `${stages} rows`, tableau.a);

  const c = tableau.c.map((text, i) => parseRational(at(`c[${i}]`), text));
  const b = tableau.b.map((text, i) => parseRational(at(`b[${i}]`), text));
  const a = tableau.a.map((row, i) => {
    if (!Array.isArray(row) || row.length !== i) {
      fail(at(`a[${i}]`), `${i} entries: an explicit method is strictly lower triangular`, row);
    }
    return row.map((text, j) => parseRational(at(`a[${i}][${j}]`), text));
  });
  for (let i = 0; i < stages; i++) {
    const ci = c[i]!;
    if (ci.p < 0n || ci.p > ci.q) fail(at(`c[${i}]`), 'an abscissa in [0, 1]', tableau.c[i]);
    if (!equalRational(sum(a[i]!), ci)) fail(at(`a[${i}]`), `a row sum of ${tableau.c[i]}`, tableau.a[i]);
  }
  if (!equalRational(sum(b), rational(1n, 1n))) fail(at('b'), 'weights that sum to 1', tableau.b);

  return {
    stages,
    c: c.map(({ p, q }) => ({ p: Number(p), q: Number(q) })),
    inner: a.map(combination),
    outer: combination(b),
  };
}
