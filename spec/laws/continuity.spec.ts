/** The four continuity laws: what each of them catches, does not see, refuses, and says. */
import { describe, expect, it } from 'vitest';
import { conditionalField } from '../../src/fields/conditional-field.ts';
import { type MarginalField, marginalField } from '../../src/fields/marginal-field.ts';
import { boundaryEnd, boundaryStart } from '../../src/laws/boundary/index.ts';
import { outerFlow, outflow } from '../../src/laws/continuity/finite-volumes.ts';
import {
  continuityDifferences,
  continuityIdentity,
  continuityVolumes,
  continuityWeak,
  pathAsField,
} from '../../src/laws/continuity/index.ts';
import { noiseOf, OFFSETS } from '../../src/laws/continuity/noise.ts';
import { orderOfFall } from '../../src/laws/continuity/order-of-fall.ts';
import type { HeldLaw } from '../../src/laws/core/law.ts';
import type { FieldSubject, PathSubject } from '../../src/laws/core/subjects.ts';
import { gaussianPath } from '../../src/paths/gaussian-path.ts';
import { fold, key, normalInto } from '../../src/random/index.ts';
import { condOT, cosine, type Schedule } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/gaussian-mixture.ts';
import { uniformBoxes } from '../../src/targets/uniform-boxes.ts';

const LAWS = { continuityIdentity, continuityDifferences, continuityWeak, continuityVolumes };
type Name = keyof typeof LAWS;
const held = (name: Name, field: FieldSubject): HeldLaw<unknown> => LAWS[name](field) as HeldLaw<unknown>;
const status = (name: Name, field: FieldSubject): string => held(name, field).check({ runs: 4 }).status;
const names = Object.keys(LAWS) as Name[];
const withoutIdentity = names.slice(1);

const TARGET = gaussianMixture({ weights: [0.3, 0.7], means: [[-1], [0.5]], stds: [0.5, 0.8] });
const ours = marginalField({ schedule: cosine, target: TARGET });

/** X_t = t X₁ + (1 − t) X₀ with X₁ ~ N(0, 4): v = 4t² + (1 − t)², u = (v̇/2v) x = (5t − 1)/v · x. */
const byHand = (slope: (t: number) => number = (t) => 5 * t - 1): FieldSubject => {
  const v = (t: number): number => 4 * t * t + (1 - t) * (1 - t);
  return {
    name: 'by hand',
    dim: 1,
    velocity(t, x, out) {
      for (let i = 0; i < x.length; i++) out[i] = (slope(t) / v(t)) * x[i]!;
    },
    logDensity(t, x, out) {
      for (let i = 0; i < x.length; i++)
        out[i] = -0.5 * (Math.log(2 * Math.PI * v(t)) + (x[i]! * x[i]!) / v(t));
    },
  };
};

const changed = (change: Partial<MarginalField>): MarginalField => ({ ...ours, ...change });

describe('a field written by hand, of velocity and log-density alone', () => {
  it.each(withoutIdentity)('%s holds', (name) => {
    const result = held(name, byHand()).check({ runs: 8 });
    expect(result.status, JSON.stringify(result)).toBe('holds');
    expect(result.tooLoose).toBe(false);
  });

  it.each(withoutIdentity)('%s sees a velocity that is wrong by 10⁻⁹', (name) => {
    const wrong = byHand((t) => (5 * t - 1) * (1 + 1e-9));
    expect(status(name, wrong)).toBe('violated');
  });

  it('is refused by the identity, which says what is absent', () => {
    const result = continuityIdentity(byHand()).check();
    expect(result.status).toBe('refused');
    expect(result.reason).toContain('no dtLogDensity, no divergence, no score');
  });

  it('has the residual that was computed by hand, where the velocity is x too fast', () => {
    // (u + x) adds div x + x·∇ ln p = 1 − x²/v; at t = ½, v = 5/4, x = 2: 1 − 16/5 = −2.2.
    const wrong = byHand((t) => 5 * t - 1 + 4 * t * t + (1 - t) * (1 - t));
    const found = continuityDifferences(wrong).at({ t: 0.5, x: [2] });
    expect(Math.abs(found.residual - 2.2)).toBeLessThan(1e-9);
    expect(found.bound).toBeLessThan(1e-9);
  });
});

describe('a mistake', () => {
  it.each(names)('is met with its smallest case in words, and again by replay: %s', (name) => {
    const wrong = changed({
      velocity(t, x, out) {
        ours.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! += 1e-3 * Math.sin(x[i]!);
      },
    });
    const result = held(name, wrong).check({ runs: 4 });
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/t = 0\.25, x = [01]|\[s, t\] = \[0\.2\d+, 0\.25\]/);
    expect(result.residual!).toBeGreaterThan(result.bound!);
    const again = held(name, wrong).check({ replay: result.replay! });
    expect(again.counterexample).toEqual(result.counterexample);
  });

  it('in α̇ and σ̇ alike is what the identity cannot see, and the others can', () => {
    const schedule: Schedule = { ...cosine, alphaDot: (t) => 1.01 * cosine.alphaDot(t) };
    const wrong = marginalField({ schedule, target: TARGET });
    expect(names.map((name) => status(name, wrong))).toEqual(['holds', 'violated', 'violated', 'violated']);
  });

  it('in score, divergence or rate is what the identity alone looks at', () => {
    for (const member of ['score', 'divergence', 'dtLogDensity'] as const) {
      const wrong = changed({
        [member]: (t: number, x: Float64Array, out: Float64Array) => {
          ours[member](t, x, out);
          for (let i = 0; i < out.length; i++) out[i]! *= 1 + 1e-9;
        },
      });
      expect(names.map((name) => status(name, wrong))).toEqual(['violated', 'holds', 'holds', 'holds']);
    }
  });

  it('that turns about p is beyond all continuity laws', () => {
    // w = c (−x₂, x₁) leaves every isotropic Gaussian about 0 where it is: div(pw) = 0.
    const round = marginalField({
      schedule: cosine,
      target: gaussianMixture({ means: [[0, 0]], stds: [0.5] }),
    });
    const turning: FieldSubject = {
      ...round,
      velocity(t, x, out) {
        round.velocity(t, x, out);
        for (let i = 0; i < out.length; i += 2) {
          out[i]! -= x[i + 1]!;
          out[i + 1]! += x[i]!;
        }
      },
    };
    for (const name of names) expect(status(name, turning), name).toBe('holds');
  });

  it('of the total mass is seen on the grid only', () => {
    const half = changed({
      logDensity(t, x, out) {
        ours.logDensity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! -= Math.LN2;
      },
    });
    expect(names.map((name) => status(name, half))).toEqual(['holds', 'holds', 'holds', 'violated']);
    expect(continuityVolumes(half).check({ runs: 2 }).counterexample!.detail).toMatch(
      /total mass .* is 0\.(5|49999)/,
    );
  });
});

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

describe('wrong input is a fault or a refusal, never a pass', () => {
  const bad: Record<string, Partial<FieldSubject>> = {
    NaN: { velocity: (_t, _x, out) => void out.fill(Number.NaN) },
    'an exception': {
      velocity() {
        throw new Error('no');
      },
    },
    'a promise': { velocity: (async () => undefined) as unknown as FieldSubject['velocity'] },
    'an unwritten buffer': { logDensity: () => undefined },
    'one row of many': {
      logDensity: (_t, _x, out) => {
        out[0] = 0;
      },
    },
  };
  it.each(withoutIdentity.flatMap((name) => Object.keys(bad).map((what) => [name, what] as const)))(
    '%s, %s',
    (name, what) => {
      expect(status(name, { ...byHand(), ...bad[what] })).toBe('faulty');
    },
  );

  it('a missing member, dimensions that are too many, no density', () => {
    const none = { ...byHand(), velocity: undefined } as unknown as FieldSubject;
    for (const name of names) expect(status(name, none)).toBe('faulty');
    const high: FieldSubject = { ...byHand(), dim: 100 };
    expect(withoutIdentity.map((name) => status(name, high))).toEqual(['refused', 'refused', 'refused']);
    const nowhere: FieldSubject = { ...byHand(), logDensity: (_t, _x, out) => void out.fill(-Infinity) };
    expect(withoutIdentity.map((name) => status(name, nowhere))).toEqual(['refused', 'refused', 'refused']);
    const everywhere: FieldSubject = {
      ...byHand(),
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (_t, _x, out) => void out.fill(0),
    };
    expect(status('continuityVolumes', everywhere)).toBe('refused');
  });
});

describe('a field that writes into x', () => {
  it('is at fault', () => {
    const right = byHand();
    const scaling = (member: 'velocity' | 'logDensity') => ({
      ...right,
      [member]: (t: number, x: Float64Array, out: Float64Array) => {
        right[member](t, x, out);
        x[0] = 2 * x[0]! + 1;
      },
    });
    for (const field of [scaling('velocity'), scaling('logDensity')]) {
      const result = continuityDifferences(field).check();
      expect(result.status).toBe('faulty');
      expect(result.reason).toContain('x left as it was');
    }
  });
});

describe('a field that names its target as plain data', () => {
  const named = [
    { schedule: condOT, target: { kind: 'gaussian-mixture', means: [[0]], stds: [2] }, source: {} },
    { schedule: 'cond-ot', target: 'gaussian', source: 'normal' },
    { schedule: null, target: null, source: null },
    { schedule: {}, target: {}, source: {} },
    { schedule: condOT, target: { kind: 'gaussian-mixture', sampleInto: () => {} }, source: undefined },
  ];

  it('is judged as any foreign field', () => {
    for (const names of named) {
      const field = { ...byHand(), ...names };
      for (const name of withoutIdentity)
        expect(status(name, field), `${name}, ${names.target}`).toBe('holds');
      for (const law of [boundaryStart, boundaryEnd]) {
        const { status, reason } = law(field).check();
        expect(status, `${reason}`).toBe('refused');
        expect(reason).toContain('nothing says what p');
      }
    }
  });
});

describe('a conditional path as a field', () => {
  it('is the field that it is', () => {
    const field = pathAsField(gaussianPath(cosine, 2), [1, -0.5]);
    const [u, v, x] = [new Float64Array(2), new Float64Array(2), Float64Array.of(0.3, 0.7)];
    field.velocity(0.4, x, u);
    conditionalField({ schedule: cosine, z: Float64Array.of(1, -0.5) }).velocity(0.4, x, v);
    expect(u).toEqual(v);
    expect(status('continuityDifferences', field)).toBe('holds');
  });

  it('is violated where σ̇ε is dropped, although both ends are exact', () => {
    const right = gaussianPath(condOT, 1);
    const wrong: PathSubject = {
      dim: 1,
      sample: right.sample,
      inverseFlow: right.inverseFlow,
      logDensity: right.logDensity,
      targetVelocity: (_t, _x0, z, out) => out.set(z),
    };
    const field = pathAsField(wrong, [1.5]);
    for (const name of withoutIdentity) expect(status(name, field), name).toBe('violated');
    expect(continuityDifferences(field).check().counterexample!.words).toMatch(/^t = 0\.\d+, x = /);
  });

  it('takes the velocity along the path where it has no other, and draws by the flow map', () => {
    const path = gaussianPath(cosine, 2);
    const { velocity: _, ...along } = path;
    const [u, v, x] = [new Float64Array(2), new Float64Array(2), Float64Array.of(0.3, 0.7)];
    pathAsField(path, [1, -0.5]).velocity(0.4, x, u);
    pathAsField(along, [1, -0.5]).velocity(0.4, x, v);
    for (const i of [0, 1]) expect(Math.abs(u[i]! - v[i]!)).toBeLessThan(1e-14);
    const draws = new Float64Array(400);
    pathAsField(path, [1, -0.5]).sample!(0.4, key(1), draws);
    const mean = draws.filter((_value, i) => i % 2 === 1).reduce((sum, value) => sum + value / 200, 0);
    // 5 standard errors of 200 draws with σ = cos 0.2π.
    expect(Math.abs(mean + 0.5 * cosine.alpha(0.4))).toBeLessThan((5 * cosine.sigma(0.4)) / Math.sqrt(200));
    expect(Math.max(...draws)).toBeGreaterThan(1.5);
  });

  it('says what is missing', () => {
    const { logDensity: _, ...bare } = gaussianPath(condOT, 1);
    expect(() => pathAsField(bare as PathSubject, [1])).toThrow(/logDensity/);
    expect(() => pathAsField(gaussianPath(condOT, 2), [1])).toThrow(/2 finite numbers/);
  });
});

describe('integrals', () => {
  it('weak: a wind that should not blow is as strong as computed by hand', () => {
    // p = N(0, 1) at rest, u = 1: ∫∇φ·u p = −∫φ p′ = ∫φ x p = c/(1 + w²) ∫φp.
    const wind: FieldSubject = {
      dim: 1,
      velocity: (_t, _x, out) => void out.fill(1),
      logDensity: (_t, x, out) => {
        for (let i = 0; i < x.length; i++) out[i] = -0.5 * x[i]! * x[i]!;
      },
    };
    const found = continuityWeak(wind).at({ s: 0.25, t: 0.75, centre: [2], width: 0.5, seed: 1 });
    expect(Math.abs(found.residual - (0.5 * 2) / 1.25)).toBeLessThan(1e-12);
    expect(found.bound).toBeLessThan(1e-12);
  });

  it('weak: a corner costs certainty, and is no mistake', () => {
    // A Laplace distribution that moves at speed 1.
    const moving: FieldSubject = {
      dim: 1,
      velocity: (_t, _x, out) => void out.fill(1),
      logDensity: (t, x, out) => {
        for (let i = 0; i < x.length; i++) out[i] = -Math.abs(x[i]! - t);
      },
    };
    const found = continuityWeak(moving).at({ s: 0.3, t: 0.4, centre: [0.9], width: 0.2, seed: 1 });
    expect(found.residual).toBeGreaterThan(1e-7);
    expect(found.residual).toBeLessThan(found.bound);
  });

  it('weak: a smooth density that is exactly 0 far out is judged', () => {
    const bump: FieldSubject = {
      dim: 1,
      scale: 0.3,
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (_t, x, out) => {
        for (let i = 0; i < out.length; i++)
          out[i] = Math.abs(x[i]!) < 1 ? 1 / (x[i]! * x[i]! - 1) : -Infinity;
      },
    };
    const wind: FieldSubject = { ...bump, velocity: (_t, _x, out) => void out.fill(1e-3) };
    const at = { s: 0.25, t: 0.3, centre: [0.25], width: 0.3, seed: 1 };
    const found = [bump, wind].map((field) => continuityWeak(field).at(at));
    expect(found.map(({ residual, bound }) => residual <= bound)).toEqual([true, false]);
  });

  it('weak by draws: a velocity that is 0, or half of what it should be, is caught in three dimensions', () => {
    // About this mixture as much of p comes as goes: the net flow is a fraction of what moves.
    const means = [
      [-0.75, 0, 0.75],
      [0.5, 1.25, -0.5],
    ];
    const target = gaussianMixture({ weights: [0.3, 0.7], means, stds: [0.5, 0.9] });
    const field = marginalField({ schedule: cosine, target });
    const times = (factor: number): FieldSubject => ({
      ...field,
      velocity(t, x, out) {
        field.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! *= factor;
      },
    });
    const verdicts = [1, 0, 0.5, -1].map(
      (factor) => continuityWeak(times(factor)).check({ shrink: false }).status,
    );
    expect(verdicts).toEqual(['holds', 'violated', 'violated', 'violated']);
  });

  it('weak by draws: what has not moved, or cannot be resolved, is held or refused', () => {
    const still = (sample: NonNullable<FieldSubject['sample']>): FieldSubject => ({
      dim: 3,
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (_t, _x, out) => void out.fill(0),
      sample,
    });
    const rest = still((_t, draws, out) => void normalInto(draws, 0, out));
    expect(continuityWeak(rest).at({ s: 0.4, t: 0.5, centre: [0, 0, 0], width: 1, seed: 1 }).residual).toBe(
      0,
    );
    // A test function that one draw in thousands meets.
    const far = { s: 0.4, t: 0.5, centre: [3, 3, 0], width: 0.2, seed: 1 };
    const other = still((t, draws, out) => void normalInto(fold(draws, Math.round(1e6 * t)), 0, out));
    expect(() => continuityWeak(other).at(far)).toThrow(/known to .* only/);
  });

  it('volumes: what cells lose together leaves through the outer faces, whatever the fluxes', () => {
    const edges = [Float64Array.of(0, 1, 2, 4), Float64Array.of(0, 1, 3)];
    // Whole numbers: sums are exact.
    const fluxes = [8, 9].map((count, axis) =>
      Float64Array.from({ length: count }, (_, i) => (7 * i * i + 3 * axis) % 11),
    );
    const lost = outflow(edges, fluxes).reduce((sum, value) => sum + value, 0);
    expect(lost).toBe(outerFlow(edges, fluxes));
    // Cell (1, 0): faces 2 and 4 of the first axis, [face, row]; faces 1 and 4 of the second, [face, column].
    expect(outflow(edges, fluxes)[2]).toBe(fluxes[0]![4]! - fluxes[0]![2]! + fluxes[1]![4]! - fluxes[1]![1]!);
  });

  it('volumes: cells of different number and size along the axes', () => {
    const target = gaussianMixture({ means: [[0.5, -0.25]], variances: [[0.5, 1]] });
    const field = marginalField({ schedule: cosine, target });
    const found = continuityVolumes(field).at({ s: 0.5, t: 0.55, cuts: [[0.4, 0.55], [0.45]], seed: 1 });
    expect(found.residual).toBeLessThan(found.bound);
    expect(found.bound).toBeLessThan(1e-12);
  });
});

it('pictures are drawn for fields on the line, and for no others', () => {
  const { t, x, caseAt } = continuityDifferences(ours).picture()!;
  expect([t, x![0] < -1, x![1] > 1]).toEqual([[0.002, 0.998], true, true]);
  expect(caseAt(0.3, 0.5)).toEqual({ t: 0.3, x: [0.5] });
  expect(continuityIdentity({ ...ours, dim: 2 }).picture()).toBeNull();
});
