/**
 * Order conditions of an explicit multistep method on uneven steps h_n, h_{n−1}, …, in exact arithmetic:
 *
 *   x⁺ = x + h_n Σ_j β_j u(t_{n−j}, x_{n−j})   has order p   when   Σ_j β_j s_jᵐ = 1/(m + 1) for m = 0 … p − 1,
 *
 * where s_j = (t_{n−j} − t_n)/h_n: polynomials of degree p are stepped exactly. k weights can fulfil k of them, and the only ones that do
 * are those of Adams and Bashforth, β_j = ∫₀¹ ℓ_j(s) ds with the Lagrange basis ℓ_j on s_0 = 0, s_1, ….
 *
 * Source: E. Hairer, S. P. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I" (1993), III.1 and III.5.
 */
import { ArgumentError, show } from '../errors.ts';
import { addRational, type Rational, rational, subtractRational } from '../solvers/rational.ts';
import { exactRational } from './coefficient.ts';
import { type ExactNumber, exactNumber } from './exact-number.ts';
import { integers, signOf } from './integer-ring.ts';

/** How far the conditions of a multistep method hold. */
export interface MultistepOrder {
  /** All conditions up to this order hold. */
  readonly order: number;
  /** Σ_j β_j s_jᵐ − 1/(m + 1) for m = 0 … k, one more than there are weights. */
  readonly residuals: readonly ExactNumber[];
}

const times = (a: Rational, b: Rational): Rational => rational(a.p * b.p, a.q * b.q);
const over = (a: Rational, b: Rational): Rational =>
  rational(a.p * b.q * BigInt(signOf(b.p)), a.q * (b.p < 0n ? -b.p : b.p));
const ZERO: Rational = { p: 0n, q: 1n };
const ONE: Rational = { p: 1n, q: 1n };

/** s_0 = 0, s_1 = −h_{n−1}/h_n, …, for as many points as there are steps. */
function points(steps: readonly (string | number)[]): Rational[] {
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > 20) {
    throw new ArgumentError({
      argument: 'steps',
      expected: '1 to 20 step sizes, the newest first',
      received: show(steps),
    });
  }
  const sizes = steps.map((h, i) => {
    const { p, q } = exactRational(`steps[${i}]`, h);
    if (p === 0n || signOf(p) !== signOf(exactRational('steps[0]', steps[0]!).p)) {
      throw new ArgumentError({
        argument: `steps[${i}]`,
        expected: 'step sizes of one sign',
        received: show(h),
      });
    }
    return rational(p, q);
  });
  const [h, ...before] = sizes;
  const s = [ZERO];
  for (const size of before) s.push(subtractRational(s.at(-1)!, over(size, h!)));
  return s;
}

/**
 * The order of the weights β_0, β_1, … on steps h_n, h_{n−1}, …, as many as weights. Numbers are taken for the float64 that they are.
 *
 * @param tolerance the largest |residual| that counts as 0, for weights that are rounded.
 * @throws {ArgumentError} for steps that are zero, of both signs or not as many as weights.
 * @example
 * ```ts
 * import { multistepOrder } from 'flowproof';
 *
 * console.log(multistepOrder(['3/2', '-1/2'], [1, 1]).order); // 2
 * console.log(multistepOrder(['3/2', '-1/2'], [1, 2]).order); // 1
 * ```
 */
export function multistepOrder(
  weights: readonly (string | number)[],
  steps: readonly (string | number)[],
  tolerance: number = 0,
): MultistepOrder {
  const s = points(steps);
  if (!Array.isArray(weights) || weights.length !== s.length) {
    throw new ArgumentError({
      argument: 'weights',
      expected: `${s.length} weights, one for each step`,
      received: show(weights),
    });
  }
  const beta = weights.map((b, i) => exactRational(`weights[${i}]`, b));
  let powers = s.map(() => ONE);
  const residuals: ExactNumber[] = [];
  for (let m = 0; m <= s.length; m++) {
    const sum = beta.map((b, j) => times(b, powers[j]!)).reduce(addRational, rational(-1n, BigInt(m + 1)));
    residuals.push(exactNumber(integers, sum.p, sum.q));
    powers = powers.map((x, j) => times(x, s[j]!));
  }
  const failing = residuals.findIndex(({ value }) => !(Math.abs(value) <= tolerance));
  return { order: failing < 0 ? residuals.length : failing, residuals };
}

/**
 * The weights of Adams and Bashforth on uneven steps h_n, h_{n−1}, …, as '3/2'-like texts.
 *
 * @throws {ArgumentError} for steps that are zero or of both signs.
 * @example
 * ```ts
 * import { adamsBashforthRationals } from 'flowproof';
 *
 * console.log(adamsBashforthRationals([1, 1, 1]).join(' ')); // 23/12 -4/3 5/12
 * ```
 */
export function adamsBashforthRationals(steps: readonly (string | number)[]): string[] {
  const s = points(steps);
  return s.map((own, j) => {
    // ℓ_j, coefficients of 1, s, s², ….
    let basis = [ONE];
    for (const [i, other] of s.entries()) {
      if (i === j) continue;
      const scale = over(ONE, subtractRational(own, other));
      basis = [...basis, ZERO].map((a, k) =>
        times(scale, subtractRational(basis[k - 1] ?? ZERO, times(other, a))),
      );
    }
    const { p, q } = basis.map((a, k) => times(a, rational(1n, BigInt(k + 1)))).reduce(addRational);
    return q === 1n ? String(p) : `${p}/${q}`;
  });
}
