/**
 * Gauss–Legendre nodes and weights on [0, 1]: Σ wᵢ f(xᵢ) is exact for polynomials of degree ≤ 2n − 1.
 *
 * Roots of the Legendre polynomial Pₙ by Newton's method from cos(π (i − ¼) / (n + ½)); w = 1 / ((1 − z²) Pₙ′(z)²) after the
 * map from [−1, 1]. Source: Golub & Welsch (1969) for the theory; the iteration is in Davis & Rabinowitz, Methods of
 * Numerical Integration, section 2.7.
 */
import { checkCount } from '../array/float-array.ts';
import { cosPi } from './sin-cos.ts';

/** Nodes ascending in (0, 1), and weights of sum 1. */
export interface GaussLegendre {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<number, GaussLegendre>();

/**
 * The rule with `n` points, 1 ≤ n ≤ 4096; computed once.
 *
 * ```ts
 * import { gaussLegendre } from 'flowproof';
 * gaussLegendre(1).nodes; // [0.5]
 * ```
 */
export function gaussLegendre(n: number): GaussLegendre {
  checkCount('n', n, 1, 4096);
  let rule = rules.get(n);
  if (!rule) {
    rule = compute(n);
    rules.set(n, rule);
  }
  return rule;
}

/** The rule with `n` points between each two neighbours of `edges`, ascending: nodes and weights of ∫ from the first edge to the last. */
export function gaussLegendrePanels(edges: ArrayLike<number>, n: number): GaussLegendre {
  const rule = gaussLegendre(n);
  const total = Math.max(0, edges.length - 1) * n;
  const nodes = new Float64Array(total);
  const weights = new Float64Array(total);
  for (let at = 0; at < total; at++) {
    const panel = Math.floor(at / n);
    const width = edges[panel + 1]! - edges[panel]!;
    nodes[at] = edges[panel]! + width * rule.nodes[at % n]!;
    weights[at] = width * rule.weights[at % n]!;
  }
  return { nodes, weights };
}

function compute(n: number): GaussLegendre {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; 2 * i < n; i++) {
    let z = 2 * i + 1 === n ? 0 : cosPi((i + 0.75) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let previous = 1;
      let value = z;
      for (let k = 2; k <= n; k++) {
        const next = ((2 * k - 1) * z * value - (k - 1) * previous) / k;
        previous = value;
        value = next;
      }
      slope = (n * (previous - z * value)) / (1 - z * z);
      z -= value / slope;
    }
    nodes[i] = 0.5 - 0.5 * z;
    nodes[n - 1 - i] = 0.5 + 0.5 * z;
    weights[i] = weights[n - 1 - i] = 1 / ((1 - z * z) * slope * slope);
  }
  return { nodes, weights };
}
