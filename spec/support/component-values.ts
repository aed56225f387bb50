/** What a component says at one row, at path points with no accidental equalities, and the comparison with a truth. */
import { expect } from 'vitest';
import type { Components, PathPoint } from '../../src/fields/components.ts';
import { type ClosedFormTarget, componentsOf } from '../../src/fields/components-of.ts';
import type { GaussianSourceSpec } from '../../src/fields/gaussian-source.ts';

export type Matrix = number[][];

export const POINTS: readonly PathPoint[] = [
  { t: 0.3, alpha: 0.7, sigma: 0.45, alphaDot: 1.3, sigmaDot: -0.8, sigmaSigmaDot: -0.36 },
  { t: 0.6, alpha: 0.4, sigma: 1.2, alphaDot: -0.5, sigmaDot: 0.9, sigmaSigmaDot: 1.08 },
];
/** σ = 0, where targets with a density of their own still have one. */
export const AT_TARGET: PathPoint = {
  t: 1,
  alpha: 0.8,
  sigma: 0,
  alphaDot: 1.3,
  sigmaDot: -0.7,
  sigmaSigmaDot: 0,
};

/** What a component says at one row. */
export interface Values {
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

export function valuesOf(
  target: ClosedFormTarget,
  source: GaussianSourceSpec,
  p: PathPoint,
  x: number[],
  k: number,
  components: Components = componentsOf(target, source),
): Values {
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

export function compare(got: Values, truth: Values, bound: number, where: string): void {
  for (const name of Object.keys(truth) as (keyof Values)[]) {
    const [a, b] = [[got[name]].flat(2), [truth[name]].flat(2)];
    expect(a.length, `${where} ${name}`).toBe(b.length);
    for (const [i, value] of a.entries()) {
      const text = `${where} ${name}[${i}]: ${value} against ${b[i]}`;
      expect(!(Math.abs(value - b[i]!) <= bound * (1 + Math.abs(b[i]!))), text).toBe(false);
    }
  }
}

export const diagonal = (values: number[]): Matrix =>
  values.map((v, i) => values.map((_, j) => (i === j ? v : 0)));
