import { describe, expect, it } from 'vitest';
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import { boundaryLaw, continuityIdentityLaw, continuityLaw, holds } from '../../src/laws/old/index.ts';
import { scheduleFromSpec, userSchedule } from '../../src/schedules/index.ts';
import {
  checkerboard,
  eightGaussians,
  empirical,
  gaussianMixture,
  twoMoons,
} from '../../src/targets/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

const targets = [
  eightGaussians(),
  gaussianMixture({
    means: [
      [1, 0],
      [0, 2],
    ],
    covariances: [
      [
        [1, 0.4],
        [0.4, 0.5],
      ],
      [
        [0.1, 0],
        [0, 2],
      ],
    ],
  }),
  empirical({ points: [0, 1, 2, 3], dim: 2 }),
  checkerboard({ cells: 2 }),
  twoMoons().asMixture(12),
];
const fields = SCHEDULE_SPECS.flatMap((spec) =>
  targets.map((target) => marginalField({ schedule: scheduleFromSpec(spec), target, source: { std: 0.8 } })),
);

describe('laws of the marginal field', () => {
  it.each(fields.map((field) => ({ name: `${field.target.name} under ${field.schedule.name}`, field })))(
    '$name: continuity and boundaries hold within their bounds',
    ({ field }) => {
      const identity = continuityIdentityLaw(field, { rows: 16 });
      expect(holds(identity), JSON.stringify(identity)).toBe(true);
      // A bound that is never approached has no power: planted mistakes below are 10³ and more times larger.
      expect(identity.bound).toBeLessThan(1e-12);
      const continuity = continuityLaw(field, { rows: 16 });
      expect(holds(continuity), JSON.stringify(continuity)).toBe(true);
      // Up to 4e-6 for points at t = 0.999, where the path is 10⁻³ wide and steps are 10⁻⁶.
      expect(continuity.bound).toBeLessThan(1e-5);
      for (const boundary of boundaryLaw(field, { rows: 128 })) {
        expect(holds(boundary), JSON.stringify(boundary)).toBe(true);
      }
    },
  );

  it('states defects for VP and VE, and exactness else', () => {
    const names = (kind: string): string[] =>
      boundaryLaw(fields.find((f) => f.schedule.name.startsWith(kind) && f.target === targets[0])!).map(
        (r) => r.law,
      );
    expect(names('cond-ot')).toEqual(['boundary: p₀ = source', 'boundary: p₁ = target']);
    expect(names('vp')).toEqual([
      'boundary: p₀ is the source up to the stated defect',
      'boundary: p₁ = target',
    ]);
    expect(names('ve')[1]).toBe('boundary: p₁ is the target up to the stated defect');
    expect(
      boundaryLaw(marginalField({ schedule: scheduleFromSpec({ kind: 'cond-ot' }), target: targets[2]! })),
    ).toHaveLength(1);
  });

  const wrong = (change: (field: MarginalField) => Partial<MarginalField>): MarginalField => {
    const field = marginalField({ schedule: scheduleFromSpec({ kind: 'cosine' }), target: targets[1]! });
    return { ...field, ...change(field) };
  };
  const rescaled = (
    method: 'velocity' | 'score' | 'divergence' | 'dtLogDensity' | 'logDensity',
    factor: number,
  ) =>
    wrong((field) => ({
      [method]: (t: number, x: Float64Array, out: Float64Array) => {
        field[method](t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! *= factor;
      },
    }));

  it('catches a field whose velocity, score, divergence or ∂ₜ ln p is wrong by 10⁻⁹', () => {
    for (const method of ['velocity', 'score', 'divergence', 'dtLogDensity'] as const) {
      const result = continuityIdentityLaw(rescaled(method, 1 + 1e-9), { rows: 16 });
      expect(holds(result), method).toBe(false);
      expect(result.worst).toBeDefined();
    }
    for (const method of ['velocity', 'score', 'divergence', 'logDensity'] as const) {
      expect(holds(continuityLaw(rescaled(method, 1 + 1e-9), { rows: 16 })), method).toBe(false);
    }
    expect(boundaryLaw(rescaled('logDensity', 1 + 1e-9)).map(holds)).toEqual([false, false]);
  });

  it('takes NaN for a violation, wherever it occurs', () => {
    for (const row of [0, 7]) {
      const field = wrong((f) => ({
        divergence: (t, x, out) => {
          f.divergence(t, x, out);
          if (t === 0.3) out[row] = Number.NaN;
        },
      }));
      expect(holds(continuityLaw(field, { rows: 8 }))).toBe(false);
      expect(holds(continuityIdentityLaw(field, { rows: 8 }))).toBe(false);
    }
  });

  it('catches a path that starts or ends elsewhere', () => {
    const shifted = wrong((field) => ({
      logDensity: (t, x, out) => field.logDensity(t, x.map((v) => v + 1e-6) as typeof x, out),
    }));
    expect(boundaryLaw(shifted).map(holds)).toEqual([false, false]);
    const blurred = marginalField({
      schedule: scheduleFromSpec({ kind: 've', sigmaMin: 0.1, sigmaMax: 9 }),
      target: targets[0]!,
    });
    const far: MarginalField = {
      ...blurred,
      posterior: (t, x, out) => {
        blurred.posterior(t, x, out);
        for (let i = 0; i < x.length; i++) out.x1![i]! += 0.5;
      },
    };
    expect(boundaryLaw(far).map(holds)).toEqual([true, false]);
  });

  it('allows for rounding where a defect is 10⁻¹⁷', () => {
    // Math.cos(π/2) = 6·10⁻¹⁷: the defect squared is 10⁻³³, the rounding of a mean squared 10⁻³¹.
    const quarterTurn = userSchedule({
      name: 'quarter-turn',
      alpha: (t) => Math.sin((Math.PI * t) / 2),
      sigma: (t) => Math.cos((Math.PI * t) / 2),
      alphaDot: (t) => (Math.PI / 2) * Math.cos((Math.PI * t) / 2),
      sigmaDot: (t) => (-Math.PI / 2) * Math.sin((Math.PI * t) / 2),
    });
    const turnedBack = userSchedule({
      name: 'turned-back',
      alpha: (t) => Math.cos((Math.PI * (1 - t)) / 2),
      sigma: (t) => Math.sin((Math.PI * (1 - t)) / 2),
      derivatives: 'richardson',
    });
    for (const schedule of [quarterTurn, turnedBack]) {
      for (const target of targets) {
        for (const result of boundaryLaw(marginalField({ schedule, target }))) {
          expect(holds(result), JSON.stringify(result)).toBe(true);
          if (result.law.endsWith('defect')) expect(result.bound).toBeLessThan(1e-10);
        }
      }
    }
  });
});
