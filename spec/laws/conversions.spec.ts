/** Conversions and changes of schedule: what the laws see, refuse, and take for a fault. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError, ShapeError } from '../../src/errors.ts';
import {
  changeOfSchedule,
  conversions,
  type ParametrizationSubject,
  parametrizationOf,
  scheduleChangeOf,
} from '../../src/laws/conversions/index.ts';
import { relation } from '../../src/laws/conversions/linear-relations.ts';
import { parametrizationMistakes } from '../../src/laws/power/mistakes/parametrization.ts';
import { condOT, cosine, linearVP, polynomial, ve, vp } from '../../src/schedules/index.ts';

/** x₁ = x + (1 − t)u and back, with nothing that is optional. */
const foreign: ParametrizationSubject = {
  schedule: {
    alpha: (t) => t,
    sigma: (t) => 1 - t,
    alphaDot: () => 1,
    sigmaDot: () => -1,
  },
  parametrizations: ['x1', 'velocity'],
  convert(from, _to, t, x, f, out) {
    if (from === 'x1' && t === 1) throw new Error('no velocity at t = 1');
    for (let i = 0; i < x.length; i++) {
      out[i] = from === 'velocity' ? x[i]! + (1 - t) * f[i]! : (f[i]! - x[i]!) / (1 - t);
    }
  },
};
type Convert = ParametrizationSubject['convert'];
const withConvert = (convert: (own: Convert) => Convert): ParametrizationSubject => ({
  ...foreign,
  convert: convert(foreign.convert),
});

describe('conversions', () => {
  it('holds for a foreign pair of conversions', () => {
    expect(conversions(foreign).check()).toMatchObject({
      status: 'holds',
      object: 'parametrization',
      runs: 40,
    });
  });

  it('derives the table of the theory anew', () => {
    // At t = ¼ of α = t, σ = 1 − t: D = 1, so x₁ = ¾u + x, and s = −(¾x₁… ) by hand from x₀ = (x − ¼x₁)/¾.
    const close = (found: number, truth: number): void => {
      expect(Math.abs(found - truth)).toBeLessThanOrEqual(1e-15 * Math.abs(truth));
    };
    const toData = relation(condOT, 0.25, 'velocity', 'x1');
    close(toData.A, 1);
    close(toData.B, 0.75);
    const score = relation(condOT, 0.25, 'x1', 'score');
    close(score.A, -1 / 0.5625);
    close(score.B, 0.25 / 0.5625);
    const v = relation(condOT, 0.25, 'x1', 'v');
    close(v.A, 0.25 / 0.75);
    close(v.B, -(0.0625 + 0.5625) / 0.75);
  });

  it('tells poles from gaps that can be filled', () => {
    const kinds = (schedule: Parameters<typeof relation>[0], t: number, ...pair: [never, never]): string =>
      relation(schedule, t, ...pair).kind;
    const pair = (from: string, to: string): [never, never] => [from as never, to as never];
    expect(kinds(condOT, 1, ...pair('x1', 'epsilon'))).toBe('pole');
    expect(kinds(condOT, 1, ...pair('velocity', 'score'))).toBe('pole');
    expect(kinds(condOT, 0, ...pair('epsilon', 'x1'))).toBe('pole');
    expect(kinds(condOT, 0, ...pair('velocity', 'x1'))).toBe('regular');
    expect(kinds(linearVP, 1, ...pair('v', 'velocity'))).toBe('pole');
    expect(kinds(linearVP, 1, ...pair('velocity', 'x1'))).toBe('removable');
    expect(kinds(vp(), 0, ...pair('epsilon', 'x1'))).toBe('regular');
    expect(kinds(polynomial({ n: 2 }), 0, ...pair('velocity', 'epsilon'))).toBe('removable');
    expect(kinds(polynomial({ n: 0.5 }), 0, ...pair('x1', 'velocity'))).toBe('pole');
    expect(kinds(ve({ sigmaMin: 0.02, sigmaMax: 20 }), 1, ...pair('x1', 'score'))).toBe('regular');
  });

  it('finds a wrong sign, names the pair, and meets it again', () => {
    const held = conversions(
      withConvert((own) => (from, to, t, x, f, out) => {
        own(from, to, t, x, f, out);
        if (from === 'velocity') for (let i = 0; i < x.length; i++) out[i] = x[i]! - (1 - t) * f[i]!;
      }),
    );
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/^t = \S+, x₁ = \[.*\], x₀ = \[.*\]$/);
    expect(result.counterexample!.detail).toMatch(/^velocity → x1/);
    expect(result.residual!).toBeGreaterThan(result.bound!);
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  it('measures by hand: x₁ = x + (1 − t)u, off by 0.5', () => {
    const off = withConvert((own) => (from, to, t, x, f, out) => {
      own(from, to, t, x, f, out);
      if (from === 'velocity') out[0]! += 0.5;
    });
    const { residual } = conversions(off).at({ t: 0.25, x1: [1], x0: [-2] });
    expect(Math.abs(residual - 0.5)).toBeLessThan(1e-14);
  });

  it('wants an error at a pole, and neither numbers nor NaN', () => {
    for (const value of [0, Number.NaN, Infinity]) {
      const silent = withConvert((own) => (from, to, t, x, f, out) => {
        if (from === 'x1' && t === 1) out.fill(value);
        else own(from, to, t, x, f, out);
      });
      const at = conversions(silent).at({ t: 1, x1: [1], x0: [0.5] });
      expect(at.residual > at.bound).toBe(true);
      expect(at.detail).toContain(`x1 → velocity has a pole at t = 1, and the answer was [${value}]`);
      expect(conversions(silent).check().status).toBe('violated');
    }
    const typed = (error: Error): string =>
      conversions(
        withConvert((own) => (from, to, t, x, f, out) => {
          if (from === 'x1' && t === 1) throw error;
          own(from, to, t, x, f, out);
        }),
      ).check().status;
    const details = { argument: 't', expected: 'a time below 1', received: '1' };
    expect(typed(new PoleError(details))).toBe('holds');
    expect(typed(new RangeError('pole'))).toBe('holds');
    expect(typed(new TypeError('x is undefined'))).toBe('faulty');
    expect(typed(new ArgumentError(details))).toBe('faulty');
  });

  it('takes a filled gap for right only with the right number', () => {
    const own = parametrizationOf(polynomial({ n: 2 }));
    const filled = (value: number): number => {
      const { residual, bound } = conversions({
        ...own,
        parametrizations: ['velocity', 'epsilon'],
        convert(from, to, t, x, f, out) {
          if (t === 0 && from === 'velocity') for (let i = 0; i < x.length; i++) out[i] = value * x[i]!;
          else own.convert(from, to, t, x, f, out);
        },
      }).at({ t: 0, x1: [1], x0: [0.5] });
      return residual / bound;
    };
    expect(filled(1)).toBe(0);
    expect(filled(1.0001)).toBeGreaterThan(1e6);
  });

  it('refuses what is no parametrization, and faults what does not answer', () => {
    expect(conversions({} as never).check().status).toBe('refused');
    expect(conversions(undefined as never).check().status).toBe('refused');
    expect(conversions({ ...foreign, parametrizations: ['x1'] }).check().status).toBe('refused');
    const answers: Record<string, unknown> = {
      throws: () => {
        throw new Error('not today');
      },
      promise: async () => {},
      unwritten: () => {},
      nan: (..._: unknown[]) => (_[5] as Float64Array).fill(Number.NaN),
    };
    for (const convert of Object.values(answers)) {
      expect(conversions({ ...foreign, convert } as never).check().status).toBe('faulty');
    }
    expect(conversions({ ...foreign, parametrizations: ['x1', 'x2'] as never }).check().status).toBe(
      'faulty',
    );
    expect(conversions({ ...foreign, schedule: {} as never }).check().status).toBe('faulty');
  });
});

describe('changeOfSchedule', () => {
  it('refuses and faults', () => {
    expect(changeOfSchedule(foreign as never).check().status).toBe('refused');
    const own = scheduleChangeOf(condOT, cosine);
    expect(changeOfSchedule({ ...own, change: () => () => {} }).check().status).toBe('faulty');
    const asynchronous = { ...own, change: () => async () => {} };
    expect(changeOfSchedule(asynchronous).check().status).toBe('faulty');
  });

  it('wants an error where the path never was', () => {
    const own = scheduleChangeOf(vp(), condOT);
    const at = { r: 0.001, x: 0.5, means: [-1, 1], std: 0.5 } as const;
    expect(changeOfSchedule(own).at(at)).toMatchObject({ residual: 0 });
    const silent = {
      ...own,
      change: () => (_t: number, _x: unknown, out: { fill(v: number): unknown }) => out.fill(0),
    };
    const { residual, bound } = changeOfSchedule(silent as never).at(at);
    expect(residual > bound).toBe(true);
  });

  it('takes no slip of the code for the error that is due', () => {
    const own = scheduleChangeOf(vp(), condOT);
    const typed = (error: () => never): string =>
      changeOfSchedule({
        ...own,
        change: (velocity) => {
          const right = own.change(velocity);
          return (r, x, out) => (r < 0.004 ? error() : right(r, x, out));
        },
      }).check({ runs: 400 }).status;
    const thrown = (error: Error) => () => {
      throw error;
    };
    const details = { argument: 'r', expected: 'a time that the path reaches', received: '0' };
    const endless = (): never => endless();
    // @ts-expect-error: a name that is not there
    expect(typed(() => nowhere())).toBe('faulty');
    expect(typed(endless)).toBe('faulty');
    expect(typed(thrown(new ShapeError(details)))).toBe('faulty');
    expect(typed(thrown(new ArgumentError(details)))).toBe('holds');
    expect(typed(thrown(new PoleError(details)))).toBe('holds');
    expect(typed(thrown(new RangeError('r is too small')))).toBe('holds');
  });

  it('agrees with the same schedule changed into itself', () => {
    expect(changeOfSchedule(scheduleChangeOf(cosine, cosine)).check().status).toBe('holds');
  });
});

it.each(parametrizationMistakes.map((mistake) => [mistake.id, mistake] as const))(
  '%s is seen',
  (_, mistake) => {
    const [right, wrong] = [mistake.trials(0), mistake.trials(1)];
    right.forEach(({ held }, i) => {
      expect(held.check({ runs: 10 })).toMatchObject({ status: 'holds' });
      expect(wrong[i]!.held.check({ runs: 40, shrink: false })).toMatchObject({ status: 'violated' });
    });
  },
);
