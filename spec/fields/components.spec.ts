/**
 * Every family of components against the definition of what it computes, at path points with no accidental equalities: for
 * Gaussians by conditioning the joint Gaussian of (X₁, X₀, X_t) with dense matrices, for boxes by numerical integration over z.
 * The code under test uses neither: it works in a joint eigenbasis, or with truncated normal moments.
 */
import { describe, expect, it } from 'vitest';
import type { PathPoint } from '../../src/fields/components.ts';
import { type ClosedFormTarget, componentsOf } from '../../src/fields/components-of.ts';
import type { GaussianSourceSpec } from '../../src/fields/gaussian-source.ts';
import { empirical, gaussianMixture, uniformBoxes } from '../../src/targets/index.ts';

type Matrix = number[][];

const POINTS: readonly PathPoint[] = [
  { t: 0.3, alpha: 0.7, sigma: 0.45, alphaDot: 1.3, sigmaDot: -0.8, sigmaSigmaDot: -0.36 },
  { t: 0.6, alpha: 0.4, sigma: 1.2, alphaDot: -0.5, sigmaDot: 0.9, sigmaSigmaDot: 1.08 },
];
/** σ = 0, where targets with a density of their own still have one. */
const AT_TARGET: PathPoint = {
  t: 1,
  alpha: 0.8,
  sigma: 0,
  alphaDot: 1.3,
  sigmaDot: -0.7,
  sigmaSigmaDot: 0,
};

/** What a component says at one row. */
interface Values {
  logP: number;
  u: number[];
  s: number[];
  dt: number;
  divergence: number;
  J: Matrix;
  x1: number[];
  x0: number[];
  covariance1: Matrix;
  variance: number;
}

function valuesOf(
  target: ClosedFormTarget,
  source: GaussianSourceSpec,
  p: PathPoint,
  x: number[],
  k: number,
): Values {
  const components = componentsOf(target, source);
  const { dim } = components;
  components.setTime(p);
  const logs = new Float64Array(components.count);
  components.setRow(Float64Array.from(x), logs);
  const vector = (write: (out: Float64Array) => void): number[] => {
    const out = new Float64Array(dim).fill(Number.NaN);
    write(out);
    return Array.from(out);
  };
  // Both matrices are added, with a weight, to what is there.
  const matrix = (add: (weight: number, out: Float64Array) => void): Matrix => {
    const out = new Float64Array(dim * dim).fill(1);
    add(0.5, out);
    return Array.from({ length: dim }, (_, i) =>
      Array.from({ length: dim }, (__, j) => 2 * (out[i * dim + j]! - 1)),
    );
  };
  const [x1, x0] = [new Float64Array(dim), new Float64Array(dim)];
  components.posteriorMeans(k, x1, x0);
  return {
    logP: logs[k]!,
    u: vector((out) => components.velocity(k, out)),
    s: vector((out) => components.score(k, out)),
    dt: components.dtLogDensity(k),
    divergence: components.divergence(k),
    J: matrix((weight, out) => components.addJacobian(k, weight, out)),
    x1: Array.from(x1),
    x0: Array.from(x0),
    covariance1: matrix((weight, out) => components.addPosteriorCovariance(k, weight, out)),
    variance: components.velocityVariance(k),
  };
}

function compare(got: Values, truth: Values, bound: number, where: string): void {
  for (const name of Object.keys(truth) as (keyof Values)[]) {
    const [a, b] = [[got[name]].flat(2), [truth[name]].flat(2)];
    expect(a.length, `${where} ${name}`).toBe(b.length);
    for (const [i, value] of a.entries()) {
      const text = `${where} ${name}[${i}]: ${value} against ${b[i]}`;
      expect(!(Math.abs(value - b[i]!) <= bound * (1 + Math.abs(b[i]!))), text).toBe(false);
    }
  }
}

const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
const times = (A: Matrix, B: Matrix): Matrix =>
  A.map((row) =>
    B[0]!.map((_, j) =>
      dot(
        row,
        B.map((r) => r[j]!),
      ),
    ),
  );
const apply = (A: Matrix, v: number[]): number[] => A.map((row) => dot(row, v));
const combine = (a: number, A: Matrix, b: number, B: Matrix): Matrix =>
  A.map((row, i) => row.map((v, j) => a * v + b * B[i]![j]!));
const trace = (A: Matrix): number => A.reduce((sum, row, i) => sum + row[i]!, 0);
const diagonal = (values: number[]): Matrix => values.map((v, i) => values.map((_, j) => (i === j ? v : 0)));
const transposed = (A: Matrix): Matrix => A.map((_, i) => A.map((row) => row[i]!));

/** A⁻¹ and det A by Gauss–Jordan; A is positive definite, so no pivoting. */
function inverse(A: Matrix): { inverse: Matrix; det: number } {
  const M = A.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let det = 1;
  for (let i = 0; i < A.length; i++) {
    const pivot = M[i]![i]!;
    det *= pivot;
    M[i] = M[i]!.map((v) => v / pivot);
    for (let r = 0; r < A.length; r++) if (r !== i) M[r] = M[r]!.map((v, j) => v - M[r]![i]! * M[i]![j]!);
  }
  return { inverse: M.map((row) => row.slice(A.length)), det };
}

/** The values for X₁ ~ N(m, S) and X₀ ~ N(m₀, S₀), by conditioning a joint Gaussian. */
function gaussianTruth(
  weight: number,
  m: number[],
  S: Matrix,
  m0: number[],
  S0: Matrix,
  p: PathPoint,
  x: number[],
): Values {
  const V = combine(p.alpha ** 2, S, p.sigma ** 2, S0);
  const rate = combine(2 * p.alpha * p.alphaDot, S, 2 * p.sigmaSigmaDot, S0);
  const { inverse: P, det } = inverse(V);
  const delta = x.map((v, i) => v - p.alpha * m[i]! - p.sigma * m0[i]!);
  const drift = m.map((v, i) => p.alphaDot * v + p.sigmaDot * m0[i]!);
  const pull = apply(P, delta);
  const [gain1, gain0] = [times(S, P), times(S0, P)];
  const x1 = apply(gain1, delta).map((v, i) => m[i]! + p.alpha * v);
  const x0 = apply(gain0, delta).map((v, i) => m0[i]! + p.sigma * v);
  const J = combine(p.alphaDot * p.alpha, gain1, p.sigmaSigmaDot, gain0);
  const cross = combine(p.alphaDot * p.alpha, S, p.sigmaSigmaDot, S0);
  const own = combine(p.alphaDot ** 2, S, p.sigmaDot ** 2, S0);
  return {
    logP: Math.log(weight) - 0.5 * (x.length * Math.log(2 * Math.PI) + Math.log(det) + dot(delta, pull)),
    u: x1.map((v, i) => p.alphaDot * v + p.sigmaDot * x0[i]!),
    s: pull.map((v) => -v),
    dt: -0.5 * trace(times(P, rate)) + 0.5 * dot(pull, apply(rate, pull)) + dot(pull, drift),
    divergence: trace(J),
    J,
    x1,
    x0,
    covariance1: combine(1, S, -(p.alpha ** 2), times(gain1, transposed(S))),
    variance: trace(own) - trace(times(times(cross, P), cross)),
  };
}

const means = [
  [1, -2, 0.5],
  [-0.3, 0.8, 2],
];
const full: Matrix[] = [
  [
    [2, 0.6, -0.3],
    [0.6, 1, 0.2],
    [-0.3, 0.2, 0.7],
  ],
  [
    [0.5, -0.2, 0.1],
    [-0.2, 1.5, 0.4],
    [0.1, 0.4, 0.9],
  ],
];
const variances = [
  [0.3, 1.1, 0.6],
  [2, 0.4, 0.8],
];
const weights = [1, 3];
const targets: Record<string, { target: ClosedFormTarget; S: Matrix[] }> = {
  isotropic: {
    target: gaussianMixture({ weights, means, stds: [0.5, 1.5] }),
    S: [diagonal([0.25, 0.25, 0.25]), diagonal([2.25, 2.25, 2.25])],
  },
  diagonal: { target: gaussianMixture({ weights, means, variances }), S: variances.map(diagonal) },
  full: { target: gaussianMixture({ weights, means, covariances: full }), S: full },
  points: {
    target: empirical({ points: means.flat(), dim: 3, weights }),
    S: means.map(() => diagonal([0, 0, 0])),
  },
};
const m0 = [0.4, -0.7, 0.2];
const S0: Matrix = [
  [1.2, 0.3, 0.1],
  [0.3, 0.8, -0.2],
  [0.1, -0.2, 0.6],
];
const sources: Record<string, { source: GaussianSourceSpec; S0: Matrix; m0: number[] }> = {
  standard: { source: {}, S0: diagonal([1, 1, 1]), m0: [0, 0, 0] },
  isotropic: { source: { mean: m0, std: 0.7 }, S0: diagonal([0.49, 0.49, 0.49]), m0 },
  diagonal: { source: { mean: m0, variances: [0.6, 1.7, 0.9] }, S0: diagonal([0.6, 1.7, 0.9]), m0 },
  full: { source: { mean: m0, covariance: S0 }, S0, m0 },
};
const x = [0.8, 0.1, -1.2];

describe('Gaussian components', () => {
  for (const [kind, { target, S }] of Object.entries(targets)) {
    for (const [sourceKind, { source, S0, m0 }] of Object.entries(sources)) {
      it(`${kind} under a ${sourceKind} source: conditioning the joint Gaussian`, () => {
        const points = kind === 'points' ? POINTS : [...POINTS, AT_TARGET];
        for (const p of points) {
          for (const k of [0, 1]) {
            const truth = gaussianTruth(weights[k]! / 4, means[k]!, S[k]!, m0, S0, p, x);
            // Condition numbers below 100 and some 50 roundings: 10⁻¹² leaves a factor of ten.
            compare(valuesOf(target, source, p, x, k), truth, 1e-12, `component ${k} at t = ${p.t}`);
          }
        }
      });
    }
  }

  it('of weight zero do not count, and may even be without a density', () => {
    const target = gaussianMixture({ weights: [1, 0], means, stds: [0.5, 0] });
    const components = componentsOf(target, {});
    components.setTime(AT_TARGET);
    const logs = new Float64Array(2);
    components.setRow(Float64Array.from(x), logs);
    expect(logs[1]).toBe(-Infinity);
    const alone = componentsOf(gaussianMixture({ means: [means[0]!], stds: [0.5] }), {});
    alone.setTime(AT_TARGET);
    const log = new Float64Array(1);
    alone.setRow(Float64Array.from(x), log);
    expect(logs[0]).toBe(log[0]);
  });

  it('without variance have a pole at σ = 0, which names time and component', () => {
    for (const source of [{}, { covariance: S0 }]) {
      // However little the component weighs.
      const target = gaussianMixture({ weights: [0.995, 0.005], means, stds: [0.5, 0] });
      expect(() => componentsOf(target, source).setTime(AT_TARGET)).toThrow(
        /^t = 1: .*number 1\) with variance 0/,
      );
    }
  });
});

describe('the magnitudes that rounding is measured against', () => {
  const magnitude = (
    target: ClosedFormTarget,
    source: GaussianSourceSpec,
    p: PathPoint,
    k: number,
  ): number => {
    const components = componentsOf(target, source);
    components.setTime(p);
    components.setRow(Float64Array.from(x), new Float64Array(components.count));
    return components.dtMagnitude(k);
  };

  it('are the sums of |h|/v, |h|δ²/v² and |δ|(|α̇m| + |σ̇m₀|)/v, in the eigenbasis as without', () => {
    const source = { mean: m0, variances: [0.6, 1.7, 0.9] };
    const asFull = { mean: m0, covariance: diagonal([0.6, 1.7, 0.9]) };
    for (const p of [...POINTS, AT_TARGET]) {
      for (const k of [0, 1]) {
        let truth = 0;
        for (let i = 0; i < 3; i++) {
          const [S, s0, m] = [variances[k]![i]!, source.variances[i]!, means[k]![i]!];
          const v = p.alpha ** 2 * S + p.sigma ** 2 * s0;
          const h = Math.abs(p.alpha * p.alphaDot * S + p.sigmaSigmaDot * s0);
          const delta = Math.abs(x[i]! - p.alpha * m - p.sigma * m0[i]!);
          truth += h / v + (h * delta ** 2) / v ** 2;
          truth += (delta * (Math.abs(p.alphaDot * m) + Math.abs(p.sigmaDot * m0[i]!))) / v;
        }
        const { target } = targets.diagonal!;
        expect(!(Math.abs(magnitude(target, source, p, k) - truth) <= 1e-13 * truth)).toBe(false);
        expect(!(Math.abs(magnitude(target, asFull, p, k) - truth) <= 1e-12 * truth)).toBe(false);
      }
    }
  });

  it('are the same for equal variances, given once or for each coordinate', () => {
    const source = { mean: m0, std: 0.7 };
    const once = gaussianMixture({ weights, means, stds: [0.5, 1.5] });
    const each = gaussianMixture({
      weights,
      means,
      variances: [
        [0.25, 0.25, 0.25],
        [2.25, 2.25, 2.25],
      ],
    });
    for (const k of [0, 1]) {
      const truth = magnitude(each, source, POINTS[0]!, k);
      expect(!(Math.abs(magnitude(once, source, POINTS[0]!, k) - truth) <= 1e-13 * truth)).toBe(false);
    }
  });

  it('bound ∂ₜ ln p where the basis is tilted', () => {
    for (const p of POINTS) {
      const { dt } = valuesOf(targets.full!.target, sources.full!.source, p, x, 1);
      const bound = magnitude(targets.full!.target, sources.full!.source, p, 1);
      expect(bound).toBeGreaterThan(Math.abs(dt));
    }
  });
});

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
    for (const k of [1, 2]) expect(valuesOf(boxes, source, p, x, k).logP).toBe(-Infinity);
    const components = componentsOf(boxes, source);
    components.setTime({ ...p, alphaDot: -1.3 });
    components.setRow(Float64Array.from(x), new Float64Array(3));
    expect(components.dtMagnitude(0)).toBe((2 * 1.3) / 0.8);
    // Open at both ends.
    for (const edge of [-0.8, 0.8 * 0.4])
      expect(valuesOf(boxes, source, p, [edge, 0.56], 0).logP).toBe(-Infinity);
  });
});
