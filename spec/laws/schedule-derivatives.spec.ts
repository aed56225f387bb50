/** Wrong derivatives of a schedule: seen by the laws that difference α, σ and ln p, and refused by userSchedule. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { marginalField } from '../../src/fields/index.ts';
import {
  continuityIdentityLaw,
  continuityLaw,
  type DensityField,
  holds,
  scheduleLaw,
} from '../../src/laws/old/index.ts';
import { condOT, type Schedule, scheduleFromSpec, userSchedule } from '../../src/schedules/index.ts';
import { eightGaussians, gaussianMixture } from '../../src/targets/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

/** α = t, σ = 1 − t with derivatives that are not theirs. */
const withDerivatives = (alphaDot: number, sigmaDot: number): Schedule => ({
  ...condOT,
  alphaDot: () => alphaDot,
  sigmaDot: () => sigmaDot,
  sigmaSigmaDot: (t) => (1 - t) * sigmaDot,
});
const WRONG_PAIRS = [
  [1, 1],
  [2, -1],
  [1, -2],
  [-5, 7],
  [1.001, -1],
  [1, -1.001],
  [1.001, -1.001],
  [1, -1 - 1e-9],
] as const;

describe('scheduleLaw', () => {
  it.each(SCHEDULE_SPECS.map((spec) => ({ name: scheduleFromSpec(spec).name, spec })))(
    '$name: given derivatives are those of α and σ',
    ({ spec }) => {
      const schedule = scheduleFromSpec(spec);
      const result = scheduleLaw(schedule);
      expect(holds(result), JSON.stringify(result)).toBe(true);
      for (const name of ['alphaDot', 'sigmaDot', 'sigmaSigmaDot'] as const) {
        // VE has α̇ = 0, and a factor changes nothing there.
        if (schedule[name](0.5) === 0) continue;
        const wrong = { ...schedule, [name]: (t: number) => (1 + 1e-9) * schedule[name](t) };
        expect(holds(scheduleLaw(wrong)), name).toBe(false);
      }
    },
  );

  it('finds a mistake in a narrow window of time, and says where', () => {
    const wrong = { ...condOT, alphaDot: (t: number) => (t > 0.404 && t < 0.408 ? 1.001 : 1) };
    const result = scheduleLaw(wrong);
    expect(holds(result)).toBe(false);
    expect(result.worst!.t).toBe(104 / 256);
    expect(result.why).toContain('α̇(0.40625) is given as 1.001');
  });

  it('takes NaN and ±∞ for violations, and refuses what is no schedule', () => {
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      expect(holds(scheduleLaw({ ...condOT, sigmaDot: (t) => (t === 0.5 ? bad : -1) }))).toBe(false);
    }
    expect(() => scheduleLaw(null as unknown as Schedule)).toThrow(ArgumentError);
    expect(() => scheduleLaw(condOT, { times: [1] })).toThrow(ArgumentError);
  });
});

describe.each(WRONG_PAIRS)('α = t, σ = 1 − t with α̇ = %d, σ̇ = %d', (alphaDot, sigmaDot) => {
  it('is seen by scheduleLaw and continuityLaw, not by the identity', () => {
    const schedule = withDerivatives(alphaDot, sigmaDot);
    const field = marginalField({ schedule, target: eightGaussians() });
    expect(holds(scheduleLaw(schedule))).toBe(false);
    expect(holds(continuityLaw(field, { rows: 16 }))).toBe(false);
    expect(holds(continuityIdentityLaw(field, { rows: 16 }))).toBe(true);
  });

  it('is refused by userSchedule from 10⁻⁶ on', () => {
    const build = () =>
      userSchedule({
        name: 'wrong',
        alpha: (t) => t,
        sigma: (t) => 1 - t,
        alphaDot: () => alphaDot,
        sigmaDot: () => sigmaDot,
      });
    if (Math.abs(sigmaDot + 1) < 1e-6 && alphaDot === 1) expect(build).not.toThrow();
    else {
      expect(build).toThrow(ArgumentError);
      const [name, given, measured] =
        alphaDot === 1 ? ['sigmaDot', sigmaDot, '-'] : ['alphaDot', alphaDot, ''];
      expect(build).toThrow(
        new RegExp(`${name}\\(0\\.0213\\).*measure as ${measured}(1|0\\.999).*received ${given};`),
      );
    }
  });
});

describe('continuityLaw on a field that is not ours', () => {
  const ours = marginalField({
    schedule: condOT,
    target: gaussianMixture({
      means: [
        [1, 0],
        [-1, 2],
      ],
      stds: [0.5, 0.8],
    }),
  });
  const bare: DensityField = { dim: 2, velocity: ours.velocity, logDensity: ours.logDensity };
  const points = [0, 0, 1, 0.3, -0.7, 1.9, 0.2, -1, 2, 2];

  it('needs velocity and density only, and takes score and divergence where it finds them', () => {
    for (const field of [
      bare,
      { ...bare, score: ours.score },
      { ...bare, divergence: ours.divergence },
      ours,
    ]) {
      const result = continuityLaw(field, { points });
      expect(holds(result), JSON.stringify(result)).toBe(true);
    }
  });

  it.each(['velocity', 'logDensity'] as const)('sees a %s that is wrong by 10⁻⁵', (method) => {
    const field: DensityField = {
      ...bare,
      [method]: (t: number, x: Float64Array, out: Float64Array) => {
        ours[method](t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! *= 1.00001;
      },
    };
    const result = continuityLaw(field, { points });
    expect(holds(result)).toBe(false);
    expect(holds(continuityLaw(field, { points: Float32Array.from(points) }))).toBe(false);
  });

  it('allows for float32 when told', () => {
    const rounded: DensityField = {
      ...bare,
      velocity: (t, x, out) => {
        ours.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i] = Math.fround(out[i]!);
      },
      logDensity: (t, x, out) => {
        ours.logDensity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i] = Math.fround(out[i]!);
      },
    };
    const times = [0.1, 0.3, 0.5, 0.7, 0.9];
    expect(holds(continuityLaw(rounded, { points, times, precision: 1.1920928955078125e-7 }))).toBe(true);
  });

  it('says what is missing', () => {
    expect(() => continuityLaw(bare)).toThrow(/points/);
    expect(() => continuityLaw(bare, { points: [1, 2, 3] })).toThrow(ShapeError);
    expect(() => continuityLaw(bare, { points: [] })).toThrow(ArgumentError);
    expect(() => continuityLaw(bare, { points: [1, Number.NaN] })).toThrow(ArgumentError);
    expect(() => continuityLaw(bare, { points: 'abc' as unknown as number[] })).toThrow(ArgumentError);
    expect(() => continuityLaw({ ...bare, logDensity: undefined } as unknown as DensityField)).toThrow(
      /logDensity/,
    );
    for (const t of [0, 1, Number.NaN]) {
      expect(() => continuityLaw(ours, { times: [t] })).toThrow(ArgumentError);
    }
  });
});
