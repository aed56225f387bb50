/**
 * Gauss–Hermite nodes and weights for the standard normal: Σ wᵢ f(yᵢ) = E f(Y), Y ~ N(0, 1), exact for polynomials of degree ≤ 2n − 1.
 *
 * Nodes are the zeros of the Hermite polynomial Heₙ of weight φ(y) = e^(−y²/2)/√(2π), by Newton's method on the orthonormal hₖ,
 *   √(k+1) hₖ₊₁ = y hₖ − √k hₖ₋₁,  hₙ′ = √n hₙ₋₁,  w = 1 / (n hₙ₋₁(y)²),
 * from y = √(4n + 2) cos(φ/2), φ − sin φ = π (4i − 1)/(2n + 1): the zeros of the oscillating approximation. For a function analytic in
 * the strip |Im y| < a the error falls like e^(−2a√n). Sources: Golub & Welsch (1969) for the weights; Szegő,
 * Orthogonal Polynomials, section 6.32 and 8.22 for the zeros.
 */
import { checkCount } from '../array/float-array.ts';
import { cos, sin } from './sin-cos.ts';

/** Nodes ascending, symmetric about 0, and weights of sum 1. */
export interface GaussHermite {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const PI = 3.141592653589793;
const rules = new Map<number, GaussHermite>();

/**
 * The rule with `n` points, 1 ≤ n ≤ 512; computed once. Weights below 2⁻¹⁰²⁴ are 0 (outermost nodes, from n ≈ 360 on).
 *
 * ```ts
 * import { gaussHermite } from 'flowproof';
 * gaussHermite(2).nodes; // [-1, 1], weights [0.5, 0.5]
 * ```
 */
export function gaussHermite(n: number): GaussHermite {
  checkCount('n', n, 1, 512);
  let rule = rules.get(n);
  if (!rule) {
    rule = compute(n);
    rules.set(n, rule);
  }
  return rule;
}

function compute(n: number): GaussHermite {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 1; 2 * i <= n + 1; i++) {
    let y = 2 * i === n + 1 ? 0 : start(n, i);
    let below = 0;
    for (let step = 0; step < 8; step++) {
      let previous = 0;
      let value = 1;
      for (let k = 0; k < n; k++) {
        const next = (y * value - Math.sqrt(k) * previous) / Math.sqrt(k + 1);
        previous = value;
        value = next;
      }
      below = previous;
      if (y === 0) break;
      y -= value / (Math.sqrt(n) * below);
    }
    nodes[i - 1] = -y;
    nodes[n - i] = y;
    weights[i - 1] = weights[n - i] = 1 / (n * below * below);
  }
  if (n % 2 === 1) nodes[(n - 1) / 2] = 0;
  return { nodes, weights };
}

/** Close to the i-th largest zero of Heₙ. */
function start(n: number, i: number): number {
  const phase = (PI * (4 * i - 1)) / (2 * n + 1);
  // φ − sin φ = phase rises in φ; φ³ ≈ 6·phase near 0, where Newton's method would start flat.
  let low = 0;
  let high = PI;
  for (let step = 0; step < 40; step++) {
    const middle = 0.5 * (low + high);
    if (middle - sin(middle) < phase) low = middle;
    else high = middle;
  }
  return Math.sqrt(4 * n + 2) * cos(0.25 * (low + high));
}
