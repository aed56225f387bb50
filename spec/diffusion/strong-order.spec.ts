/** Strong order: the exact root mean square distance from the path of the process that the same Brownian motion drives. */
import { describe, expect, it } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import {
  coarsenNoise,
  eulerMaruyama,
  marginalDiffusion,
  normalNoise,
  type StochasticTableau,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../../src/diffusion/index.ts';
import { marginalField } from '../../src/fields/index.ts';
import { gaussLegendre } from '../../src/math/index.ts';
import { key, normalInto } from '../../src/random/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const rule = gaussLegendre(8);

/** ∫ₐᵇ f, to rounding for the smooth f here. */
function integral(f: (s: number) => number, a: number, b: number): number {
  let sum = 0;
  rule.nodes.forEach((x, i) => {
    sum += rule.weights[i]! * f(a + (b - a) * x);
  });
  return sum * (b - a);
}

/** X₁ ~ N(0, 1/4) on the linear path: v = t²/4 + (1 − t)², and the propagator of dX = A X dt. */
const variance = (t: number): number => (t * t) / 4 + (1 - t) * (1 - t);
const field = marginalField({ schedule: condOT, target: gaussianMixture({ means: [[0]], stds: [0.5] }) });
const noises: [string, (t: number) => number][] = [
  ['w = 1', () => 1],
  ['w = 1 + t', (t) => 1 + t],
  ['w = 1 − t²/2', (t) => 1 - (t * t) / 2],
];

/**
 * Root of E(X_N − X(1))² for N steps. With e the error, X⁺ = Φ X + Z, Z = ∫ Φ(t + h, s) w(s) dB, and the scheme X̃⁺ = M X̃ + P ΔB + Q Ā:
 * e⁺ = M e + (M − Φ) X + ∫ (P + Q (t + h − s)/h − Φ(t + h, s) w(s)) dB_s. The integrand is small by itself: nothing cancels in its square.
 */
function strongError(solver: StochasticTableau, w: (t: number) => number, N: number): number {
  const process = marginalDiffusion(field, { noise: w });
  const propagator = (s: number, t: number): number =>
    Math.sqrt(variance(t) / variance(s)) *
    Math.exp(-0.5 * integral((r) => (w(r) * w(r)) / variance(r), s, t));
  let [ee, ex, xx] = [0, 0, 1];
  for (let i = 0; i < N; i++) {
    const [t, end] = [i / N, (i + 1) / N];
    const h = end - t;
    // One step from 0 and from 1 without noise, and from 0 with each normal number set to 1.
    const draws = solver === sra1 ? 2 : 1;
    const { x } = solveStochastic(process, Float64Array.of(0, 1, 0, 0), {
      solver,
      grid: [t, end],
      noise: (_step, draw, _first, out) => {
        out.fill(0);
        out[2 + draw] = 1;
      },
    });
    const M = x[1]! - x[0]!;
    const Q = draws === 2 ? ((x[3]! - x[0]!) * 2 * Math.sqrt(3)) / Math.sqrt(h) : 0;
    const P = (x[2]! - x[0]!) / Math.sqrt(h) - Q / 2;
    const phi = propagator(t, end);
    const exact = (s: number): number => propagator(s, end) * w(s);
    const wrong = (s: number): number => P + (Q * (end - s)) / h - exact(s);
    const miss = M - phi;
    ee = M * M * ee + 2 * M * miss * ex + miss * miss * xx + integral((s) => wrong(s) ** 2, t, end);
    ex = M * phi * ex + miss * phi * xx + integral((s) => wrong(s) * exact(s), t, end);
    xx = variance(end);
  }
  return Math.sqrt(ee);
}

describe.each(noises)('%s, a linear drift', (_, w) => {
  it.each([
    ['euler-maruyama', eulerMaruyama, 1],
    ['stochastic-heun', stochasticHeun, 1],
    // Its error of order 3/2 has b″ as a factor, which is 0 here.
    ['sra1', sra1, 2],
  ] as const)('%s: strong order, not less, not more', (_, solver, order) => {
    const slope = Math.log2(strongError(solver, w, 64) / strongError(solver, w, 128));
    // The next term is below 8 h times the first.
    expect(Math.abs(slope - order)).toBeLessThanOrEqual(8 / 64);
  });
});

it('sra1 falls to strong order 1 where w has no derivative at the end: w = √(2(1 − t)), the default noise on this path', () => {
  const w = (t: number): number => Math.sqrt(2 * Math.max(0, 1 - t));
  const slope = Math.log2(strongError(sra1, w, 64) / strongError(sra1, w, 128));
  // Interpolating √s in steps h errs by h²(kh)^(−3/2)/8 on the k-th step from the end: the square, summed, is h² Σ k⁻³ times a constant.
  expect(Math.abs(slope - 1)).toBeLessThanOrEqual(0.05);
});

describe('a curved drift, along sampled paths', () => {
  const process = {
    diffusion: 1,
    drift: (_t: number, x: FloatArray, out: FloatArray): void => {
      for (let i = 0; i < x.length; i++) out[i] = Math.sin(3 * x[i]!);
    },
  };
  const rows = 1000;
  const fineSteps = 256;
  const noise = new Float64Array(fineSteps * 2 * rows);
  const source = normalNoise(key(11));
  for (let k = 0; k < fineSteps * 2; k++) source(k >> 1, k & 1, 0, noise.subarray(k * rows, (k + 1) * rows));
  const x0 = new Float64Array(rows);
  normalInto(key(12), 0, x0);
  /** Draw 0 of every step. */
  const firstDraws = (all: Float64Array): Float64Array => {
    const out = new Float64Array(all.length / 2);
    for (let s = 0; s < out.length / rows; s++)
      out.set(all.subarray(2 * s * rows, (2 * s + 1) * rows), s * rows);
    return out;
  };
  const fine = solveStochastic(process, x0, { solver: sra1, steps: fineSteps, dim: 1, noise }).x;

  it.each([
    ['euler-maruyama', eulerMaruyama],
    ['stochastic-heun', stochasticHeun],
    ['sra1', sra1],
  ] as const)('%s approaches the fine path at its order', (_, solver) => {
    const error = (m: number): number => {
      const coarse = coarsenNoise(noise, rows, m);
      const given = solver === sra1 ? coarse : firstDraws(coarse);
      const { x } = solveStochastic(process, x0, { solver, steps: fineSteps / m, dim: 1, noise: given });
      return Math.sqrt(x.reduce((sum, v, i) => sum + (v - fine[i]!) ** 2, 0) / rows);
    };
    // The same 1,000 paths at both resolutions; the fine path errs by (1/8)^1.5 = 4 % of the error at m = 8, and moves the slope by 0.06.
    const slope = Math.log2(error(16) / error(8));
    expect(Math.abs(slope - solver.strongOrder)).toBeLessThanOrEqual(0.15);
  });
});

describe('coarsenNoise', () => {
  it('keeps the increments and means of the path, and independent standard normals', () => {
    const [steps, m] = [6, 3];
    const columns = Array.from({ length: 2 * steps }, (_, k) => {
      const unit = new Float64Array(2 * steps);
      unit[k] = 1;
      return coarsenNoise(unit, 1, m);
    });
    // Rows of the map are orthonormal: normals in, independent normals out.
    for (let r = 0; r < 4; r++) {
      for (let c = 0; c < 4; c++) {
        const dot = columns.reduce((sum, column) => sum + column[r]! * column[c]!, 0);
        expect(Math.abs(dot - Number(r === c))).toBeLessThanOrEqual(1e-15);
      }
    }
    // The increment of the coarse step is the sum of the three fine ones: √(3h) ξ = Σ √h ξ_k.
    expect(columns.slice(0, 6).map((column) => column[0]! * Math.sqrt(3))).toEqual([1, 0, 1, 0, 1, 0]);
    expect(() => coarsenNoise(new Float64Array(5), 1, 2)).toThrow(/noise: expected a buffer/);
  });
});
