/** The exact flow in a few points of every kind: both halves, probabilities that underflow, components without weight, all forms of the source. */
import { describe, expect, it } from 'vitest';
import { cdfMap, type GaussianSourceSpec, marginalField } from '../../src/fields/index.ts';
import { cosine, ot } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const weights = [0.3, 0, 0.7];
const target = gaussianMixture({ weights, means: [[-2], [40], [1.5]], stds: [0.5, 3, 0.8] });
const source: GaussianSourceSpec = { mean: [0.4], std: 1.3 };
const map = cdfMap({ schedule: cosine, target, source });

/** ln Φ(−z) for z > 20: the asymptotic series, whose first term left out is below 10⁻⁹. */
function logTail(z: number): number {
  const u = 1 / (z * z);
  return (
    -0.5 * z * z -
    Math.log(z * Math.sqrt(2 * Math.PI)) +
    Math.log1p(-u + 3 * u * u - 15 * u ** 3 + 105 * u ** 4)
  );
}

/** ln F_t(x) far below all components. */
function logCdf(t: number, x: number, sign: 1 | -1): number {
  const [a, s] = [cosine.alpha(t), cosine.sigma(t)];
  const logs = [
    [0.3, -2, 0.5],
    [0.7, 1.5, 0.8],
  ].map(([w, m, std]) => {
    const width = Math.hypot(a * std!, s * 1.3);
    return Math.log(w!) + logTail((sign * (a * m! + s * 0.4) - x) / width);
  });
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, v) => sum + Math.exp(v - top), 0));
}

describe('cdfMap', () => {
  it('keeps the probability below each point, and above it', () => {
    const x = Float64Array.of(-6, -2.3, -1, 0, 0.3, 0.9, 1.6, 2.7, 5);
    const y = new Float64Array(9);
    for (const [from, to] of [
      [0.2, 0.9],
      [0.9, 0.2],
      [0, 1],
      [1, 0.4],
    ] as const) {
      map.map(from, to, x, y);
      for (let i = 0; i < 9; i++) {
        const p = map.cdf(from, x[i]!);
        // F of numbers rounded to 2⁻⁵² with slope below 1; the inverse ends within a few floats.
        expect(!(Math.abs(map.cdf(to, y[i]!) - p) <= 1e-14), `${from} → ${to} at ${x[i]}`).toBe(false);
      }
    }
  });

  it('matches logarithms where probabilities underflow, in both tails', () => {
    for (const [t, x] of [
      [0.3, -80],
      [0.6, -55],
    ] as const) {
      const y = new Float64Array(2);
      map.map(t, 0.8, Float64Array.of(x, -x), y);
      const lower = logCdf(t, x, 1);
      expect(!(Math.abs(logCdf(0.8, y[0]!, 1) - lower) <= 1e-9 * Math.abs(lower))).toBe(false);
      const upper = logCdf(t, x, -1);
      expect(!(Math.abs(logCdf(0.8, -y[1]!, -1) - upper) <= 1e-9 * Math.abs(upper))).toBe(false);
    }
  });

  it('takes source and target in any of their forms', () => {
    const x = Float64Array.of(-1, 0.2, 3);
    const [a, b] = [new Float64Array(3), new Float64Array(3)];
    const line = gaussianMixture({ means: [[-2], [1.5]], stds: [0.5, 0.8] });
    cdfMap({ schedule: cosine, target: line, source }).map(0.1, 0.7, x, a);
    for (const same of [{ variances: [1.69] }, { covariance: [[1.69]] }]) {
      for (const form of [
        line,
        gaussianMixture({ means: [[-2], [1.5]], variances: [[0.25], [0.64]] }),
        gaussianMixture({ means: [[-2], [1.5]], covariances: [[[0.25]], [[0.64]]] }),
      ]) {
        cdfMap({ schedule: cosine, target: form, source: { mean: [0.4], ...same } }).map(0.1, 0.7, x, b);
        for (let i = 0; i < 3; i++) expect(!(Math.abs(a[i]! - b[i]!) <= 1e-13)).toBe(false);
        // The field has the same forms.
        const [p, q] = [new Float64Array(3), new Float64Array(3)];
        marginalField({ schedule: cosine, target: line, source }).logDensity(0.4, x, p);
        marginalField({ schedule: cosine, target: form, source: { mean: [0.4], ...same } }).logDensity(
          0.4,
          x,
          q,
        );
        marginalField({ schedule: cosine, target: form, source }).logDensity(0.4, x, b);
        for (let i = 0; i < 3; i++) {
          expect(!(Math.abs(p[i]! - q[i]!) <= 1e-13)).toBe(false);
          expect(!(Math.abs(p[i]! - b[i]!) <= 1e-13)).toBe(false);
        }
      }
    }
  });

  it('maps to components of any positive width', () => {
    const narrow = gaussianMixture({ means: [[3]], stds: [1e-6] });
    const y = new Float64Array(3);
    cdfMap({ schedule: cosine, target: narrow }).map(0, 1, Float64Array.of(-1.5, 0, 1.5), y);
    // 3 ± 1.5·10⁻⁶, rounded beside 3.
    for (const [i, z] of [-1.5, 0, 1.5].entries()) {
      expect(!(Math.abs(y[i]! - (3 + 1e-6 * z)) <= 1e-15)).toBe(false);
    }
  });

  it('says what it cannot map', () => {
    const out = new Float64Array(1);
    const plane = gaussianMixture({ means: [[0, 0]], stds: [1] });
    expect(() => cdfMap({ schedule: cosine, target: plane })).toThrow(
      /^target: expected .* one dimension, .* in 2/,
    );
    expect(() => cdfMap({ schedule: cosine, target: undefined as never })).toThrow(/^target: expected/);
    expect(() => map.map(0, 1, Float64Array.of(Infinity), out)).toThrow(/^x\[0\]: expected a finite number/);
    expect(() => map.map(0, 1, Float64Array.of(1, 2), out)).toThrow(/^out: expected/);
    // A point beside a Gaussian: at σ = 0 the point alone has no width.
    const mixed = gaussianMixture({ means: [[0], [1]], stds: [1, 0] });
    const pointed = cdfMap({ schedule: cosine, target: mixed });
    expect(() => pointed.map(0, 1, Float64Array.of(0), out)).toThrow(/^t = 1: expected positive widths/);
    expect(() =>
      cdfMap({ schedule: ot({ sigmaMin: 0.1 }), target: mixed }).map(0, 1, Float64Array.of(0), out),
    ).not.toThrow();
  });
});
