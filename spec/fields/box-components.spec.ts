/**
 * Box components against the definition of what they compute: by numerical integration over z. The code under test works with the
 * moments of truncated normals.
 */
import { describe, expect, it } from 'vitest';
import type { PathPoint } from '../../src/fields/components.ts';
import { componentsOf } from '../../src/fields/components-of.ts';
import { uniformBoxes } from '../../src/targets/index.ts';
import { AT_TARGET, compare, diagonal, POINTS, type Values, valuesOf } from '../support/component-values.ts';

describe('box components', () => {
  // The first two boxes share an interval of the first axis; the third shares one of the second axis with the first.
  const boxes = uniformBoxes({
    weights: [1, 2, 5],
    lower: [
      [-1, 0.5],
      [-1, -2],
      [0.3, 0.5],
    ],
    upper: [
      [0.4, 1.1],
      [0.4, -0.5],
      [2, 1.1],
    ],
  });
  const intervals = [
    [
      [-1, 0.4],
      [0.5, 1.1],
    ],
    [
      [-1, 0.4],
      [-2, -0.5],
    ],
    [
      [0.3, 2],
      [0.5, 1.1],
    ],
  ];
  const source = { mean: [0.4, -0.7], variances: [0.6, 1.7] };

  /** Moments of z uniform on [a, b] given α z + σ x₀ = x in one coordinate, by Simpson's rule with 2,000 intervals: h⁴/180·f⁗ < 10⁻¹². */
  function moments(a: number, b: number, m0: number, v0: number, p: PathPoint, x: number) {
    const n = 2000;
    let [mass, z1, z2] = [0, 0, 0];
    for (let i = 0; i <= n; i++) {
      const z = a + ((b - a) * i) / n;
      const noise = (x - p.alpha * z) / p.sigma - m0;
      const simpson = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
      const f = (simpson / (3 * n)) * Math.exp((-0.5 * noise * noise) / v0);
      mass += f;
      z1 += f * z;
      z2 += f * z * z;
    }
    const mean = z1 / mass;
    const logP = Math.log(mass) - 0.5 * Math.log(2 * Math.PI * v0) - Math.log(p.sigma);
    return { logP, mean, variance: z2 / mass - mean * mean };
  }

  function boxTruth(k: number, p: PathPoint, x: number[]): Values & { magnitude: number } {
    const truth = {
      logP: Math.log([1, 2, 5][k]! / 8),
      u: [] as number[],
      s: [] as number[],
      dt: 0,
      divergence: 0,
      J: diagonal([0, 0]),
      x1: [] as number[],
      x0: [] as number[],
      covariance1: diagonal([0, 0]),
      variance: 0,
      magnitude: 0,
    };
    for (let i = 0; i < 2; i++) {
      const [a, b] = intervals[k]![i]! as [number, number];
      const [mean0, v0] = [source.mean[i]!, source.variances[i]!];
      const { logP, mean, variance } = moments(a, b, mean0, v0, p, x[i]!);
      // Given x, X₀ = (x − αz)/σ, and s(x|z) = −(X₀ − m₀)/(σS₀): everything follows from the mean and the variance of z.
      const noise = (x[i]! - p.alpha * mean) / p.sigma;
      const noiseVariance = (p.alpha / p.sigma) ** 2 * variance;
      const speed = p.alphaDot - (p.sigmaDot * p.alpha) / p.sigma;
      const w = p.alphaDot * mean + p.sigmaDot * noise;
      const score = -(noise - mean0) / (p.sigma * v0);
      // ∂ₜ ln p_t(x|z) = (X₀ − m₀)·(α̇z + σ̇X₀)/(σS₀) − σ̇/σ, averaged; cov(z, X₀) = −(α/σ) var z.
      const covariance = -(p.alpha / p.sigma) * speed * variance;
      truth.logP += logP;
      truth.u.push(w);
      truth.s.push(score);
      truth.dt += ((noise - mean0) * w + covariance) / (p.sigma * v0) - p.sigmaDot / p.sigma;
      // ∂E[w|x]/∂x = cov(w, s) + ∂w/∂x at fixed z.
      const slope = (p.alpha / p.sigma) * speed * (variance / (p.sigma * v0)) + p.sigmaDot / p.sigma;
      truth.divergence += slope;
      truth.J[i]![i] = slope;
      truth.x1.push(mean);
      truth.x0.push(noise);
      truth.covariance1[i]![i] = variance;
      truth.variance += speed ** 2 * variance;
      const s0 = Math.sqrt(v0);
      const [xi, xiVariance] = [Math.abs(noise - mean0) / s0, noiseVariance / v0];
      const mixed = ((p.alpha / p.sigma) * variance) / s0;
      truth.magnitude += Math.abs(p.sigmaDot / p.sigma) * (xiVariance + xi ** 2 + 1);
      truth.magnitude +=
        (Math.abs(p.alphaDot) * (xi * Math.abs(mean) + mixed) + Math.abs(p.sigmaDot * mean0) * xi) /
        (p.sigma * s0);
    }
    return truth;
  }

  it('integrate over z as the definition says', () => {
    for (const p of POINTS) {
      for (const k of [0, 1, 2]) {
        for (const x of [
          [0.3, 0.6],
          [-1.4, 1.9],
        ]) {
          const { magnitude, ...truth } = boxTruth(k, p, x);
          // Simpson's error and the cancellation in the variance, E[z²] − E[z]² of numbers near 1.
          compare(valuesOf(boxes, source, p, x, k), truth, 1e-10, `box ${k} at ${x}, t = ${p.t}`);
          const components = componentsOf(boxes, source);
          components.setTime(p);
          components.setRow(Float64Array.from(x), new Float64Array(3));
          expect(!(Math.abs(components.dtMagnitude(k) - magnitude) <= 1e-10 * magnitude)).toBe(false);
        }
      }
    }
  });

  it('are the boxes themselves, scaled by α, at σ = 0', () => {
    const p = AT_TARGET;
    const x = [0.16, 0.56];
    const components = componentsOf(boxes, source);
    // Nothing is left of a row before.
    components.setTime(POINTS[0]!);
    components.setRow(Float64Array.of(0.1, 0.2), new Float64Array(3));
    // E[X₁|x] = x/α and E[X₀|x] = m₀; ln p = ln w − Σ ln α(b − a), in box 0 only.
    const inside: Values = {
      logP: Math.log(1 / 8) - Math.log(0.8 * 1.4) - Math.log(0.8 * 0.6),
      u: x.map((v, i) => (p.alphaDot * v) / p.alpha + p.sigmaDot * source.mean[i]!),
      s: [0, 0],
      dt: (-2 * p.alphaDot) / p.alpha,
      divergence: (2 * p.alphaDot) / p.alpha,
      J: diagonal([p.alphaDot / p.alpha, p.alphaDot / p.alpha]),
      x1: x.map((v) => v / p.alpha),
      x0: source.mean,
      covariance1: diagonal([0, 0]),
      // ξ ~ N(0, 1): the variance of σ̇'s part is that of the source, (D/α)²·S₀ = σ̇² S₀ as D = −ασ̇.
      variance: p.sigmaDot ** 2 * (0.6 + 1.7),
    };
    compare(valuesOf(boxes, source, p, x, 0), inside, 1e-14, 'at σ = 0');
    compare(valuesOf(boxes, source, p, x, 0, components), inside, 1e-14, 'at σ = 0, after another time');
    // Sides whose lengths, and whose lower or upper ends alone, tell α from α².
    const one = uniformBoxes({ lower: [[-1]], upper: [[0.4]] });
    const { logP } = valuesOf(one, {}, p, [0.16], 0);
    expect(!(Math.abs(logP + Math.log(0.8 * 1.4)) <= 1e-15)).toBe(false);
    for (const k of [1, 2]) expect(valuesOf(boxes, source, p, x, k).logP).toBe(-Infinity);
    components.setTime({ ...p, alphaDot: -1.3 });
    components.setRow(Float64Array.from(x), new Float64Array(3));
    expect(components.dtMagnitude(0)).toBe((2 * 1.3) / 0.8);
    // Open at both ends.
    for (const edge of [-0.8, 0.8 * 0.4])
      expect(valuesOf(boxes, source, p, [edge, 0.56], 0).logP).toBe(-Infinity);
  });

  it('blur the edges of the boxes by half a normal distribution, however small σ > 0 is', () => {
    const line = uniformBoxes({ lower: [[-1]], upper: [[0.4]] });
    const own = { mean: [0.3], std: 1.3 };
    const p: PathPoint = {
      t: 0.9,
      alpha: 0.8,
      sigma: 1e-170,
      alphaDot: 1.3,
      sigmaDot: -0.7,
      sigmaSigmaDot: -7e-171,
    };
    // On the upper edge ξ = (x − σm₀ − αz)/(σs₀) is positive; σm₀ is below the rounding of x, which moves the edge by none.
    const mean = Math.sqrt(2 / Math.PI);
    const rate = p.sigmaDot / p.sigma;
    const got = valuesOf(line, own, p, [0.8 * 0.4], 0);
    const half = (name: string, value: number, truth: number, scale = Math.abs(truth)): void =>
      expect(!(Math.abs(value - truth) <= 1e-14 * scale), `${name}: ${value} against ${truth}`).toBe(false);
    half('ln p', got.logP, Math.log(0.5 / (0.8 * 1.4)), 1);
    half('E[X₁]', got.x1[0]!, 0.4);
    half('E[X₀]', got.x0[0]!, 0.3 + 1.3 * mean);
    half('velocity', got.u[0]!, 1.3 * 0.4 - 0.7 * (0.3 + 1.3 * mean));
    half('score', got.s[0]!, -mean / (p.sigma * 1.3));
    // ∂u/∂x = (α̇/α) Var ξ + (σ̇/σ)(1 − Var ξ), whose second term is 10¹⁷⁰ times the first.
    half('Jacobian', got.J[0]![0]!, rate * (2 / Math.PI));
    half('divergence', got.divergence, rate * (2 / Math.PI));
    // E[ξ²] = 1; what is left is E[ξ](α̇z + σ̇m₀)/(σs₀), beside which the first term is rounded.
    const moving = (mean * (1.3 * 0.4 - 0.7 * 0.3)) / (p.sigma * 1.3);
    half('∂ₜ ln p', got.dt, moving, Math.abs(moving) + 2 * Math.abs(rate));
    const components = componentsOf(line, own);
    components.setTime(p);
    components.setRow(Float64Array.of(0.8 * 0.4), new Float64Array(1));
    half(
      'magnitude',
      components.dtMagnitude(0),
      2 * Math.abs(rate) + (mean * (1.3 * 0.4 + 0.7 * 0.3)) / (p.sigma * 1.3),
    );
  });

  it('have the variance of the velocity at both ends, α = 0 and σ = 0, whatever the signs of α̇ and σ̇', () => {
    const line = uniformBoxes({ lower: [[-1]], upper: [[0.4]] });
    for (const alphaDot of [1.3, -1.3]) {
      for (const sigmaDot of [0.7, -0.7]) {
        // At α = 0 nothing is known of X₁: α̇² Var X₁ = α̇² (b − a)²/12. At σ = 0 nothing of X₀: σ̇² s₀².
        const start = { t: 0, alpha: 0, sigma: 1.1, alphaDot, sigmaDot, sigmaSigmaDot: 1.1 * sigmaDot };
        const { variance } = valuesOf(line, { std: 1.3 }, start, [0.2], 0);
        expect(!(Math.abs(variance - (1.3 ** 2 * 1.4 ** 2) / 12) <= 1e-14)).toBe(false);
        const end = { t: 1, alpha: 0.8, sigma: 0, alphaDot, sigmaDot, sigmaSigmaDot: 0 };
        const last = valuesOf(line, { std: 1.3 }, end, [0.2], 0);
        expect(!(Math.abs(last.variance - 0.7 ** 2 * 1.3 ** 2) <= 1e-14)).toBe(false);
      }
    }
  });
});
