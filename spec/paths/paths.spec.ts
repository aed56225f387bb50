import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError, ShapeError } from '../../src/errors.ts';
import { marginalField } from '../../src/fields/index.ts';
import {
  changeOfSchedule,
  conversion,
  convert,
  gaussianPath,
  type Parametrization,
} from '../../src/paths/index.ts';
import { key, normal } from '../../src/random/index.ts';
import {
  condOT,
  cosine,
  linearVP,
  ot,
  polynomial,
  scheduleFromSpec,
  ve,
  vp,
} from '../../src/schedules/index.ts';
import { eightGaussians } from '../../src/targets/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

const NAMES: readonly Parametrization[] = ['x1', 'epsilon', 'velocity', 'score', 'v'];
const schedules = SCHEDULE_SPECS.map(scheduleFromSpec);

describe('the conditional path', () => {
  const x0 = normal(key(1), [12], { dtype: 'float64' }).data as Float64Array;
  const z = normal(key(2), [12], { dtype: 'float64' }).data as Float64Array;
  const make = (): Float64Array => new Float64Array(12);

  it('flows, inverts, and moves with its velocity', () => {
    for (const schedule of schedules) {
      const path = gaussianPath(schedule, 3);
      for (const t of [0.1, 0.5, 0.9]) {
        const [x, back, u, target, s] = [make(), make(), make(), make(), make()];
        path.sample(t, x0, z, x);
        path.inverseFlow(t, x, z, back);
        path.velocity(t, x, z, u);
        path.targetVelocity(t, x0, z, target);
        path.score(t, x, z, s);
        const [logP, plus, minus] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
        path.logDensity(t, x, z, logP);
        const h = 1e-5;
        path.logDensity(t + h, x, z, plus);
        path.logDensity(t - h, x, z, minus);
        for (let i = 0; i < 12; i++) {
          const sigma = schedule.sigma(t);
          // (x − αz)/σ loses |αz|/σ beside x₀.
          const loss = 1e-15 * (4 + (Math.abs(x[i]!) + Math.abs(z[i]!)) / sigma);
          expect(!(Math.abs(back[i]! - x0[i]!) <= loss)).toBe(false);
          const stretch = Math.abs(schedule.sigmaDot(t)) + Math.abs(schedule.alphaDot(t));
          expect(!(Math.abs(u[i]! - target[i]!) <= loss * (1 + stretch))).toBe(false);
          expect(!(Math.abs(s[i]! * sigma + x0[i]!) <= loss)).toBe(false);
        }
        for (let r = 0; r < 4; r++) {
          // Continuity of the conditional path, with ∂ₜ by a central difference (error h²·third derivative < 1e-5 of the terms).
          let along = 0;
          let terms = 1;
          for (let i = 3 * r; i < 3 * r + 3; i++) {
            along += u[i]! * s[i]!;
            terms += Math.abs(u[i]! * s[i]!);
          }
          const dt = (plus[r]! - minus[r]!) / (2 * h);
          const divergence = path.divergence(t);
          expect(
            !(Math.abs(dt + divergence + along) <= 1e-5 * (terms + Math.abs(divergence) + Math.abs(dt))),
          ).toBe(false);
        }
      }
    }
  });

  it('takes one time a row', () => {
    const path = gaussianPath(cosine, 3);
    const times = Float64Array.of(0, 0.3, 0.7, 1);
    const [x, row] = [make(), new Float64Array(3)];
    path.sample(times, x0, z, x);
    for (let r = 0; r < 4; r++) {
      path.sample(times[r]!, x0.subarray(3 * r, 3 * r + 3), z.subarray(3 * r, 3 * r + 3), row);
      expect(row).toEqual(x.subarray(3 * r, 3 * r + 3));
    }
    expect(x.subarray(0, 3)).toEqual(x0.subarray(0, 3));
    expect(x.subarray(9, 12)).toEqual(z.subarray(9, 12));
    expect(() => path.sample(Float64Array.of(0.5), x0, z, x)).toThrow(ShapeError);
  });

  it('has a division-free target at t = 1 where the velocity has a pole', () => {
    const path = gaussianPath(condOT, 3);
    const out = make();
    path.targetVelocity(1, x0, z, out);
    expect(out).toEqual(z.map((v, i) => v - x0[i]!));
    for (const call of [
      () => path.velocity(1, x0, z, out),
      () => path.score(1, x0, z, out),
      () => path.inverseFlow(1, x0, z, out),
      () => path.logDensity(1, x0, z, new Float64Array(4)),
      () => path.divergence(1),
      () => gaussianPath(vp(), 3).targetVelocity(1, x0, z, out),
      () => gaussianPath(polynomial({ n: 0.5 }), 3).targetVelocity(0, x0, z, out),
    ]) {
      expect(call).toThrow(PoleError);
      expect(call).toThrow(/t = [01].*targetVelocity/);
    }
  });
});

describe('parametrizations', () => {
  /** The five quantities of known x₁ and ε, from their definitions. */
  const truth = (
    schedule: (typeof schedules)[number],
    t: number,
    x1: number,
    eps: number,
  ): Record<Parametrization, number> => ({
    x1,
    epsilon: eps,
    velocity: schedule.alphaDot(t) * x1 + schedule.sigmaDot(t) * eps,
    score: -eps / schedule.sigma(t),
    v: schedule.alpha(t) * eps - schedule.sigma(t) * x1,
  });

  it('convert each into each, for every schedule inside (0, 1)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...schedules),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        // Multiples of 2⁻¹⁰: subnormal numbers have no relative rounding.
        fc.integer({ min: -3000, max: 3000 }).map((i) => i / 1024),
        fc.integer({ min: -3000, max: 3000 }).map((i) => i / 1024),
        (schedule, t, x1, eps) => {
          const x = schedule.alpha(t) * x1 + schedule.sigma(t) * eps;
          const values = truth(schedule, t, x1, eps);
          for (const from of NAMES) {
            for (const to of NAMES) {
              const c = conversion(schedule, from, to, t);
              const got = c.x * x + c.from * values[from];
              // Three roundings of each product and of x itself, whose terms are |αx₁| + |σε|; 1e-14 leaves a factor of 10.
              const inner = Math.abs(schedule.alpha(t) * x1) + Math.abs(schedule.sigma(t) * eps);
              const uTerms = Math.abs(schedule.alphaDot(t) * x1) + Math.abs(schedule.sigmaDot(t) * eps);
              const own = {
                x1: 0,
                epsilon: 0,
                score: 0,
                velocity: uTerms,
                v: Math.abs(x1) + Math.abs(eps) * schedule.alpha(t),
              };
              const terms =
                Math.abs(c.x) * inner +
                Math.abs(c.from) * (Math.abs(values[from]) + own[from]) +
                Math.abs(values[to]) +
                own[to];
              expect(!(Math.abs(got - values[to]) <= 1e-14 * terms), `${schedule.name} ${from} → ${to}`).toBe(
                false,
              );
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('have no pole but the stated ones', () => {
    const poles = (schedule: (typeof schedules)[number], t: number): string[] =>
      NAMES.flatMap((from) =>
        NAMES.flatMap((to) => {
          try {
            conversion(schedule, from, to, t);
            return [];
          } catch (error) {
            expect(error).toBeInstanceOf(PoleError);
            expect((error as Error).message).toContain(`t = ${t}`);
            return [`${from}→${to}`];
          }
        }),
      );
    // α = 0: x does not contain x₁, so ε (or the score) says nothing about it.
    const atSource = ['epsilon→x1', 'epsilon→velocity', 'epsilon→v', 'score→x1', 'score→velocity', 'score→v'];
    // σ = 0: x does not contain ε.
    const atTarget = [
      'x1→epsilon',
      'x1→velocity',
      'x1→score',
      'x1→v',
      'epsilon→score',
      'velocity→score',
      'v→score',
    ];
    expect(poles(condOT, 0)).toEqual(atSource);
    expect(poles(condOT, 1)).toEqual(atTarget);
    expect(poles(cosine, 1)).toEqual(atTarget);
    // σ̇ = −∞: the velocity cannot be had from ε or v, but the velocity determines the score.
    expect(poles(linearVP, 1)).toEqual([
      'x1→epsilon',
      'x1→velocity',
      'x1→score',
      'x1→v',
      'epsilon→velocity',
      'epsilon→score',
      'v→velocity',
      'v→score',
    ]);
    expect(poles(ot({ sigmaMin: 0.1 }), 1)).toEqual([]);
    expect(poles(ve({ sigmaMin: 0.1, sigmaMax: 3 }), 0)).toEqual([]);
  });

  it('turn the exact field into the exact score and posterior, also at t = 1 of VP', () => {
    const target = eightGaussians();
    const x = Float64Array.of(1.9, 0.1, -0.3, 1.7);
    const [u, s, got] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
    for (const [schedule, t] of [
      [vp(), 1],
      [linearVP, 1],
      [condOT, 0.4],
      [cosine, 0.9],
    ] as const) {
      const field = marginalField({ schedule, target });
      field.velocity(t, x, u);
      field.score(t, x, s);
      convert(schedule, 'velocity', 'score', t, x, u, got);
      const scale = Math.max(...s.map(Math.abs), 1);
      // At VP's end u = ½β(x + s) is divided by ½β = 0.05: twentyfold rounding, and α/G up to 1/(σα̇).
      for (let i = 0; i < 4; i++) expect(!(Math.abs(got[i]! - s[i]!) <= 1e-12 * scale)).toBe(false);
      const x1 = new Float64Array(4);
      field.posterior(t, x, { x1 });
      convert(schedule, 'velocity', 'x1', t, x, u, got);
      for (let i = 0; i < 4; i++) expect(!(Math.abs(got[i]! - x1[i]!) <= 1e-12)).toBe(false);
    }
    expect(() => conversion(condOT, 'noise' as never, 'v', 0.5)).toThrow(ArgumentError);
    expect(() => convert(condOT, 'v', 'x1', 0.5, x, x, new Float64Array(1))).toThrow(ShapeError);
  });
});

describe('change of schedule', () => {
  const target = eightGaussians();
  const x = Float64Array.of(1.9, 0.1, -0.3, 0.7, 0.02, -1.1);
  const direct = (schedule: (typeof schedules)[number], r: number): Float64Array => {
    const out = new Float64Array(6);
    marginalField({ schedule, target }).velocity(r, x, out);
    return out;
  };
  const changed = (
    from: (typeof schedules)[number],
    to: (typeof schedules)[number],
    r: number,
  ): Float64Array => {
    const out = new Float64Array(6);
    changeOfSchedule({ from, to, velocity: marginalField({ schedule: from, target }).velocity })(r, x, out);
    return out;
  };
  const same = (from: (typeof schedules)[number], to: (typeof schedules)[number], r: number): void => {
    const [a, b] = [changed(from, to, r), direct(to, r)];
    const scale = Math.max(...b.map(Math.abs));
    for (let i = 0; i < 6; i++) {
      // t = ρ⁻¹(ρ̄) is rounded by 2⁻⁵³; the field's speed in t, with responsibilities of width 0.2, is below 10⁴ here.
      expect(!(Math.abs(a[i]! - b[i]!) <= 1e-11 * (1 + scale)), `${from.name} → ${to.name} at ${r}`).toBe(
        false,
      );
    }
  };

  it('equals the field of the other schedule', () => {
    const exact = [condOT, polynomial({ n: 2 }), polynomial({ n: 0.7 }), linearVP, cosine];
    for (const from of exact)
      for (const to of exact) for (const r of [0.05, 0.3, 0.6, 0.95]) same(from, to, r);
    for (const to of [vp(), ve({ sigmaMin: 0.05, sigmaMax: 8 }), ot({ sigmaMin: 0.1 })]) {
      for (const r of [0.3, 0.6, 0.95]) same(condOT, to, r);
    }
    for (const r of [0.4, 0.9]) same(vp(), condOT, r);
  });

  it('is finite at the ends, and exact there', () => {
    for (const [from, to] of [
      [condOT, cosine],
      [cosine, condOT],
      [linearVP, condOT],
      [vp(), cosine],
    ] as const) {
      same(from, to, 1);
    }
    same(condOT, cosine, 0);
    same(cosine, condOT, 0);
    expect(() => changed(condOT, linearVP, 1)).toThrow(PoleError);
    // A level that the old path never reaches: α/σ of VP starts at 0.0066.
    expect(() => changed(vp(), condOT, 0)).toThrow(/signal-to-noise/);
  });
});
