/** Tweedie's formula, the probability flow and the Fokker–Planck equation: what the laws see, refuse, and take for a fault. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import { gradientOf, secondDerivative, stencil } from '../../src/laws/diffusion/differences.ts';
import {
  fokkerPlanck,
  type GeneratorSubject,
  probabilityFlow,
  type ScheduledFieldSubject,
  sdeOf,
  tweedie,
} from '../../src/laws/diffusion/index.ts';
import { condOT, linearVP, vp } from '../../src/schedules/index.ts';
import { extrapolateRounded } from '../../src/schedules/richardson.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { broken } from './broken-members.ts';

/** X_t = tX₁ + (1 − t)X₀ with X₁ ~ N(0, 4), by hand: v = 4t² + (1 − t)², u = (5t − 1)x/v. */
const variance = (t: number): number => 4 * t * t + (1 - t) * (1 - t);
const foreign: ScheduledFieldSubject = {
  dim: 1,
  scale: 1.5,
  schedule: { alpha: (t) => t, sigma: (t) => 1 - t, alphaDot: () => 1, sigmaDot: () => -1 },
  velocity(t, x, out) {
    for (let i = 0; i < x.length; i++) out[i] = ((5 * t - 1) / variance(t)) * x[i]!;
  },
  logDensity(t, x, out) {
    for (let i = 0; i < x.length; i++)
      out[i] = -0.5 * (Math.log(variance(t)) + (x[i]! * x[i]!) / variance(t));
  },
};

/** dX = −X dt + √2 dB in equilibrium. */
const resting: GeneratorSubject = {
  dim: 2,
  diffusion: Math.SQRT2,
  drift: (_t, x, out) => out.set(x.map((v) => -v)),
  logDensity(_t, x, out) {
    for (let r = 0; r < out.length; r++)
      out[r] = -0.5 * (x[2 * r]! * x[2 * r]! + x[2 * r + 1]! * x[2 * r + 1]!);
  },
};

const members: typeof broken = [
  ...broken,
  ['half', (_t: never, _x: never, out: never) => (out as Float64Array).subarray(1).fill(0)],
];

describe.each([
  ['tweedie', tweedie],
  ['probabilityFlow', probabilityFlow],
] as const)('%s', (_, law) => {
  it('holds for a field by hand, whose score is a difference of ln p', () => {
    expect(law(foreign).check()).toMatchObject({ status: 'holds', runs: 30 });
  });

  it('holds with a score by hand, to rounding', () => {
    const score: ScheduledFieldSubject['score'] = (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = -x[i]! / variance(t);
    };
    const result = law({ ...foreign, score }).check();
    expect(result.status).toBe('holds');
    expect(result.bound!).toBeLessThan(1e-11);
  });

  it('sees a velocity that is wrong by a millionth, at a small point', () => {
    const held = law({
      ...foreign,
      velocity(t, x, out) {
        foreign.velocity(t, x, out);
        for (let i = 0; i < x.length; i++) out[i]! *= 1 + 1e-6;
      },
    });
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/^t = \S+, x = \S+$/);
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  it('refuses points without mass, and differences the score next to them', () => {
    const cut = (edge: number): ScheduledFieldSubject => ({
      ...foreign,
      logDensity(t, x, out) {
        foreign.logDensity(t, x, out);
        for (let i = 0; i < x.length; i++) if (Math.abs(x[i]!) > edge) out[i] = -Infinity;
      },
      velocity(t, x, out) {
        foreign.velocity(t, x, out);
        for (let i = 0; i < x.length; i++) if (Math.abs(x[i]!) > edge) out[i] = Number.NaN;
      },
    });
    expect(law(cut(0.2)).check()).toMatchObject({ status: 'refused' });
    // 0.8 away, where the first steps of the score look, there is no mass.
    const { residual, bound } = law(cut(0.5)).at({ t: 0.5, x: [0.25] });
    expect(residual <= bound).toBe(true);
    expect(bound).toBeLessThan(1e-6);
  });

  it('refuses fields of another kind', () => {
    const { schedule: _schedule, ...unscheduled } = foreign;
    expect(law(unscheduled).check().reason).toContain('schedule');
    const target = gaussianMixture({ means: [[0]], stds: [1] });
    for (const source of [{ std: 2 }, { mean: [1] }, { variances: [2] }, { covariance: [[1.5]] }]) {
      expect(law(marginalField({ schedule: condOT, target, source })).check().status).toBe('refused');
    }
    expect(law(undefined as never).check().status).toBe('refused');
    expect(law({ ...foreign, logDensity: undefined as never }).check().status).toBe('refused');
  });

  it.each(members)('takes a velocity for a fault that is: %s', (_, velocity) => {
    expect(law({ ...foreign, velocity } as never).check().status).toBe('faulty');
  });
});

it('probabilityFlow takes the rate β of a foreign diffusion', () => {
  const target = gaussianMixture({ means: [[1]], stds: [0.5] });
  const { spec: _spec, ...schedule } = vp({ betaMin: 0.2, betaMax: 4 });
  const field = { ...marginalField({ schedule, target }), beta: (tau: number) => 0.2 + 3.8 * tau };
  expect(probabilityFlow(field).check().status).toBe('holds');
  expect(probabilityFlow({ ...field, beta: () => 2 }).check().status).toBe('violated');
});

it('tweedie by hand: the posterior mean of N(0, 4) at t = ½ is 0.8 · 2x', () => {
  // E[X₁|x] = αS x/v = 0.5 · 4 x/1.25 = 1.6 x; one that says 1.5 x is off by α · 0.1 at x = 1.
  const posterior = (_t: number, x: Float64Array, { x1 }: { x1: Float64Array }): void =>
    x1.set(x.map((v) => 1.5 * v));
  const { residual } = tweedie({ ...foreign, posterior }).at({ t: 0.5, x: [1] });
  expect(Math.abs(residual - 0.05)).toBeLessThan(1e-9);
});

describe('fokkerPlanck', () => {
  it('holds for a process at rest, and not for another noise', () => {
    expect(fokkerPlanck(resting).check()).toMatchObject({ status: 'holds', runs: 12 });
    expect(fokkerPlanck({ ...resting, diffusion: 1.4142 }).check().status).toBe('violated');
    expect(fokkerPlanck({ ...resting, diffusion: (t) => t }).check().status).toBe('violated');
  });

  it('measures by hand: with w = 1 the process at rest is off by ½(|x|² − d)', () => {
    const { residual } = fokkerPlanck({ ...resting, diffusion: 1 }).at({ t: 0.3, x: [2, 1] });
    expect(Math.abs(residual - 1.5)).toBeLessThan(1e-9);
  });

  it('allows for the rounding of the drifts near x alone', () => {
    const bump = (v: number): number => (Math.abs(v - 0.9) < 0.2 ? 1e6 * (0.04 - (v - 0.9) * (v - 0.9)) : 0);
    const wide = {
      ...resting,
      logDensity: (t: number, x: Float64Array, out: Float64Array) => {
        resting.logDensity(
          t,
          x.map((v) => 10 * v),
          out,
        );
      },
    };
    const at = { t: 0.3, x: [0.1, 0] };
    const far = {
      ...wide,
      drift: (_t: number, x: Float64Array, out: Float64Array) => out.set(x.map((v) => bump(v) - v)),
    };
    expect(fokkerPlanck(far).at(at).bound).toBeLessThan(10 * fokkerPlanck(wide).at(at).bound);
  });

  it('finds a small counterexample and meets it again', () => {
    const held = fokkerPlanck({ ...resting, diffusion: 1 });
    const result = held.check();
    expect(result.counterexample!.words).toBe('t = 0.25, x = (0, 0)');
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  it('refuses kinks and what is no process', () => {
    const kink: GeneratorSubject = {
      dim: 1,
      diffusion: 1,
      drift: (_t, x, out) => out.set(x.map((v) => -0.5 * Math.sign(v))),
      logDensity: (_t, x, out) => out.set(x.map((v) => -Math.abs(v))),
    };
    expect(() => fokkerPlanck(kink).at({ t: 0.3, x: [0] })).toThrow(/not smooth/);
    expect(fokkerPlanck(kink).check().status).toBe('refused');
    expect(fokkerPlanck({} as never).check().status).toBe('refused');
    expect(fokkerPlanck({ ...resting, dim: 0 }).check().status).toBe('faulty');
    expect(fokkerPlanck({ ...resting, dim: 17 }).check().status).toBe('refused');
    expect(fokkerPlanck({ ...resting, diffusion: undefined as never }).check().status).toBe('refused');
  });

  it.each(members)('takes for a fault a drift or a density that is: %s', (_name, member) => {
    expect(fokkerPlanck({ ...resting, drift: member } as never).check().status).toBe('faulty');
    expect(fokkerPlanck({ ...resting, logDensity: member } as never).check().status).toBe('faulty');
  });

  it('takes a noise for a fault that is no number', () => {
    expect(fokkerPlanck({ ...resting, diffusion: () => Number.NaN }).check().status).toBe('faulty');
    expect(fokkerPlanck({ ...resting, diffusion: (async () => 1) as never }).check().status).toBe('faulty');
  });

  it('holds for any noise on the path of a field', () => {
    const target = gaussianMixture({ means: [[-1], [1]], stds: [0.4, 0.6] });
    const field = marginalField({ schedule: linearVP, target });
    for (const w of [0, 2, (t: number) => 3 * t])
      expect(fokkerPlanck(sdeOf(field, w)).check().status).toBe('holds');
  });
});

describe('differences', () => {
  it('of a polynomial of degree 4 are exact to rounding, and say so', () => {
    const points = stencil(Float64Array.of(0.5));
    const values = points.map((x) => x * x * x * x);
    const gradient = gradientOf(values, Float64Array.of(0.5), 2.2e-16);
    expect(Math.abs(gradient.value[0]! - 0.5)).toBeLessThanOrEqual(gradient.error[0]!);
    expect(gradient.error[0]!).toBeLessThan(1e-11);
    const second = secondDerivative(values, 0, 1e-16);
    expect(Math.abs(second.value - 3)).toBeLessThanOrEqual(second.error);
    expect(second.error).toBeLessThan(1e-12);
  });

  it('are not taken in by coarse steps that agree across a narrow feature', () => {
    // Slope 2 at 0, and exactly 1 to all steps from 0.1 on.
    const points = stencil(Float64Array.of(0));
    const values = points.map((x) => x + Math.exp(-x * x * 1e4) * x);
    const { value, error } = gradientOf(values, Float64Array.of(0), 2.2e-16);
    expect(Math.abs(value[0]! - 2)).toBeLessThanOrEqual(error[0]!);
    expect(error[0]!).toBeLessThan(1e-6);
  });

  it('have no error estimate where nothing converges', () => {
    expect(extrapolateRounded([1, -1, 1, -1, 1], 4, () => 0).error).toBeGreaterThan(0.5);
    expect(extrapolateRounded([Number.NaN, Number.NaN], 4, () => 0).error).toBe(Infinity);
  });
});
