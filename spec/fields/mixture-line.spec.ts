/** A mixture on the line: its distribution function and density against each other, and a bracket with the quantile inside. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  density,
  type Line,
  logLowerTail,
  lowerTail,
  mirrored,
  quantileBracket,
} from '../../src/fields/mixture-line.ts';
import { gaussLegendre } from '../../src/math/gauss-legendre.ts';
import { erfc } from '../../src/math/index.ts';

const lineOf = (weights: number[], means: number[], widths: number[]): Line => ({
  weights: Float64Array.from(weights),
  means: Float64Array.from(means),
  widths: Float64Array.from(widths),
});
const mixture = lineOf([0.3, 0, 0.7], [-2, 40, 1.5], [0.5, 3, 0.8]);

describe('a mixture on the line', () => {
  it('has F = Σ w erfc((μ − x)/(√2 width))/2, its logarithm, and the density whose integral F is', () => {
    const { nodes, weights } = gaussLegendre(40);
    for (const [a, b] of [
      [-4, -2.5],
      [-2.5, 0.3],
      [0.3, 4],
    ] as const) {
      const truth = [a, b].map(
        (x) => 0.15 * erfc((-2 - x) / (Math.SQRT2 * 0.5)) + 0.35 * erfc((1.5 - x) / (Math.SQRT2 * 0.8)),
      );
      for (const [i, x] of [a, b].entries()) {
        expect(!(Math.abs(lowerTail(mixture, x) - truth[i]!) <= 1e-15)).toBe(false);
        expect(!(Math.abs(logLowerTail(mixture, x) - Math.log(truth[i]!)) <= 1e-13)).toBe(false);
      }
      // 40 points on at most 7.4 widths of an entire function: rounding only.
      const mass = nodes.reduce(
        (sum, q, i) => sum + (b - a) * weights[i]! * density(mixture, a + (b - a) * q),
        0,
      );
      expect(!(Math.abs(mass - (truth[1]! - truth[0]!)) <= 1e-14)).toBe(false);
    }
  });

  it('has of −X the lower tail that X has above', () => {
    for (const x of [-3, -0.4, 2]) {
      const both = lowerTail(mixture, x) + lowerTail(mirrored(mixture), -x);
      expect(!(Math.abs(both - 1) <= 1e-15)).toBe(false);
      expect(density(mirrored(mixture), -x)).toBe(density(mixture, x));
    }
  });
});

describe('the bracket of a quantile', () => {
  it('has the quantile inside, whatever the mixture and however small p', () => {
    const component = fc.record({
      weight: fc.constantFrom(0, 1, 3, 100),
      mean: fc.double({ min: -50, max: 50, noNaN: true }),
      width: fc.double({ min: -3, max: 2, noNaN: true }).map((e) => 10 ** e),
    });
    fc.assert(
      fc.property(
        fc
          .array(component, { minLength: 1, maxLength: 4 })
          .filter((all) => all.some(({ weight }) => weight > 0)),
        fc.double({ min: -660, max: Math.log(0.5), noNaN: true }),
        (all, logP) => {
          const total = all.reduce((sum, { weight }) => sum + weight, 0);
          const line = lineOf(
            all.map(({ weight }) => weight / total),
            all.map(({ mean }) => mean),
            all.map(({ width }) => width),
          );
          const [low, high] = quantileBracket(line, logP);
          expect(logLowerTail(line, low)).toBeLessThan(logP);
          expect(logLowerTail(line, high)).toBeGreaterThanOrEqual(logP);
          // Nothing farther out than √(−2 ln p) widths below a mean, or above all means, can be needed.
          const used = all.filter(({ weight }) => weight > 0);
          const reach = Math.min(...used.map(({ mean, width }) => mean - Math.sqrt(-2 * logP) * width));
          const top = Math.max(...used.map(({ mean }) => mean));
          const slack = 1e-11 * (Math.abs(reach) + Math.abs(top));
          expect(!(Math.abs(low - reach) <= slack && Math.abs(high - top) <= slack)).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leaves room beyond a quantile that it touches: 10⁻¹² of the size of both ends and of the length', () => {
    // The median of one Gaussian is its mean, the upper end; the lower is √(2 ln 2) widths below.
    const reach = Math.sqrt(2 * Math.LN2);
    for (const [mean, width] of [
      [1e6, 1],
      [-1e6, 1e6],
      [3, 1],
      [3, 50],
      [0, 1],
    ] as const) {
      const [low, high] = quantileBracket(lineOf([1], [mean], [width]), Math.log(0.5));
      const bottom = mean - reach * width;
      const room = 1e-12 * (Math.abs(bottom) + Math.abs(mean) + mean - bottom);
      // The ends are rounded by 10⁻¹⁶ of their size, 10⁻⁴ of the room, twice.
      expect(!(Math.abs(high - mean - room) <= 4e-4 * room), `above ${mean}`).toBe(false);
      expect(!(Math.abs(bottom - low - room) <= 4e-4 * room), `below ${mean}`).toBe(false);
    }
    const [low, high] = quantileBracket(lineOf([1], [0], [5e-320]), Math.log(0.5));
    expect(high).toBe(Number.MIN_VALUE);
    expect(low).toBeLessThan(-reach * 5e-320);
  });
});
