import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowproofError } from '../../src/errors.ts';
import { energyDistance, slicedWasserstein2, wasserstein2 } from '../../src/metrics/index.ts';
import { key, normalInto } from '../../src/random/index.ts';

const sample = (seed: number, rows: number, dim: number, mean: number, std: number): Float64Array => {
  const x = new Float64Array(rows * dim);
  normalInto(key(seed), 0, x);
  return x.map((v) => mean + std * v);
};

describe('wasserstein2', () => {
  it('equals the optimal assignment found by trying every permutation', () => {
    const points = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(points, points, (a, b) => {
        let best = Infinity;
        const visit = (rest: number[], cost: number, i: number): void => {
          if (i === a.length) best = Math.min(best, cost);
          rest.forEach((value, at) => {
            visit(rest.toSpliced(at, 1), cost + (a[i]! - value) * (a[i]! - value), i + 1);
          });
        };
        visit(b, 0, 0);
        // Integers: every sum is exact but the division and the root.
        expect(wasserstein2(Float64Array.from(a), Float64Array.from(b))).toBe(Math.sqrt((best * 5) / 25));
      }),
    );
  });

  it('handles samples of different sizes by their quantile functions', () => {
    // F⁻¹ differs on [1/3, 1/2] by 1 − 0 … : x = {0, 2}, y = {0, 1, 2} → ∫ = 1/6·1 + 1/6·1.
    const squared = wasserstein2(new Float64Array([0, 2]), new Float64Array([0, 1, 2])) ** 2;
    expect(Math.abs(squared - 1 / 3)).toBeLessThan(1e-15);
  });
});

describe('slicedWasserstein2', () => {
  it('of a shifted sample is |shift| √(1/d) in expectation over directions', () => {
    const x = sample(1, 500, 3, 0, 1);
    const y = x.map((v, i) => v + [2, 0, 0][i % 3]!);
    // θ₁² has mean 1/3 and variance 4/45; over 2,000 directions the mean of 4 θ₁² is within 5 standard errors.
    const squared = slicedWasserstein2(x, y, 3, { key: key(2), directions: 2000 }) ** 2;
    expect(Math.abs(squared - 4 / 3)).toBeLessThan(5 * 4 * Math.sqrt(4 / 45 / 2000));
  });

  it('is zero for a permuted sample', () => {
    const x = sample(3, 100, 2, 0, 1);
    const y = new Float64Array(200);
    for (let i = 0; i < 100; i++) y.set(x.subarray(2 * i, 2 * i + 2), 2 * (99 - i));
    expect(slicedWasserstein2(x, y, 2, { key: key(4) })).toBe(0);
  });
});

describe('energyDistance', () => {
  it('of N(0,1) and N(μ,1) matches the closed form within its sampling error', () => {
    const rows = 2000;
    const x = sample(5, rows, 1, 0, 1);
    const y = sample(6, rows, 1, 1, 1);
    // E|N(m, 2)| = 2 φ(m/√2)·√2·… : E|Z| for Z ~ N(m, s²) is s√(2/π) e^(−m²/2s²) + m erf(m/(s√2)), s = √2.
    const folded = 2 / Math.sqrt(Math.PI);
    const shifted = folded * Math.exp(-1 / 4) + 0.5204998778130465; // erf(1/2)
    const expected = 2 * shifted - 2 * folded;
    // The dominant Hájek term has a standard deviation below 2·√(Var‖X − Y‖)·√(2/rows) < 0.1.
    expect(Math.abs(energyDistance(x, y, 1) - expected)).toBeLessThan(0.1);
  });

  it('does not change when the rows are reordered, nor under a common shift beyond rounding', () => {
    const x = new Float64Array([0, 0, 3, 4, 6, 8]);
    const y = new Float64Array([0, 1, 0, 2]);
    const reordered = new Float64Array([6, 8, 0, 0, 3, 4]);
    expect(Math.abs(energyDistance(reordered, y, 2) - energyDistance(x, y, 2))).toBeLessThan(1e-14);
  });

  it('by hand: two points against two points', () => {
    const x = new Float64Array([0, 0, 3, 4]);
    const y = new Float64Array([0, 0, 0, 1]);
    const between = (0 + 1 + 5 + Math.sqrt(18)) / 4;
    expect(Math.abs(energyDistance(x, y, 2) - (2 * between - 5 - 1))).toBeLessThan(1e-14);
  });

  it('refuses what is no sample', () => {
    expect(() => energyDistance(new Float64Array(3), new Float64Array(4), 2)).toThrow(FlowproofError);
    expect(() => energyDistance(new Float64Array(2), new Float64Array(4), 2)).toThrow(FlowproofError);
  });
});
