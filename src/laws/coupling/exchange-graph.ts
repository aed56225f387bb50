/**
 * The exchange graph of a plan: what it costs that row i takes over a partner of row j.
 *
 *   w(i → j) = min { c(i, l) − c(j, l) : π(j, l) > 0 }
 *
 * A cycle i₁ → i₂ → … → i₁ hands partners on, and changes the cost by the sum of its weights. The plan is optimal if and only if no
 * cycle is negative (cyclical monotonicity of its support); then shortest paths are potentials of the rows, fᵢ ≤ fⱼ + w(i → j), and
 * gₗ = minᵢ (c(i, l) − fᵢ) completes them. Bellman–Ford decides about all cycles at once in O(rows³), long ones too.
 *
 * Source: Villani, Optimal Transport: Old and New, theorem 5.10; Ahuja, Magnanti & Orlin, Network Flows, 9.1 and 5.5.
 */
import type { CouplingRun } from './run-coupling.ts';

/** Costs between all rows: squared distances. */
export interface Costs {
  readonly costs: Float64Array;
  /** max c, the scale of their rounding. */
  readonly largest: number;
}

/** ‖x₀⁽ⁱ⁾ − x₁⁽ʲ⁾‖², computed here and not by the coupling under test. */
export function costsOf(x0: readonly number[], x1: readonly number[], dim: number): Costs {
  const n = x0.length / dim;
  const costs = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < dim; k++) {
        const difference = x0[i * dim + k]! - x1[j * dim + k]!;
        costs[i * n + j]! += difference * difference;
      }
    }
  }
  return { costs, largest: costs.reduce((a, b) => Math.max(a, b), 0) };
}

/** w, [rows, rows]. `none`: the share of a row's mass below which an entry is rounding, and no pair. */
export function exchangeWeights(
  { plan, rows }: CouplingRun,
  costs: Float64Array,
  none: number,
): Float64Array {
  const weights = new Float64Array(rows * rows).fill(Infinity);
  for (let j = 0; j < rows; j++) {
    for (let l = 0; l < rows; l++) {
      if (!(plan[j * rows + l]! > none)) continue;
      for (let i = 0; i < rows; i++) {
        const change = costs[i * rows + l]! - costs[j * rows + l]!;
        if (change < weights[i * rows + j]!) weights[i * rows + j] = change;
      }
    }
  }
  return weights;
}

/** Shortest paths, or a cycle that lowers the cost. */
export type Exchange =
  | { readonly kind: 'optimal'; readonly f: Float64Array }
  | { readonly kind: 'cycle'; readonly rows: readonly number[]; readonly gain: number };

/** Bellman–Ford from all rows at once. Improvements up to `tolerance` are rounding. */
export function decideExchange(weights: Float64Array, n: number, tolerance: number): Exchange {
  const f = new Float64Array(n);
  const next = new Int32Array(n).fill(-1);
  let changed = -1;
  for (let round = 0; round <= n; round++) {
    changed = -1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const length = f[j]! + weights[i * n + j]!;
        if (length < f[i]! - tolerance) {
          f[i] = length;
          next[i] = j;
          changed = i;
        }
      }
    }
    if (changed < 0) return { kind: 'optimal', f };
  }
  return cycleFrom(next, changed, weights, n);
}

/** A row that still improves after n rounds leads into a cycle within n steps. */
function cycleFrom(next: Int32Array, start: number, weights: Float64Array, n: number): Exchange {
  let row = start;
  for (let k = 0; k < n; k++) row = next[row]!;
  const rows = [row];
  let gain = -weights[row * n + next[row]!]!;
  for (let i = next[row]!; i !== row; i = next[i]!) {
    rows.push(i);
    gain -= weights[i * n + next[i]!]!;
  }
  return { kind: 'cycle', rows, gain };
}

/** The lightest cycle of two rows or more, in a graph without negative ones (Floyd and Warshall): 0 where another plan costs the same. */
export function lightestCycle(weights: Float64Array, n: number): number {
  const d = weights.slice();
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) d[i * n + j] = Math.min(d[i * n + j]!, d[i * n + k]! + d[k * n + j]!);
    }
  }
  let least = Infinity;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) least = Math.min(least, d[i * n + j]! + d[j * n + i]!);
  }
  return least;
}
