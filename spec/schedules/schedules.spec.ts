import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import {
  boundaryDefect,
  condOT,
  cosine,
  linearVP,
  ot,
  polynomial,
  richardsonDerivative,
  scheduleFromSpec,
  ve,
  vp,
} from '../../src/schedules/index.ts';
import { hd } from '../support/hyper-dual.ts';
import { SCHEDULE_SPECS, scheduleDuals } from '../support/schedule-duals.ts';

const relative = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b) / Math.abs(b));
/** Times strictly inside, also 10⁻⁸ from the ends. */
const times = fc.oneof(
  fc.double({ min: 1e-8, max: 1 - 1e-8, noNaN: true }),
  fc.double({ min: 1, max: 8, noNaN: true }).map((e) => 10 ** -e),
  fc.double({ min: 1, max: 8, noNaN: true }).map((e) => 1 - 10 ** -e),
);

describe.each(SCHEDULE_SPECS.map((spec) => ({ spec, schedule: scheduleFromSpec(spec) })))(
  '$schedule.name',
  ({ spec, schedule }) => {
    it('equals its definition and the derivatives of the definition', () => {
      fc.assert(
        fc.property(times, (t) => {
          const { alpha, sigma } = scheduleDuals(spec, hd(t, 1));
          // 16 operations of relative error 2⁻⁵³, amplified by at most |n ln t| < 70 in the exponentials.
          const bound = 1e-13;
          for (const [value, truth] of [
            [schedule.alpha(t), alpha.f],
            [schedule.sigma(t), sigma.f],
            [schedule.alphaDot(t), alpha.f1],
            [schedule.sigmaDot(t), sigma.f1],
            [schedule.sigmaSigmaDot(t), sigma.f * sigma.f1],
            [schedule.snr(t), alpha.f / sigma.f],
          ] as const) {
            expect(!(relative(value, truth) <= bound)).toBe(false);
          }
          // λ passes through 0, so its error is absolute beside the two logarithms it is made of.
          const scale = 1 + Math.abs(Math.log(alpha.f)) + Math.abs(Math.log(sigma.f));
          const lambda = 2 * (Math.log(alpha.f) - Math.log(sigma.f));
          expect(!(Math.abs(schedule.logSnr(t) - lambda) <= bound * scale)).toBe(false);
        }),
        { numRuns: 300 },
      );
    });

    it('inverts its signal-to-noise ratio in both forms', () => {
      fc.assert(
        fc.property(times, (t) => {
          // ρ is rounded to 2⁻⁵² relative; t moves by that divided by d ln ρ/dt, and by its own rounding.
          const { alpha, sigma } = scheduleDuals(spec, hd(t, 1));
          const rate = alpha.f1 / alpha.f - sigma.f1 / sigma.f;
          const rho = schedule.snr(t);
          const lambda = schedule.logSnr(t);
          const bound = (1e-14 * (1 + Math.abs(lambda))) / rate + 1e-15;
          expect(!(Math.abs(schedule.snrInverse(rho) - t) <= bound)).toBe(false);
          expect(!(Math.abs(schedule.logSnrInverse(lambda) - t) <= bound)).toBe(false);
        }),
        { numRuns: 200 },
      );
    });

    it('inverts the ends of its range to the ends of time', () => {
      for (const t of [0, 1]) {
        // 1e-15: clamped into [0, 1], at most a few roundings inside.
        expect(Math.abs(schedule.snrInverse(schedule.snr(t)) - t)).toBeLessThanOrEqual(1e-15);
        expect(Math.abs(schedule.logSnrInverse(schedule.logSnr(t)) - t)).toBeLessThanOrEqual(1e-15);
      }
    });

    it('refuses times outside [0, 1], NaN and strings', () => {
      for (const bad of [-1e-9, 1.0000000001, Number.NaN, Infinity, '0.5' as unknown as number]) {
        for (const f of [
          'alpha',
          'sigma',
          'alphaDot',
          'sigmaDot',
          'sigmaSigmaDot',
          'snr',
          'logSnr',
        ] as const) {
          expect(() => schedule[f](bad), `${f}(${bad})`).toThrow(ArgumentError);
        }
      }
      expect(() => schedule.snrInverse(-1)).toThrow(ArgumentError);
      expect(() => schedule.snrInverse(Number.NaN)).toThrow(ArgumentError);
      expect(() => schedule.logSnrInverse(Number.NaN)).toThrow(ArgumentError);
    });

    it('is monotone in ρ and never −0 at an end', () => {
      let before = -Infinity;
      for (let i = 0; i <= 64; i++) {
        const rho = schedule.snr(i / 64);
        expect(rho >= before).toBe(true);
        before = rho;
      }
      for (const t of [0, 1]) {
        for (const f of ['alpha', 'sigma', 'alphaDot', 'sigmaDot', 'sigmaSigmaDot'] as const) {
          expect(Object.is(schedule[f](t), -0), `${f}(${t})`).toBe(false);
        }
      }
    });
  },
);

describe('ends, exactly as the mathematics says', () => {
  // alpha, sigma, alphaDot, sigmaDot, sigmaSigmaDot
  const rows = [
    [condOT, 0, [0, 1, 1, -1, -1]],
    [condOT, 1, [1, 0, 1, -1, 0]],
    [ot({ sigmaMin: 0.1 }), 1, [1, 0.1, 1, -0.9, 0.1 * -0.9]],
    [polynomial({ n: 2 }), 0, [0, 1, 0, 0, 0]],
    [polynomial({ n: 2 }), 1, [1, 0, 2, -2, 0]],
    [polynomial({ n: 1 }), 0, [0, 1, 1, -1, -1]],
    [polynomial({ n: 0.5 }), 0, [0, 1, Infinity, -Infinity, -Infinity]],
    [vp(), 1, [1, 0, 0.05, -Infinity, -0.05]],
    [linearVP, 0, [0, 1, 1, 0, 0]],
    [linearVP, 1, [1, 0, 1, -Infinity, -1]],
    [cosine, 0, [0, 1, Math.PI / 2, 0, 0]],
    [cosine, 1, [1, 0, 0, -Math.PI / 2, 0]],
    [ve({ sigmaMin: 0.01, sigmaMax: 50 }), 0, [1, 50, 0, -Math.log(5000) * 50, -Math.log(5000) * 2500]],
    [ve({ sigmaMin: 0.01, sigmaMax: 50 }), 1, [1, 0.01, 0, -Math.log(5000) * 0.01, -Math.log(5000) * 1e-4]],
  ] as const;
  it.each(rows.map(([s, t, v]) => ({ name: s.name, s, t, v })))('$name at t = $t', ({ s, t, v }) => {
    const values = [s.alpha(t), s.sigma(t), s.alphaDot(t), s.sigmaDot(t), s.sigmaSigmaDot(t)];
    for (const [i, value] of values.entries()) {
      // Two roundings where a product is expected; exact (relative 0) elsewhere.
      expect(!(relative(value, v[i]!) <= 4.5e-16), `entry ${i}: ${value} against ${v[i]}`).toBe(false);
    }
  });

  it('states the boundary defects', () => {
    expect(boundaryDefect(condOT)).toMatchObject({ startsAtSource: true, endsAtTarget: true });
    expect(boundaryDefect(vp())).toMatchObject({ startsAtSource: false, endsAtTarget: true });
    expect(boundaryDefect(vp()).alpha0.toFixed(4)).toBe('0.0066');
    expect(boundaryDefect(vp()).statement).toContain('0.0066 X₁ + 0.99998 X₀');
    expect(boundaryDefect(ot({ sigmaMin: 0.1 }))).toMatchObject({ startsAtSource: true, sigma1: 0.1 });
    expect(boundaryDefect(ve({ sigmaMin: 0.01, sigmaMax: 50 }))).toMatchObject({ alpha0: 1, sigma0: 50 });
  });
});

describe('parameters', () => {
  it.each([
    ['ot', () => ot({ sigmaMin: -0.1 })],
    ['ot', () => ot({ sigmaMin: Number.NaN })],
    ['polynomial', () => polynomial({ n: 0 })],
    ['polynomial', () => polynomial({ n: Infinity })],
    ['vp', () => vp({ betaMin: 0 })],
    ['vp', () => vp({ betaMin: 2, betaMax: 1 })],
    ['ve', () => ve({ sigmaMin: 0, sigmaMax: 1 })],
    ['ve', () => ve({ sigmaMin: 1, sigmaMax: 1 })],
    ['spec', () => scheduleFromSpec({ kind: 'sigmoid' } as never)],
    ['spec', () => scheduleFromSpec(undefined as never)],
  ])('%s refuses bad ones', (_, make) => {
    expect(make).toThrow(ArgumentError);
  });

  it('round-trips through plain data', () => {
    for (const spec of SCHEDULE_SPECS) {
      const copy = scheduleFromSpec(JSON.parse(JSON.stringify(scheduleFromSpec(spec).spec)));
      expect(copy.sigma(0.37)).toBe(scheduleFromSpec(spec).sigma(0.37));
    }
  });
});

describe('richardsonDerivative', () => {
  it('is within its own error estimate, also at the ends', () => {
    // 1e-12 beside the estimate: differences of values of size 1 over steps above 10⁻⁴ round to 2⁻⁵²·10⁴.
    for (const t of [0, 1e-4, 0.3, 0.5, 0.99, 1]) {
      for (const [f, df] of [
        [Math.exp, Math.exp],
        [Math.sin, Math.cos],
        [(x: number) => x ** 4, (x: number) => 4 * x ** 3],
      ] as const) {
        const { value, error } = richardsonDerivative(f, t);
        expect(!(Math.abs(value - df(t)) <= 2 * error + 1e-12)).toBe(false);
        expect(!(error <= 1e-8)).toBe(false);
      }
    }
  });
  it('admits that √(1 − t) has no derivative at 1', () => {
    expect(richardsonDerivative((t) => Math.sqrt(1 - t), 1).error).toBeGreaterThan(1e-3);
  });
});
