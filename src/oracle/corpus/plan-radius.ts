/**
 * How far a settled Sinkhorn plan may be from the plan itself.
 *
 *   |ln P̂ − ln P| ≤ (δ + ρ)/(1 − κ²) + 3ρ,   κ = tanh(Δ/4),   Δ = max over i, j, k, l of |Kᵢₗ − Kᵢⱼ − Kₖₗ + Kₖⱼ|,   K = −C/ε
 *
 * A round of scalings contracts the spread max f − min f of the distance from the fixed point by κ² (Birkhoff; Peyré & Cuturi,
 * Computational Optimal Transport (2019), theorem 4.1), so that a last round of spread δ leaves δ/(1 − κ²). ρ are the roundings of one
 * round: n + 8 of numbers no larger than max|K| + nm, and those of K itself.
 */
import { tanh } from '../../math/index.ts';
import type { Case } from '../contract.ts';
import { SETTLED } from '../formulas/couplings.ts';

const U = 1.1102230246251565e-16;

export function planRadius({ sizes, inputs }: Case, plan: Float64Array): Float64Array {
  const { rows, columns, dim } = sizes as { rows: number; columns: number; dim: number };
  const [x0, x1] = [inputs.x0!.data, inputs.x1!.data];
  const epsilon = inputs.epsilon!.data[0]!;
  const K = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let cost = 0;
      for (let k = 0; k < dim; k++) {
        const gap = x0[i * dim + k]! - x1[j * dim + k]!;
        cost += gap * gap;
      }
      return -cost / epsilon;
    }),
  );
  let spread = 0;
  for (const a of K) {
    for (const b of K) {
      const gaps = a.map((value, j) => value - b[j]!);
      spread = Math.max(spread, Math.max(...gaps) - Math.min(...gaps));
    }
  }
  const kappa = tanh(spread / 4);
  const size = Math.max(...K.flat().map(Math.abs)) + rows * columns;
  const rounding = (Math.max(rows, columns) + dim + 10) * U * size;
  const off = (2 * SETTLED + 2 * rounding) / (1 - kappa * kappa) + 3 * rounding;
  return plan.map((p) => p * off);
}
