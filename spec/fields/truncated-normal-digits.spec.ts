/** The moments of the truncated normal to twelve digits, by a rule that is exact to rounding, on a grid through all four regimes. */
import { describe, expect, it } from 'vitest';
import { truncatedNormal } from '../../src/fields/truncated-normal.ts';
import { erfc } from '../../src/math/index.ts';

/** Gauss–Legendre with 5 points on [−1, 1]: x² = (5 ± 2√(10/7))/9, weights (322 ∓ 13√70)/900. */
const RULE = [
  [0, 128 / 225],
  ...[1, -1].flatMap((sign) => {
    const x = Math.sqrt(5 - sign * 2 * Math.sqrt(10 / 7)) / 3;
    const w = (322 + sign * 13 * Math.sqrt(70)) / 900;
    return [
      [x, w],
      [-x, w],
    ];
  }),
] as [number, number][];

/**
 * ln of the mean height, mean and variance of q on [lo, lo + w], by 500 panels over the part of the interval where the density is
 * above e⁻⁴⁵ of its top: at most a tenth of a decay length each, so the rule's error is below 10⁻¹⁶. Exponents are taken from
 * the top, mode² − ξ² = −δ(2 mode + δ), so that nothing cancels.
 */
function byPanels(lo: number, w: number) {
  const mode = Math.min(Math.max(0, lo), lo + w);
  const reach = 45 / (Math.abs(mode) + 4) + 5 / (1 + Math.abs(mode));
  // Both ends from the top, without the rounding of lo + w.
  const [first, last] = mode === lo ? [0, w] : mode === 0 ? [lo, lo + w] : [-w, 0];
  const [a, b] = [Math.max(first, -reach), Math.min(last, reach)];
  const panel = (b - a) / 500;
  const points: [number, number][] = [];
  for (let i = 0; i < 500; i++) {
    for (const [x, weight] of RULE) {
      const delta = a + panel * (i + 0.5 * (1 + x));
      points.push([delta, 0.5 * panel * weight * Math.exp(-delta * (mode + 0.5 * delta))]);
    }
  }
  const mass = points.reduce((sum, [, f]) => sum + f, 0);
  const mean = points.reduce((sum, [delta, f]) => sum + f * delta, 0) / mass;
  const square = points.reduce((sum, [delta, f]) => sum + f * (delta - mean) ** 2, 0) / mass;
  return {
    logHeight: Math.log(mass / w) - 0.5 * mode * mode - 0.5 * Math.log(2 * Math.PI),
    fromLow: (mean - first) / w,
    fromHigh: (last - mean) / w,
    variance: square / w / w,
    varianceXi: square,
  };
}

describe('truncatedNormal', () => {
  const widths = [1e-3, 0.05, 0.4, 1.3, 2.9, 3.3, 4.5, 5.5, 7, 9, 14, 19, 30];
  it.each([-31, -14, -8, -3.2, -1.5, -0.3, 0, 0.5, 1.7, 2.9, 3.1, 5, 12, 40])(
    'has its digits from lo = %d',
    (lo) => {
      const out = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
      for (const w of widths) {
        truncatedNormal(lo, w, out);
        const truth = byPanels(lo, w);
        const close = (name: string, a: number, b: number, bound: number): void =>
          expect(!(Math.abs(a - b) <= bound), `${name} at lo = ${lo}, w = ${w}: ${a} against ${b}`).toBe(
            false,
          );
        // ln of the height carries ½lo², rounded. q is counted from the nearer end, E[q] relative to it and to the rounding of 1.
        close(
          'logHeight',
          out.logHeight,
          truth.logHeight,
          1e-14 * (4 + 0.5 * lo * lo + Math.abs(truth.logHeight)),
        );
        const nearer = Math.min(truth.fromLow, truth.fromHigh);
        close('mean', out.mean, truth.fromLow, 1e-12 * nearer + 1e-15);
        // The error functions lose E[ξ²]/Var[ξ] < 10³ of 10⁻¹⁵ where lo < 3; three times that, for three terms.
        close('variance', out.variance, truth.variance, 3e-12 * truth.variance);
        close('Var ξ', out.varianceXi, truth.varianceXi, 3e-12 * truth.varianceXi);
      }
    },
  );

  it('counts q from the end that is nearer to 0, whatever the width', () => {
    const out = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
    const w = 1e8;
    truncatedNormal(-0.5, w, out);
    // E[ξ] = φ(½)/Φ(½) above −½, and Φ(½) = 1 − erfc(½/√2)/2.
    const height = Math.exp(-0.125) / Math.sqrt(2 * Math.PI);
    const mean = 0.5 + height / (1 - 0.5 * erfc(0.5 * Math.SQRT1_2));
    expect(!(Math.abs(w * out.mean - mean) <= 4e-15)).toBe(false);
  });

  it('has the moments of ξ where w² overflows', () => {
    const out = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
    const w = 1e200;
    // Half of a normal distribution; a whole one; and a tail from 5, as from 5 to 105.
    truncatedNormal(0, w, out);
    expect(!(Math.abs(out.varianceXi - (1 - 2 / Math.PI)) <= 1e-15)).toBe(false);
    expect(!(Math.abs(w * out.mean - Math.sqrt(2 / Math.PI)) <= 1e-15)).toBe(false);
    truncatedNormal(-0.5 * w, w, out);
    expect([out.varianceXi, out.mean]).toEqual([1, 0.5]);
    const near = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };
    truncatedNormal(5, w, out);
    truncatedNormal(5, 100, near);
    expect(!(Math.abs(out.varianceXi - near.varianceXi) <= 1e-15)).toBe(false);
  });
});
