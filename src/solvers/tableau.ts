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
  toNumber,
} from './rational.ts';

/**
 * An explicit Runge–Kutta method, its coefficients as strings: '1/6', '-3/8', '2' or decimals such as '0.161', each for exactly what it
 * says. Your own method is such an object too; `solve` checks it exactly.
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
  /** One set of embedded weights makes the error estimate (the default), or the first two together as in DOP853. */
  readonly estimate?: 'single' | 'combined';
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
 * Where all w_j and D are integers up to 2⁵³, they are exact: then x + (h/D) Σ w_j k_j rounds h/D once and no coefficient at all. Beyond that,
 * as for most decimals, D = 1 and the w_j are the coefficients rounded to float64, each by at most 2⁻⁵³ of itself. Where a float32 kernel
 * cannot hold the w_j, it takes the nearest integers over a power of two, with the same sum (kernel-float32.ts): DOP853 with 128 compensated steps on the anchor
 * then ends at 6.8e-8, as the classic method does, and with single roundings at 5.5e-7.
 */
export interface Combination {
  /** The stages j with a non-zero weight, ascending. */
  readonly stages: Int32Array;
  /** The weights w_j. */
  readonly weights: Float64Array;
  /** D. */
  readonly denominator: number;
}

/** A tableau made ready for a kernel. */
export interface Method {
  readonly kind: 'runge-kutta';
  /** The stages that a fixed step needs: trailing ones that it does not use are left out. */
  readonly stages: number;
  /** Abscissae p/q with integers, or q = 1 and p rounded where q is so large that step counts would round. */
  readonly c: readonly { readonly p: number; readonly q: number }[];
  /** The state of stage i ≥ 1 out of k_0 … k_{i−1}; entry 0 is empty. */
  readonly inner: readonly Combination[];
  /** The step. */
  readonly outer: Combination;
}

/** Up to it, integer weights are exact. */
const LARGEST_WEIGHT = 1n << 53n;
/** Up to it, (iq + p)/(Nq) is a quotient of exact integers for every N below 2³³. */
const LARGEST_ABSCISSA = 1n << 20n;

function combination(coefficients: readonly Rational[]): Combination {
  const d = commonDenominator(coefficients);
  const used = coefficients.map((r, j) => ({ j, r, w: r.p * (d / r.q) })).filter(({ w }) => w !== 0n);
  // A stage that is evaluated at the state itself.
  if (used.length === 0 && coefficients.length > 0) used.push({ j: 0, r: coefficients[0]!, w: 0n });
  const exact = d <= LARGEST_WEIGHT && used.every(({ w }) => w <= LARGEST_WEIGHT && -w <= LARGEST_WEIGHT);
  return {
    stages: Int32Array.from(used, ({ j }) => j),
    weights: Float64Array.from(used, ({ r, w }) => (exact ? Number(w) : toNumber(r))),
    denominator: exact ? Number(d) : 1,
  };
}

function abscissa(c: Rational): { p: number; q: number } {
  return c.q <= LARGEST_ABSCISSA ? { p: Number(c.p), q: Number(c.q) } : { p: toNumber(c), q: 1 };
}

function sum(numbers: readonly Rational[]): Rational {
  return numbers.reduce(addRational, rational(0n, 1n));
}

function near(a: Rational, b: Rational, precision: Rational | null): boolean {
  if (!precision) return equalRational(a, b);
  const difference = addRational(a, rational(-b.p, b.q));
  const size = difference.p < 0n ? -difference.p : difference.p;
  return size * precision.q <= precision.p * difference.q;
}

function fail(argument: string, expected: string, received: unknown): never {
  throw new ArgumentError({ argument, expected, received: show(received) });
}

type Parts = readonly [c: unknown, a: unknown, b: unknown, precision: unknown];

/**
 * Methods by the tableau that they were made of, with a copy of what it said then: the exact arithmetic on many decimals takes a millisecond,
 * and one method takes many a solve.
 */
const known = new WeakMap<Tableau, { readonly parts: Parts; readonly method: Method }>();

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, i) => same(value, b[i]));
}

/**
 * Checks a tableau in exact arithmetic (shape, Σ_j a_ij = c_i, c_i in [0, 1], Σ b = 1; the sums within `precision` where it is stated) and
 * prepares it.
 *
 * @param name what the caller calls it, for errors.
 * @throws {ArgumentError} naming the entry at fault.
 */
export function method(tableau: Tableau, name = 'solver'): Method {
  const found = known.get(tableau);
  if (found && same(found.parts, [tableau.c, tableau.a, tableau.b, tableau.precision])) return found.method;
  const made = checked(tableau, name);
  const { c, a, b, precision } = tableau;
  known.set(tableau, { parts: [[...c], a.map((row) => [...row]), [...b], precision], method: made });
  return made;
}

function checked(tableau: Tableau, name: string): Method {
  const at = (part: string): string => `${name}.${part}`;
  if (!tableau || !Array.isArray(tableau.a) || !Array.isArray(tableau.b) || !Array.isArray(tableau.c)) {
    fail(name, 'a Runge–Kutta tableau such as euler, heun or rk4', tableau);
  }
  const stages = tableau.b.length;
  if (stages === 0) fail(at('b'), 'at least one stage', tableau.b);
  if (tableau.c.length !== stages) fail(at('c'), `${stages} abscissae`, tableau.c);
  if (tableau.a.length !== stages) fail(at('a'), `${stages} rows`, tableau.a);

  const precision =
    tableau.precision === undefined ? null : parseRational(at('precision'), tableau.precision);
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
    if (!near(sum(a[i]!), ci, precision)) fail(at(`a[${i}]`), `a row sum of ${tableau.c[i]}`, tableau.a[i]);
  }
  if (!near(sum(b), rational(1n, 1n), precision)) fail(at('b'), 'weights that sum to 1', tableau.b);

  const used = b.findLastIndex(({ p }) => p !== 0n) + 1;
  return {
    kind: 'runge-kutta',
    stages: used,
    c: c.slice(0, used).map(abscissa),
    inner: a.slice(0, used).map(combination),
    outer: combination(b),
  };
}
