/**
 * The quantile function of the Beta(a, b) distribution, by bisection of its distribution function
 *
 *   B_x(a, b) = ∫₀ˣ s^{a−1} (1 − s)^{b−1} ds = x^a (1 − x)^b / a · Σ_n x^n Π_{k=1}^n (a + b + k − 1)/(a + k),
 *
 * whose terms are all positive and fall like 2⁻ⁿ for x ≤ ½; the other half is B_{1−x}(b, a), and the normaliser the sum of both at ½. So no Γ
 * is needed, and both tails keep their digits. Source: DLMF 8.17.8.
 */
import { exp, log } from '../../math/index.ts';

/** B_x(a, b) for x in (0, ½]. */
function incompleteBeta(x: number, a: number, b: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * (Number.EPSILON / 4); k++) {
    term *= (x * (a + b + k - 1)) / (a + k);
    sum += term;
  }
  return (sum * exp(a * log(x) + b * log(1 - x))) / a;
}

/** x in (0, ½] with B_x(a, b) = mass: between the last two floats that bracket it. */
function solve(mass: number, a: number, b: number): number {
  let [low, high] = [0, 0.5];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < mass) low = middle;
    else high = middle;
  }
}

/** x with P(X ≤ x) = i/n for X from Beta(a, b); a, b > 0, 0 < i < n. */
export function betaQuantile(i: number, n: number, a: number, b: number): number {
  const [lower, upper] = [incompleteBeta(0.5, a, b), incompleteBeta(0.5, b, a)];
  const total = lower + upper;
  const mass = (i / n) * total;
  if (mass <= lower) return solve(mass, a, b);
  return 1 - solve(((n - i) / n) * total, b, a);
}
