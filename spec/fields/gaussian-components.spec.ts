/**
 * Gaussian components against the definition of what they compute: by conditioning the joint Gaussian of (X₁, X₀, X_t) with dense
 * matrices. The code under test works in a joint eigenbasis.
 */
import { describe, expect, it } from 'vitest';
import type { PathPoint } from '../../src/fields/components.ts';
import { componentsOf } from '../../src/fields/components-of.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import {
  AT_TARGET,
  compare,
  diagonal,
  type Matrix,
  POINTS,
  type Values,
  valuesOf,
} from '../support/component-values.ts';
import { means, S0, sources, targets, weights, x } from '../support/gaussian-problems.ts';

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

  it('have a density at σ = 0 however narrow they are', () => {
    const narrow = diagonal([1e-12, 4e-12, 9e-12]);
    const components = componentsOf(gaussianMixture({ means: [means[0]!], covariances: [narrow] }), {});
    components.setTime(AT_TARGET);
    const logs = new Float64Array(1);
    components.setRow(
      Float64Array.from(means[0]!, (m) => 0.8 * m),
      logs,
    );
    // The height of N(αm, α² S) at its mean.
    const truth = -1.5 * Math.log(2 * Math.PI) - Math.log(0.8 ** 3 * 6e-18);
    expect(!(Math.abs(logs[0]! - truth) <= 1e-13 * truth)).toBe(false);
  });
});
