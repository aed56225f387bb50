/** The laws of a marginal field's ends: densities by hand, defects by hand, planted mistakes, and fields that state their own. */
import { describe, expect, it } from 'vitest';
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import { boundaryEnd, boundaryStart } from '../../src/laws/boundary/index.ts';
import { pathDensity } from '../../src/laws/boundary/path-density.ts';
import type { FieldSubject } from '../../src/laws/core/index.ts';
import { condOT, ot, userSchedule, ve, vp } from '../../src/schedules/index.ts';
import { empirical, gaussianMixture, uniformBoxes } from '../../src/targets/index.ts';

const HALF_LOG_TWO_PI = 0.9189385332046727;
const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.4] });
const field = marginalField({ schedule: condOT, target });

/** The field with ln p made larger by `shift` at one end. */
const shifted = (right: MarginalField, at: number, shift: number): MarginalField => ({
  ...right,
  logDensity(t, x, out) {
    right.logDensity(t, x, out);
    if (t === at) for (let r = 0; r < out.length; r++) out[r]! += shift;
  },
});

describe('densities from the definition', () => {
  const near = ({ value, error }: { value: number; error: number }, right: number): void => {
    expect(error).toBeLessThan(1e-13 * (1 + Math.abs(right)));
    expect(Math.abs(value - right)).toBeLessThanOrEqual(error + 1e-15 * Math.abs(right));
  };

  it('N(0, 1) at 1, and N(3, 2² + 0.5²) at 1', () => {
    near(pathDensity(field, 0, 1, Float64Array.of(1)), -HALF_LOG_TWO_PI - 0.5);
    const one = marginalField({ schedule: condOT, target: gaussianMixture({ means: [[3]], stds: [2] }) });
    near(pathDensity(one, 1, 0.5, Float64Array.of(1)), -HALF_LOG_TWO_PI - 0.5 * Math.log(4.25) - 2 / 4.25);
  });

  it('a full covariance by its inverse', () => {
    const covariances = [
      [
        [1, 1],
        [1, 1],
      ],
    ];
    // S alone is singular; with S₀ = diag(1, 10⁻³) it is not.
    const flat = marginalField({
      schedule: condOT,
      target: gaussianMixture({ means: [[0, 0]], covariances }),
      source: { variances: [1, 1e-3] },
    });
    // C = [[2, 1], [1, 1.001]], det 1.002.
    const quadratic = (1.001 * 1 - 2 * 1 * 2 + 2 * 4) / 1.002;
    const right = -2 * HALF_LOG_TWO_PI - 0.5 * Math.log(1.002) - 0.5 * quadratic;
    near(pathDensity(flat, 1, 1, Float64Array.of(1, 2)), right);
  });

  it('a box: (Φ(1) − Φ(0))/1 at x = 1 for U(0, 1) + N(0, 1)', () => {
    const box = marginalField({ schedule: condOT, target: uniformBoxes({ lower: [[0]], upper: [[1]] }) });
    near(pathDensity(box, 1, 1, Float64Array.of(1)), Math.log(0.3413447460685429));
    // ln(Φ(9) − Φ(8)), of which 1 − Φ(8) = 6·10⁻¹⁶ would leave no digits; by another program, in 30 digits.
    near(pathDensity(box, 1, 1, Float64Array.of(9)), -35.01361859343715);
  });
});

describe('boundaryStart', () => {
  it('holds, and sees a shift of 10⁻¹³ of ln p₀', () => {
    expect(boundaryStart(field).check()).toMatchObject({ status: 'holds', tooLoose: false });
    const result = boundaryStart(shifted(field, 0, 1e-13)).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toBe('t = 0, x = 0');
    expect(result.counterexample!.case).toEqual({ x: [0] });
  });

  it('sees a source that is not the one stated', () => {
    expect(boundaryStart({ ...field, source: { std: 1.001 } } as MarginalField).check().status).toBe(
      'violated',
    );
  });

  it('sees a density that is right at t = 0 alone', () => {
    const pinned: MarginalField = {
      ...field,
      logDensity: (t, x, out) => field.logDensity(t === 0 ? 0 : Math.max(t, 0.01), x, out),
    };
    const result = boundaryStart(pinned).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toContain('at the distance');
  });

  it('measures the defect of VP: KL at most ½ α₀²/σ₀² E|X₁|²', () => {
    const blurred = marginalField({ schedule: vp({ betaMin: 0.1, betaMax: 8 }), target });
    const { residual, bound, detail } = boundaryStart(blurred).at({ seed: 5 });
    const alpha = vp({ betaMin: 0.1, betaMax: 8 }).alpha(0);
    const second = 0.3 * (4 + 0.25) + 0.7 * (2.25 + 0.16);
    const limit = (0.5 * alpha * alpha * second) / (1 - alpha * alpha);
    expect(detail).toContain(`α(0) = ${alpha}`);
    expect(residual).toBeLessThan(limit * 3);
    expect(bound).toBeGreaterThan(limit / 2);
    expect(boundaryStart(blurred).check().status).toBe('holds');
    expect(boundaryStart(shifted(blurred, 0, 1)).at({ seed: 5 }).residual).toBeGreaterThan(bound);
  });

  it('refuses what states nothing, and believes what states its density', () => {
    const foreign: FieldSubject = { dim: 1, velocity: field.velocity, logDensity: field.logDensity };
    expect(boundaryStart(foreign).check()).toMatchObject({ status: 'refused', runs: 0 });
    const sourceLogDensity = (x: Float64Array, out: Float64Array): void => {
      out[0] = -HALF_LOG_TWO_PI - 0.5 * x[0]! * x[0]!;
    };
    expect(boundaryStart({ ...foreign, sourceLogDensity }).check().status).toBe('holds');
    const wide = (x: Float64Array, out: Float64Array): void => {
      out[0] = -HALF_LOG_TWO_PI - 0.5 * x[0]! * x[0]! * 1.0001;
    };
    expect(boundaryStart({ ...foreign, sourceLogDensity: wide }).check().status).toBe('violated');
  });

  it('judges a source that is 0 outside of a box: −∞ is right where −∞ is due, and there alone', () => {
    const box = (edge: number) => (x: Float64Array, out: Float64Array) =>
      void out.fill(Math.abs(x[0]!) <= edge ? -Math.LN2 : -Infinity);
    const flat = (edge: number): FieldSubject => ({
      dim: 1,
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (t, x, out) => box(t === 0 ? 1 : edge)(x, out),
      sourceLogDensity: box(1),
    });
    expect(boundaryStart(flat(1)).check({ runs: 100 })).toMatchObject({ status: 'holds' });
    expect(boundaryStart(flat(0.5)).check({ runs: 100 }).status).toBe('violated');
    // Beyond the box p comes to 0 like a Gaussian that narrows.
    const narrowing: FieldSubject = {
      ...flat(1),
      logDensity: (t, x, out) =>
        t > 0 && Math.abs(x[0]!) > 1 ? void out.fill(-1 / (t * t)) : box(1)(x, out),
    };
    expect(boundaryStart(narrowing).check({ runs: 100 })).toMatchObject({ status: 'holds' });
    expect(boundaryStart(flat(0.5)).at({ x: [0.75] })).toMatchObject({ residual: Infinity });
  });

  it('holds a schedule of a user to exact ends unless it states others', () => {
    const late = userSchedule({
      name: 'late',
      alpha: (t) => 0.1 + 0.9 * t,
      sigma: (t) => 1 - t,
      alphaDot: () => 0.9,
      sigmaDot: () => -1,
    });
    expect(boundaryStart(marginalField({ schedule: late, target })).check().status).toBe('violated');
    const ends = { alpha0: 0.1, sigma0: 1, alpha1: 1, sigma1: 0 };
    expect(
      boundaryStart(marginalField({ schedule: { ...late, ends } as typeof late, target })).check().status,
    ).toBe('holds');
  });
});

describe('boundaryEnd', () => {
  it('holds for mixtures and boxes, and sees a shift of 10⁻¹²', () => {
    expect(boundaryEnd(field).check()).toMatchObject({ status: 'holds', tooLoose: false });
    expect(boundaryEnd(shifted(field, 1, 1e-12)).check().status).toBe('violated');
    const boxes = marginalField({
      schedule: condOT,
      target: uniformBoxes({ lower: [[-1, 0]], upper: [[2, 1]] }),
    });
    expect(boundaryEnd(boxes).check().status).toBe('holds');
    expect(boundaryEnd(shifted(boxes, 1, 1e-12)).check({ runs: 100 }).status).toBe('violated');
    expect(() => boundaryEnd(boxes).at({ x: [0.5, 1] })).toThrow(/edge of a box/);
  });

  it('knows the density of αX₁, its determinant included, where σ(1) = 0 and α(1) ≠ 1', () => {
    const short = {
      ...userSchedule({
        name: 'short',
        alpha: (t) => 0.9 * t,
        sigma: (t) => 1 - t,
        alphaDot: () => 0.9,
        sigmaDot: () => -1,
      }),
      ends: { alpha0: 0, sigma0: 1, alpha1: 0.9, sigma1: 0 },
    };
    const boxes = uniformBoxes({ lower: [[-1, 0]], upper: [[1, 3]] });
    const inside = marginalField({ schedule: short, target: boxes });
    expect(boundaryEnd(inside).check()).toMatchObject({ status: 'holds' });
    expect(boundaryEnd(shifted(inside, 1, 1e-12)).at({ x: [0, 1] }).residual).toBeGreaterThan(9e-13);
    // The box ends at 0.9 and 2.7.
    expect(boundaryEnd(inside).at({ x: [0.95, 1] }).detail).toContain('-Infinity');
    expect(() => boundaryEnd(inside).at({ x: [0, 0.9 * 3] })).toThrow(/edge of a box/);
    expect(boundaryEnd(marginalField({ schedule: short, target })).check().status).toBe('holds');
  });

  it('measures the defect of a blurred end: E|X₁ − x|² = σ₁² d', () => {
    const blurred = marginalField({ schedule: ot({ sigmaMin: 0.1 }), target });
    const { residual, bound, detail } = boundaryEnd(blurred).at({ seed: 3 });
    expect(detail).toContain('σ(1) = 0.1');
    expect(residual).toBeLessThan(0.01);
    expect(bound).toBeGreaterThan(0.005);
    expect(bound).toBeLessThan(0.05);
    expect(boundaryEnd(blurred).check().status).toBe('holds');
    const wrong: MarginalField = {
      ...blurred,
      posterior(t, x, out) {
        blurred.posterior(t, x, out);
        if (out.x1) for (let i = 0; i < out.x1.length; i++) out.x1[i]! += 1;
      },
    };
    expect(() => boundaryEnd(wrong).assert()).toThrow(/boundary-end does not hold/);
  });

  it('refuses points where σ = 0, and judges them where it is not', () => {
    const points = empirical({ points: [0.5, -1, 2], dim: 1 });
    expect(boundaryEnd(marginalField({ schedule: condOT, target: points })).check().reason).toContain(
      'points',
    );
    const schedule = ve({ sigmaMin: 0.1, sigmaMax: 4 });
    expect(boundaryEnd(marginalField({ schedule, target: points })).check().status).toBe('holds');
  });

  it('believes a foreign field that states its end', () => {
    const foreign: FieldSubject = { dim: 1, velocity: field.velocity, logDensity: field.logDensity };
    expect(boundaryEnd(foreign).check().status).toBe('refused');
    const targetLogDensity = (x: Float64Array, out: Float64Array): void => target.logDensity(x, out);
    expect(boundaryEnd({ ...foreign, targetLogDensity }).check().status).toBe('holds');
  });
});
