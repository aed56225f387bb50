/** Continuity by differences: orders of convergence that must show, and noise that is measured. */
import { describe, expect, it } from 'vitest';
import { type MarginalField, marginalField } from '../../src/fields/marginal-field.ts';
import { continuityDifferences, continuityIdentity } from '../../src/laws/continuity/index.ts';
import { noiseOf, OFFSETS } from '../../src/laws/continuity/noise.ts';
import { orderOfFall } from '../../src/laws/continuity/order-of-fall.ts';
import type { FieldSubject } from '../../src/laws/core/subjects.ts';
import { condOT } from '../../src/schedules/index.ts';
import { uniformBoxes } from '../../src/targets/uniform-boxes.ts';
import { byHand, changed, held, ours } from './continuity-fields.ts';

describe('orders of convergence', () => {
  it('are shown as 2 and 4', () => {
    const { worst } = continuityDifferences(ours).check({ runs: 6, seed: 2 });
    expect(worst).toMatch(/second-order residuals at h, h\/2, …: .* \(order (2\.0|1\.9)\d\); fourth-order/);
    const found = continuityDifferences(ours).at({ t: 0.25, x: [0.75] });
    expect(found.detail).toMatch(/\(order (2\.0|1\.99)\d*\); fourth-order: .* \(order (4\.0|3\.9)\d\)/);
  });

  it('are those of the values, and none where they change or drown', () => {
    const of = (f: (h: number) => number): Float64Array =>
      Float64Array.from({ length: 13 }, (_, l) => f(0.5 ** l));
    expect(
      orderOfFall(
        of((h) => 3 * h * h),
        0,
      )!.order,
    ).toBeCloseTo(2, 10);
    expect(
      orderOfFall(
        of((h) => h * h + h ** 4),
        0,
      )!.order,
    ).toBeCloseTo(2, 3);
    expect(
      orderOfFall(
        of((h) => h),
        0,
      )!.order,
    ).toBeCloseTo(1, 10);
    expect(
      orderOfFall(
        of((h) => 1e-3 + h * h),
        0,
      )!.order,
    ).toBeLessThan(0.1);
    expect(
      orderOfFall(
        of((h) => h * h),
        1,
      ),
    ).toBeNull();
    expect(
      orderOfFall(
        of((h) => h * h * Math.cos(9 / h)),
        0,
      ),
    ).toBeNull();
  });

  it('are wrong where ln p has a second derivative that jumps, although the limit is right', () => {
    // (t − ¼)|t − ¼| has the central difference h at ¼: first order, limit 0.
    const bent: FieldSubject = {
      ...byHand(),
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (t, x, out) => {
        for (let i = 0; i < x.length; i++) out[i] = -0.5 * x[i]! * x[i]! + (t - 0.25) * Math.abs(t - 0.25);
      },
    };
    const found = continuityDifferences(bent).at({ t: 0.25, x: [0.5] });
    // The worst is the fourth order that is the first.
    expect(found.residual).toBeCloseTo(3, 6);
    expect(found.residual).toBeGreaterThan(found.bound);
    expect(found.detail).toContain('(order 1.00)');
  });

  it('are looked for at steps that see both edges of a box, one far off', () => {
    const target = uniformBoxes({ lower: [[-1], [0.5]], upper: [[0], [2]] });
    const boxes = marginalField({ schedule: condOT, target });
    const found = continuityDifferences(boxes).at({ t: 0.999, x: [0] });
    expect(found.residual).toBeLessThan(found.bound);
  });

  it('pass a corner of p where nothing moves, and refuse a jump of the velocity', () => {
    const corner: FieldSubject = {
      ...byHand(),
      velocity: (_t, x, out) => out.fill(0, 0, x.length),
      logDensity: (_t, x, out) => {
        for (let i = 0; i < x.length; i++) out[i] = -Math.abs(x[i]! - 1e-4);
      },
    };
    const still = continuityDifferences(corner).at({ t: 0.3, x: [0] });
    expect(still.residual).toBeLessThanOrEqual(still.bound);
    expect(still.bound).toBeLessThan(1e-12);
    const jump: FieldSubject = {
      ...corner,
      velocity: (_t, x, out) =>
        out.forEach((_, i) => {
          out[i] = x[i]! > 1e-5 ? 1 : 0;
        }),
    };
    expect(() => continuityDifferences(jump).at({ t: 0.3, x: [0] })).toThrow(/not smooth/);
  });
});

describe('rounding', () => {
  it('noise of a sine that is cut to 2⁻²⁰ has the standard deviation of that rounding', () => {
    const values = OFFSETS.map((o) => Math.round(Math.sin(1 + 1e-5 * o) * 2 ** 20) / 2 ** 20);
    const expected = 2 ** -20 / Math.sqrt(12);
    expect(noiseOf(values)).toBeGreaterThan(expected / 2);
    expect(noiseOf(values)).toBeLessThan(expected * 2);
    expect(noiseOf(OFFSETS.map((o) => 1 + o * o))).toBeLessThan(1e-13);
  });

  it('is measured, so that a noisy field holds, and one of nothing but noise is refused', () => {
    const noisy = (size: number): MarginalField => {
      const noise = (t: number, x: number): number => 1 + size * Math.sin(1e15 * (t + 3 * x));
      return changed({
        logDensity(t, x, out) {
          ours.logDensity(t, x, out);
          for (let i = 0; i < out.length; i++) out[i]! *= noise(t, x[i]!);
        },
        dtLogDensity(t, x, out) {
          ours.dtLogDensity(t, x, out);
          for (let i = 0; i < out.length; i++) out[i]! *= noise(t, x[i]!);
        },
      });
    };
    const at = [0.21, 0.4, 0.63].flatMap((t) => [-1.3, 0.2, 0.9].map((x) => ({ t, x: [x] })));
    for (const law of [continuityIdentity, continuityDifferences]) {
      for (const point of at) {
        const { residual, bound } = law(noisy(1e-10)).at(point);
        expect(residual).toBeLessThan(bound);
        expect(residual).toBeGreaterThan(1e-13);
        expect(() => law(noisy(0.1)).at(point)).toThrow(/only/);
      }
    }
  });

  it('of float32 is allowed for when it is declared, and a mistake of 1 % still seen', () => {
    const rounded = (factor: number): FieldSubject => ({
      dim: 1,
      precision: 2 ** -23,
      velocity(t, x, out) {
        ours.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i] = Math.fround(factor * out[i]!);
      },
      logDensity(t, x, out) {
        ours.logDensity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i] = Math.fround(out[i]!);
      },
    });
    for (const name of ['continuityDifferences', 'continuityWeak', 'continuityVolumes'] as const) {
      expect(held(name, rounded(1)).check({ runs: 4 }).status, name).toBe('holds');
      expect(held(name, rounded(1.01)).check({ runs: 4 }).status, name).toBe('violated');
    }
  });
});
