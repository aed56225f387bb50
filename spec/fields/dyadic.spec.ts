/** Problems whose numbers are all dyadic: their arithmetic is exact, and so must the results be. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { empirical, gaussianMixture } from '../../src/targets/index.ts';

describe('diagonal problems', () => {
  it('are computed without a square root: exact where all numbers are dyadic', () => {
    // t = ½ on the linear path. S = 6, S₀ = 2: v = 2, h = 2, so u = m + (x − m/2). Points: v = ½, h = −1, so u = m − 2 (x − m/2).
    const x = Float64Array.from({ length: 16 }, (_, i) => (i * i - 40) / 8);
    const got = new Float64Array(16);
    const source = { variances: [2, 2] };
    const m = [0.75, -1.5];
    const wide = gaussianMixture({ means: [m], variances: [[6, 6]] });
    marginalField({ schedule: condOT, target: wide, source }).velocity(0.5, x, got);
    expect(got).toEqual(x.map((v, i) => m[i % 2]! + (v - m[i % 2]! / 2)));
    const point = empirical({ points: m, dim: 2 });
    marginalField({ schedule: condOT, target: point, source }).velocity(0.5, x, got);
    expect(got).toEqual(x.map((v, i) => m[i % 2]! - 2 * (v - m[i % 2]! / 2)));
  });
});
