/**
 * Statistical tests with fixed seeds. Each threshold is a quantile of the statistic's law at a false-alarm probability of
 * about 10⁻⁶, stated beside it; with fixed seeds a pass stays a pass.
 */
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../src/math/index.ts';
import {
  categorical,
  integers,
  key,
  normalInto,
  permutation,
  split,
  uniformInto,
} from '../../src/random/index.ts';

const N = 200_000;

function draw(into: typeof uniformInto, seed: number): Float64Array {
  const out = new Float64Array(N);
  into(key(seed), 0, out);
  return out;
}

/** √N · sup |F_N − F| of values already mapped to (0, 1) by F. */
function kolmogorov(u: Float64Array): number {
  const sorted = Float64Array.from(u).sort();
  let sup = 0;
  for (let i = 0; i < N; i++) {
    sup = Math.max(sup, (i + 1) / N - sorted[i]!, sorted[i]! - i / N);
  }
  return Math.sqrt(N) * sup;
}

/** P(√N D > 2.7) ≈ 2 exp(−2 · 2.7²) = 9.3e−7. */
const KOLMOGOROV = 2.7;
/** P(|Z| > 4.9) = 9.6e−7. */
const Z = 4.9;

/** χ² as a standard normal deviate (Wilson–Hilferty), for counts against their expectations. */
function chiSquareDeviate(counts: ArrayLike<number>, expected: (c: number) => number): number {
  let chi = 0;
  let cells = 0;
  for (let c = 0; c < counts.length; c++) {
    if (expected(c) === 0) continue;
    chi += (counts[c]! - expected(c)) ** 2 / expected(c);
    cells++;
  }
  const df = cells - 1;
  return (Math.cbrt(chi / df) - (1 - 2 / (9 * df))) / Math.sqrt(2 / (9 * df));
}

function correlation(a: Float64Array, b: Float64Array, mean: number, variance: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - mean) * (b[i]! - mean);
  return sum / (Math.sqrt(a.length) * variance);
}

describe('uniform', () => {
  const u = draw(uniformInto, 11);
  it('moments 1 to 4', () => {
    for (const p of [1, 2, 3, 4]) {
      const mean = u.reduce((s, x) => s + x ** p, 0) / N;
      const deviation = Math.sqrt((1 / (2 * p + 1) - 1 / (p + 1) ** 2) / N);
      expect(Math.abs(mean - 1 / (p + 1)) / deviation).toBeLessThan(Z);
    }
  });
  it('Kolmogorov–Smirnov', () => expect(kolmogorov(u)).toBeLessThan(KOLMOGOROV));
  it('χ² of neighbouring pairs on a 32 × 32 grid', () => {
    const counts = new Int32Array(1024);
    for (let i = 0; i < N; i += 2) counts[Math.floor(u[i]! * 32) * 32 + Math.floor(u[i + 1]! * 32)]!++;
    expect(Math.abs(chiSquareDeviate(counts, () => N / 2 / 1024))).toBeLessThan(Z);
  });
  it('every one of the 52 bits is fair', () => {
    for (let bit = 1; bit <= 52; bit++) {
      let ones = 0;
      for (let i = 0; i < N; i++) ones += Math.floor(u[i]! * 2 ** bit) % 2;
      expect(Math.abs(ones - N / 2) / (Math.sqrt(N) / 2)).toBeLessThan(Z);
    }
  });
});

describe('normal', () => {
  const z = draw(normalInto, 12);
  it('moments 1 to 6', () => {
    // E z^p is (p − 1)!! for even p and 0 for odd; the variance of z^p is E z^2p − (E z^p)².
    const moment = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (let p = 1; p <= 6; p++) {
      const mean = z.reduce((s, x) => s + x ** p, 0) / N;
      const deviation = Math.sqrt((moment[2 * p]! - moment[p]! ** 2) / N);
      expect(Math.abs(mean - moment[p]!) / deviation).toBeLessThan(Z);
    }
  });
  it('Kolmogorov–Smirnov through Φ', () => {
    expect(kolmogorov(z.map(normalCdf))).toBeLessThan(KOLMOGOROV);
  });
  it('lag correlations, streams, split keys and seeds one apart are uncorrelated', () => {
    for (const lag of [1, 2, 3, 4, 64]) {
      expect(Math.abs(correlation(z.subarray(lag), z.subarray(0, N - lag), 0, 1))).toBeLessThan(Z);
    }
    const other = new Float64Array(N);
    for (const k of [key(12, 1), key(13), ...split(key(12), 2)]) {
      normalInto(k, 0, other);
      expect(Math.abs(correlation(z, other, 0, 1))).toBeLessThan(Z);
    }
  });
  it('uniform and normal draws of one key are uncorrelated', () => {
    const u = draw(uniformInto, 12);
    const centred = u.map((x) => (x - 0.5) * Math.sqrt(12));
    expect(Math.abs(correlation(z, centred, 0, 1))).toBeLessThan(Z);
  });
});

describe('integers, permutation, categorical', () => {
  it('χ² of a range that rejects almost half of the words', () => {
    // n = 2³¹ + 2¹⁶ values in 16 equal classes: the top class is the one that modulo without rejection would thin out.
    const n = 2 ** 31 + 2 ** 16;
    const min = -(2 ** 31);
    const counts = new Int32Array(16);
    for (const x of integers(key(21), N, { min, max: min + n - 1 }).data) {
      counts[Math.floor(((x - min) / n) * 16)]!++;
    }
    expect(Math.abs(chiSquareDeviate(counts, () => N / 16))).toBeLessThan(Z);
  });
  it('χ² of a die', () => {
    const counts = new Int32Array(6);
    for (const x of integers(key(22), N, { min: 0, max: 5 }).data) counts[x]!++;
    expect(Math.abs(chiSquareDeviate(counts, () => N / 6))).toBeLessThan(Z);
  });
  it('χ² over all 120 permutations of 5', () => {
    const counts = new Int32Array(120);
    const trials = 24_000;
    for (const k of split(key(23), trials)) {
      const p = permutation(k, 5);
      let rank = 0;
      for (let i = 0; i < 5; i++) {
        let smaller = 0;
        for (let j = i + 1; j < 5; j++) if (p[j]! < p[i]!) smaller++;
        rank = rank * (5 - i) + smaller;
      }
      counts[rank]!++;
    }
    expect(Math.abs(chiSquareDeviate(counts, () => trials / 120))).toBeLessThan(Z);
  });
  it('χ² of weighted categories', () => {
    const weights = [3, 0, 1, 0.5, 5.5];
    const counts = new Int32Array(5);
    for (const c of categorical(key(24), weights, N).data) counts[c]!++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(chiSquareDeviate(counts, (c) => (N * weights[c]!) / 10))).toBeLessThan(Z);
  });
});
