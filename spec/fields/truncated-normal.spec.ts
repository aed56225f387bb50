import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncatedNormal } from '../../src/fields/truncated-normal.ts';

/** The three values by the composite midpoint rule on a fine grid where the density lives, exponents shifted by the largest. */
function byMidpoints(lo: number, w: number) {
  const mode = Math.min(Math.max(0, lo), lo + w);
  // Outside this window the density is below e⁻⁴⁵ of its top.
  const reach = 45 / (Math.abs(mode) + 4) + 5 / (1 + Math.abs(mode));
  const a = Math.max(lo, mode - reach * 1.2);
  const b = Math.min(lo + w, mode + reach * 1.2);
  const n = 40000;
  let [mass, first] = [0, 0];
  const each = (visit: (q: number, weight: number) => void): void => {
    for (let i = 0; i < n; i++) {
      const tau = a - lo + ((b - a) * (i + 0.5)) / n;
      const xi = lo + tau;
      visit(tau / w, Math.exp(0.5 * (mode - xi) * (mode + xi)));
    }
  };
  each((q, weight) => {
    mass += weight;
    first += weight * q;
  });
  const mean = first / mass;
  let square = 0;
  each((q, weight) => (square += weight * (q - mean) ** 2));
  const logHeight = Math.log((mass * (b - a)) / n / w) - 0.5 * mode * mode - 0.5 * Math.log(2 * Math.PI);
  return { logHeight, mean, variance: square / mass };
}

describe('truncatedNormal', () => {
  const out = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
  it('equals quadrature in all four regimes and across their borders', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -40, max: 40, noNaN: true }),
        fc.double({ min: -4, max: 2, noNaN: true }),
        (lo, exponent) => {
          const w = 10 ** exponent;
          truncatedNormal(lo, w, out);
          const truth = byMidpoints(lo, w);
          // The midpoint rule with 40,000 points on at most 40 decay lengths: 10⁻⁶/24.
          const bound = 2e-7;
          expect(
            !(Math.abs(out.logHeight - truth.logHeight) <= bound * (1 + Math.abs(truth.logHeight) * 1e-3)),
          ).toBe(false);
          const nearest = Math.min(truth.mean, 1 - truth.mean);
          expect(!(Math.abs(out.mean - truth.mean) <= 3 * bound * nearest + 1e-13)).toBe(false);
          expect(!(Math.abs(out.variance - truth.variance) <= 10 * bound * truth.variance)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('agrees with itself where two regimes meet, to rounding', () => {
    // lo = 3 with G = 60, lo = 3 with G > 6, and G = 6: values on both sides of a border one ulp apart.
    const both = (lo1: number, w1: number, lo2: number, w2: number): void => {
      const other = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
      truncatedNormal(lo1, w1, out);
      truncatedNormal(lo2, w2, other);
      expect(!(Math.abs(out.logHeight - other.logHeight) <= 1e-13 * (1 + Math.abs(out.logHeight)))).toBe(
        false,
      );
      // The error functions lose a factor of E[ξ²]/Var[ξ] < 10³.
      expect(!(Math.abs(out.mean / other.mean - 1) <= 1e-12)).toBe(false);
      expect(!(Math.abs(out.variance / other.variance - 1) <= 1e-11)).toBe(false);
    };
    both(3 - 1e-15, 4, 3, 4);
    both(3 - 1e-15, 9, 3, 9);
    const crossing = (lo: number, G: number): number => Math.sqrt(lo * lo + 2 * G) - lo;
    for (const lo of [0, 1, 2.9]) both(lo, crossing(lo, 6) * (1 - 1e-15), lo, crossing(lo, 6) * (1 + 1e-15));
    for (const lo of [3, 5, 20, 1e4])
      both(lo, crossing(lo, 60) * (1 - 1e-14), lo, crossing(lo, 60) * (1 + 1e-14));
  });

  it('has the limits w → 0 (uniform) and mirror symmetry', () => {
    truncatedNormal(0.7, 0, out);
    expect(!(Math.abs(out.mean - 0.5) <= 1e-15 && Math.abs(out.variance - 1 / 12) <= 1e-15)).toBe(false);
    expect(!(Math.abs(out.logHeight + 0.245 + 0.5 * Math.log(2 * Math.PI)) <= 1e-15)).toBe(false);
    for (const [lo, w] of [
      [-1, 3],
      [4, 2],
      [30, 5],
      [0.5, 0.1],
    ] as const) {
      const mirror = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
      truncatedNormal(lo, w, out);
      truncatedNormal(-(lo + w), w, mirror);
      expect(!(Math.abs(out.mean + mirror.mean - 1) <= 1e-15)).toBe(false);
      // lo + w is rounded once, which moves the tail by lo·2⁻⁵².
      expect(!(Math.abs(out.variance / mirror.variance - 1) <= 1e-13)).toBe(false);
    }
  });
});
