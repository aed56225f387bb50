/**
 * The arithmetic of a stochastic stage: out = x + (h s + (p ξ₁ + q ξ₂)), s = w_0 k_0 + w_1 k_1 + … from left to right.
 *
 * h stands for h/D of the combination. With one draw a step, q ξ₂ is left out. Two loops of the same shape: float64 in plain operators;
 * float32 with every operation, and every coefficient, rounded by itself. Without noise (p = q = 0) both give the bits of the
 * deterministic kernels.
 */
import type { FloatArray } from '../../array/float-array.ts';
import type { DriftCombination } from './stochastic-tableau.ts';

/** Of a combination all but its denominator, by which the caller has divided h. */
export type WeightedStages = Pick<DriftCombination, 'stages' | 'weights'>;

const round = Math.fround;

/** out = x + (h s + (p ξ₁ + q ξ₂)) for k [stages, n] and ξ [draws, n]; `out` may be `x`. */
export function noisyCombination(
  x: FloatArray,
  k: FloatArray,
  by: WeightedStages,
  h: number,
  xi: FloatArray,
  p: number,
  q: number,
  out: FloatArray,
): void {
  if (x instanceof Float32Array) inFloat32(x, k, by, round(h), xi, round(p), round(q), out);
  else inFloat64(x, k, by, h, xi, p, q, out);
}

function inFloat64(
  x: FloatArray,
  k: FloatArray,
  { stages, weights }: WeightedStages,
  h: number,
  xi: FloatArray,
  p: number,
  q: number,
  out: FloatArray,
): void {
  const n = x.length;
  const used = stages.length;
  const two = xi.length === 2 * n;
  for (let i = 0; i < n; i++) {
    let s = used === 0 ? 0 : weights[0]! * k[stages[0]! * n + i]!;
    for (let j = 1; j < used; j++) s += weights[j]! * k[stages[j]! * n + i]!;
    const noise = two ? p * xi[i]! + q * xi[n + i]! : p * xi[i]!;
    out[i] = x[i]! + (h * s + noise);
  }
}

function inFloat32(
  x: Float32Array,
  k: FloatArray,
  { stages, weights }: WeightedStages,
  h: number,
  xi: FloatArray,
  p: number,
  q: number,
  out: FloatArray,
): void {
  const n = x.length;
  const used = stages.length;
  const two = xi.length === 2 * n;
  for (let i = 0; i < n; i++) {
    let s = used === 0 ? 0 : round(weights[0]! * k[stages[0]! * n + i]!);
    for (let j = 1; j < used; j++) s = round(s + round(weights[j]! * k[stages[j]! * n + i]!));
    const first = round(p * xi[i]!);
    const noise = two ? round(first + round(q * xi[n + i]!)) : first;
    out[i] = round(x[i]! + round(round(h * s) + noise));
  }
}
