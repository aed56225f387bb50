/** ∫ p = 1: what the law sees, and what it refuses. */
import { describe, expect, it } from 'vitest';
import {
  changeOfVariables,
  type DensitySubject,
  densityOfPath,
  densityOfTarget,
  normalization,
} from '../../src/laws/likelihood/index.ts';
import { evenAxis, integrate } from '../../src/laws/likelihood/quadrature.ts';
import { gaussLegendrePanels } from '../../src/math/gauss-legendre.ts';
import { gaussianPath } from '../../src/paths/index.ts';
import { normalInto } from '../../src/random/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { broken } from './broken-members.ts';
import { stretching } from './stretching.ts';

const onLine = (logDensity: (x: number) => number, more: Partial<DensitySubject> = {}): DensitySubject => ({
  dim: 1,
  logDensity(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = logDensity(x[i]!);
  },
  ...more,
});
const normal = onLine((x) => -0.5 * (Math.log(2 * Math.PI) + x * x));

describe('normalization', () => {
  it('holds for N(0, 1) by hand', () => {
    expect(normalization(normal).check()).toMatchObject({ status: 'holds', object: 'density', runs: 2 });
  });

  it('measures by hand: a density that is twice too large integrates to 2', () => {
    const twice = onLine((x) => -0.5 * (Math.log(Math.PI / 2) + x * x));
    const { residual, bound, detail } = normalization(twice).at({ shift: [0.3] });
    expect(Math.abs(residual - 1)).toBeLessThan(1e-14);
    expect(bound).toBeLessThan(1e-13);
    expect(detail).toMatch(/^∫ p = (2|1\.99)/);
  });

  it('finds a wrong constant of 10⁻¹² and meets it again', () => {
    const held = normalization(onLine((x) => -0.5 * (Math.log(2 * Math.PI) + x * x) + 1e-12));
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toBe('a grid that begins 0 of a step inside its box');
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  it('refuses heavy tails, kinks, empty boxes, infinities, three dimensions and what is no density', () => {
    const reason = (density: DensitySubject): string => {
      const { status, reason } = normalization(density).check();
      expect(status).toBe('refused');
      return reason!;
    };
    expect(reason(onLine((x) => -Math.log(Math.PI * (1 + x * x))))).toContain('tails');
    expect(reason(onLine((x) => (Math.abs(x) < 1.03 ? Math.log(0.5 / 1.03) : -Infinity)))).toContain(
      'smooth',
    );
    expect(reason(onLine((x) => -0.5 * (x - 1e4) * (x - 1e4)))).toContain('no mass');
    expect(reason(onLine((x) => -Math.abs(x) * 1e9 - 1e3))).toContain('no mass');
    expect(reason({ ...normal, dim: 3 })).toContain('one or two dimensions');
    expect(normalization({} as never).check().status).toBe('refused');
    for (const dim of [0, 1.5, Number.NaN, undefined]) {
      expect(normalization({ ...normal, dim } as never).check().status).toBe('faulty');
      expect(changeOfVariables({ ...stretching, dim } as never).check().status).toBe('faulty');
    }
    const pole = onLine(() => Number.POSITIVE_INFINITY);
    expect(normalization(pole).check().status).toBe('refused');
  });

  it('measures a density that lost a factor 2000, where draws or edges say where its mass is', () => {
    const small = (x: number): number => -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(2000);
    expect(normalization(onLine(small)).check().reason).toContain('no mass');
    const told: Partial<DensitySubject>[] = [
      { sample: (draw, out) => void normalInto(draw, 0, out) },
      { edges: [[-9, -6, -3, 0, 3, 6, 9]] },
    ];
    for (const more of told) {
      const { residual, bound } = normalization(onLine(small, more)).at({ shift: [0.25] });
      expect(Math.abs(residual - 0.9995)).toBeLessThan(1e-9);
      expect(bound).toBeLessThan(1e-9);
    }
  });

  it('does not miss a spike that draws know of', () => {
    // 0.9 N(0, 1) + 0.1 N(0.37, 0.005²): a grid that misses the spike finds 0.9.
    const density = densityOfTarget(
      gaussianMixture({ weights: [0.9, 0.1], means: [[0], [0.37]], stds: [1, 5e-3] }),
    );
    expect(normalization(density).check().status).toBe('holds');
  });

  it('integrates between edges, and along a conditional path', () => {
    const box = onLine((x) => (x > -1 && x < 2 ? Math.log(1 / 3) : -Infinity), { edges: [[-1, 2]] });
    expect(normalization(box).check().status).toBe('holds');
    expect(normalization({ ...box, edges: [[-1, 2.5]] }).check().status).not.toBe('holds');
    expect(normalization(densityOfPath(gaussianPath(condOT, 1), 0.4, [2])).check().status).toBe('holds');
  });

  it.each(broken)('takes a density for a fault that is: %s', (_name, logDensity) => {
    expect(normalization({ dim: 1, logDensity } as never).check().status).toBe('faulty');
  });

  it('has exact rules for polynomials and constants', () => {
    const cube = onLine((x) => Math.log(3 * x * x));
    const { value } = integrate(cube, [gaussLegendrePanels([0, 0.3, 1], 4)]);
    expect(Math.abs(value - 1)).toBeLessThan(1e-15);
    const { value: constant, face } = integrate(
      onLine(() => 0),
      [evenAxis(-1, 2, 30, 0.4)],
    );
    expect(Math.abs(constant - 3)).toBeLessThan(1e-14);
    expect(Math.abs(face - 0.2)).toBeLessThan(1e-15);
  });
});

describe('refusals of normalization', () => {
  it('say what to give where p jumps, and then judge', () => {
    const exponential = (edges?: readonly (readonly number[])[]): DensitySubject =>
      onLine((x) => (x < 0 ? -Infinity : -x), edges && { edges });
    expect(normalization(exponential()).check().reason).toMatch(/where it jumps or has a corner, give edges/);
    expect(normalization(exponential([[0, 1, 2, 4, 8, 16, 40]])).check().status).toBe('holds');
    expect(normalization(exponential([[-1, 40]])).check().reason).toMatch(/not smooth between its edges/);
  });

  it('name tails that fall like a power', () => {
    const cauchy = onLine((x) => -Math.log(Math.PI) - Math.log1p(x * x));
    expect(normalization(cauchy).check().reason).toMatch(/tails of p fall like a power, as those of Student/);
  });
});
