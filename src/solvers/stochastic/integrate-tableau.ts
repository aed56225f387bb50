/**
 * The loop of a stochastic Runge–Kutta method over one batch, in place. Rows meet only inside the drift, so a drift that treats rows
 * apart may be integrated tile by tile with the same bits.
 */
import { allocate, checkNumber, dtypeOf, type FloatArray } from '../../array/float-array.ts';
import type { Integration } from '../integrate.ts';
import type { VelocityFunction } from '../velocity.ts';
import { firstBreakdown } from './breakdown.ts';
import type { NoiseReader } from './noise.ts';
import { noisyCombination } from './noisy-combination.ts';
import type { NoiseCombination, StochasticMethod } from './stochastic-tableau.ts';
import type { TimeMesh } from './time-mesh.ts';

export type RecordState = (step: number, x: FloatArray) => void;

/** A process that a stochastic solver can follow, with its w as a function. */
export interface DriftAndDiffusion {
  readonly drift: VelocityFunction;
  readonly diffusion: (t: number) => number;
}

const ROOT3: number = Math.sqrt(3);

/**
 * The coefficients of ξ₁ and ξ₂: Σ_j w_j (e_j ΔB + f_j A) = p ξ₁ + q ξ₂ with ΔB = √h ξ₁, A = ½√h (ξ₁ + ξ₂/√3), so
 * p = √h Σ w_j (e_j + f_j/2) and q = √h Σ w_j f_j / (2√3).
 */
export function noiseCoefficients(
  { increment, mean }: NoiseCombination,
  w: ArrayLike<number>,
  h: number,
): { p: number; q: number } {
  let p = 0;
  let q = 0;
  for (let j = 0; j < increment.length; j++) {
    p += w[j]! * (increment[j]! + mean[j]! / 2);
    q += w[j]! * mean[j]!;
  }
  const root = Math.sqrt(h);
  return { p: root * p, q: (root * q) / (2 * ROOT3) };
}

/** Integrates `x` in place; `record` sees the state at every grid point, 0 … N. */
export function integrateTableau(
  { drift, diffusion }: DriftAndDiffusion,
  x: FloatArray,
  dim: number,
  method: StochasticMethod,
  mesh: TimeMesh,
  noise: NoiseReader,
  record: RecordState | null,
): Integration {
  const n = x.length;
  const k = allocate(dtypeOf(x), method.stages * n);
  k.fill(Number.NaN);
  const slopes = Array.from({ length: method.stages }, (_, j) => k.subarray(j * n, (j + 1) * n));
  const stageState = allocate(dtypeOf(x), n);
  const w = new Float64Array(method.d.length);

  let nfe = 0;
  record?.(0, x);
  for (let step = 0; step < mesh.steps; step++) {
    noise.read(step);
    const h = mesh.size(step, 1);
    for (let j = 0; j < w.length; j++) {
      const t = mesh.time(step, method.d[j]!);
      w[j] = checkNumber(`diffusion(${t})`, diffusion(t), 0);
    }
    for (let i = 0; i < method.stages; i++) {
      let state = x;
      if (i > 0) {
        state = stageState;
        const by = method.inner[i]!;
        const { p, q } = noiseCoefficients(method.innerNoise[i]!, w, h);
        noisyCombination(x, k, by, mesh.size(step, by.denominator), noise.xi, p, q, state);
      }
      drift(mesh.time(step, method.c[i]!), state, slopes[i]!);
      nfe++;
    }
    const by = method.outer;
    const { p, q } = noiseCoefficients(method.outerNoise, w, h);
    noisyCombination(x, k, by, mesh.size(step, by.denominator), noise.xi, p, q, x);

    const breakdown = firstBreakdown(x, dim, step, mesh.times);
    if (breakdown) return { nfe, breakdown };
    record?.(step + 1, x);
  }
  return { nfe, breakdown: null };
}
