/**
 * Weights of exponential Adams methods in λ = ln(α/σ), for d(x/σ) = D d(α/σ):
 *
 *   x₁ = (σ₁/σ₀) x₀ + α₁ ∫₀¹ h e^{−(1−s)h} D(s) ds,    s = (λ − λ₀)/h,  h = λ₁ − λ₀.
 *
 * With D a polynomial through D(0) and D(s_j) at q nodes, x₁ = (σ₁/σ₀) x₀ + A D(0) + Σ_j w_j (D(s_j) − D(0)), A = α₁ − α₀σ₁/σ₀, where the w_j are
 * fixed by Σ_j w_j s_jᵏ = α₁ m_k, k = 1 … q, with the moments m_k = ∫₀¹ h e^{−(1−s)h} sᵏ ds.
 */
import { expm1 } from '../math/index.ts';

/**
 * m_0 … m_q. For |h| ≥ 1 by parts, m_k = 1 − (k/h) m_{k−1}, which loses q! ulps at most; for smaller h that would cancel, and the series
 * m_k = h/(k+1) · (1 − h/(k+2) · (1 − h/(k+3) · …)) takes its place: 20 terms leave 1/20! of it.
 */
export function exponentialMoments(h: number, q: number): number[] {
  const moments = [-expm1(-h)];
  for (let k = 1; k <= q; k++) {
    if (Math.abs(h) >= 1) {
      moments.push(1 - (k / h) * moments[k - 1]!);
      continue;
    }
    let sum = 1;
    for (let j = 20; j >= 2; j--) sum = 1 - (h / (k + j)) * sum;
    moments.push((h / (k + 1)) * sum);
  }
  return moments;
}

/** w_j / α₁ for up to three nodes, all different and not 0. */
export function exponentialWeights(h: number, nodes: readonly number[]): number[] {
  return weightsOf(exponentialMoments(h, nodes.length), nodes);
}

/** The two w_j / α₁ of DPM-Solver++ 3M as published: with half of m_2. */
export function halvedWeights(h: number, nodes: readonly number[]): number[] {
  const [m0, m1, m2] = exponentialMoments(h, 2) as [number, number, number];
  return weightsOf([m0, m1, m2 / 2], nodes);
}

function weightsOf(moments: readonly number[], nodes: readonly number[]): number[] {
  const [, m1, m2, m3] = moments as [number, number, number, number];
  return nodes.map((s, j) => {
    const [a, b] = nodes.filter((_, i) => i !== j);
    if (a === undefined) return m1 / s;
    if (b === undefined) return (m2 - a * m1) / (s * (s - a));
    return (m3 - (a + b) * m2 + a * b * m1) / (s * (s - a) * (s - b));
  });
}
