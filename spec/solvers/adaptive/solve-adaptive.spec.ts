import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../../src/array/float-array.ts';
import { toNdArray } from '../../../src/array/ndarray.ts';
import {
  type AdaptiveOptions,
  bs3,
  dop853,
  dopri5,
  solveAdaptive,
  type Tableau,
  tsit5,
  type VelocityFunction,
} from '../../../src/solvers/index.ts';
import { riccati, riccatiSolution, swirl } from '../problems.ts';
import { exactProblems, largestError } from './exact-problems.ts';

const pairs: readonly Tableau[] = [bs3, dopri5, tsit5, dop853];

/** Counts calls and remembers where they were. */
function watched(velocity: VelocityFunction): { field: VelocityFunction; times: number[] } {
  const times: number[] = [];
  return {
    times,
    field: (t, x, out) => {
      times.push(t);
      velocity(t, x, out);
    },
  };
}

const swirlStart = (): Float64Array => new Float64Array([0.3, -0.2, 1.1, 0.7]);

describe.each(pairs)('$name', (solver) => {
  test.each(exactProblems)('follows the tolerance on $name', ({ velocity, dim, solution }) => {
    const errors = [1e-3, 1e-5, 1e-7, 1e-9].map((tolerance) => {
      const { x, status } = solveAdaptive(velocity, Float64Array.from(solution(0)), {
        dim,
        solver,
        rtol: tolerance,
        atol: tolerance,
      });
      expect(status).toBe('done');
      return largestError(x, solution(1)) / tolerance;
    });
    // Each step may err by τ (1 + |x|) ≤ 4τ as its estimate goes, which is that of the lower order; these problems amplify by e³ at most,
    // and errors of a few steps add up. Far below τ would mean that the estimate is not the error.
    for (const ratio of errors) expect(ratio).toBeLessThanOrEqual(4 * 20);
    expect(Math.max(...errors)).toBeGreaterThanOrEqual(1e-3);
  });

  test('counts every evaluation, and evaluates the end of a step only once', () => {
    const { field, times } = watched(swirl);
    const { nfe, accepted, rejected } = solveAdaptive(field, swirlStart(), {
      dim: 2,
      solver,
      rtol: 1e-6,
      firstStep: 1,
    });
    expect(nfe).toBe(times.length);
    expect(rejected).toBeGreaterThan(0);
    // One at the start, s − 1 per trial; DOP853 leaves its last stage to accepted steps that have another after them.
    const trial = solver.b.length - 1;
    const lazy = solver.name === 'dop853' ? rejected + 1 : 0;
    expect(nfe).toBe(1 + trial * (accepted + rejected) - lazy);
  });

  test('evaluates inside [from, to] only', () => {
    for (const [from, to] of [
      [0, 1],
      [1, 0],
      [0.1, 0.7],
    ] as const) {
      const { field, times } = watched(swirl);
      const run = solveAdaptive(field, swirlStart(), { dim: 2, solver, from, to, rtol: 1e-5 });
      expect(Math.min(...times)).toBeGreaterThanOrEqual(Math.min(from, to));
      expect(Math.max(...times)).toBeLessThanOrEqual(Math.max(from, to));
      expect(run.times[0]).toBe(from);
      expect(run.times.at(-1)).toBe(to);
    }
  });

  test('does not evaluate beyond the end where start and length of the last step round to more than it', () => {
    const to = 0.9;
    const firstStep = 0.3;
    expect(firstStep + (to - firstStep)).toBeGreaterThan(to);
    const { field, times } = watched((_t, _x, out) => out.fill(0));
    const run = solveAdaptive(field, new Float64Array([1]), { dim: 1, solver, to, firstStep });
    expect(run.times).toEqual(Float64Array.of(0, firstStep, to));
    expect(Math.max(...times)).toBe(to);
  });

  test('takes the mirrored steps backward, to the bit', () => {
    const options = { dim: 2, solver, rtol: 1e-5, firstStep: 1 } as const;
    const backward = solveAdaptive(swirl, swirlStart(), { ...options, from: 1, to: 0 });
    const mirrored = solveAdaptive(
      (s, x, out) => {
        swirl(1 - s, x, out);
        for (let i = 0; i < out.length; i++) out[i] = -out[i]!;
      },
      swirlStart(),
      options,
    );
    expect(backward.x).toEqual(mirrored.x);
    expect(backward.times).toEqual(mirrored.times.map((s) => 1 - s));
    expect(backward.rejectedSteps).toEqual(mirrored.rejectedSteps.map((h) => -h));
    expect(backward.rejected).toBeGreaterThan(0);
  });

  test('returns states at times, equal to its dense output, at no cost but that of its extra stages', () => {
    const times = [0, 0.125, 0.3, 0.30001, 0.9, 1];
    const plain = solveAdaptive(swirl, swirlStart(), { dim: 2, solver, rtol: 1e-6 });
    const run = solveAdaptive(swirl, swirlStart(), { dim: 2, solver, rtol: 1e-6, times });
    const dense = solveAdaptive(swirl, swirlStart(), { dim: 2, solver, rtol: 1e-6, dense: true });
    expect(run.path!.length).toBe(times.length * 4);
    for (const [i, t] of times.entries()) {
      expect(run.path!.slice(4 * i, 4 * i + 4)).toEqual(dense.at!(t));
    }
    expect(run.path!.slice(-4)).toEqual(plain.x);
    expect(run.times).toEqual(plain.times);
    const extra = solver.dense!.a?.length ?? 0;
    const last = solver.name === 'dop853' ? 1 : 0;
    expect(dense.nfe).toBe(plain.nfe + extra * plain.accepted + last);
    expect(run.nfe).toBeLessThanOrEqual(dense.nfe);
  });
});

describe('a run that cannot go on', () => {
  test('returns its state and time at the step limit', () => {
    const full = solveAdaptive(swirl, swirlStart(), { dim: 2, solver: dopri5, rtol: 1e-8, dense: true });
    const run = solveAdaptive(swirl, swirlStart(), {
      dim: 2,
      solver: dopri5,
      rtol: 1e-8,
      maxSteps: 5,
      times: [0.001, 1],
    });
    expect(run.status).toBe('step-limit');
    expect(run.reason).toMatch(/5 steps/);
    expect(run.accepted + run.rejected).toBe(5);
    expect(run.t).toBe(run.times.at(-1));
    expect(run.t).toBeLessThan(1);
    expect(run.x).toEqual(full.at!(run.t));
    expect(Number.isFinite(run.path![0])).toBe(true);
    expect([...run.path!.slice(4)].every(Number.isNaN)).toBe(true);
  });

  test('ends before a pole, and says where', () => {
    const pole: VelocityFunction = (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = 1 / (1 - t);
    };
    const run = solveAdaptive(pole, new Float64Array([0]), { dim: 1, solver: dopri5 });
    expect(run.status).toBe('step-too-small');
    expect(run.reason).toContain(String(run.t));
    expect(Math.abs(run.t - 1)).toBeLessThanOrEqual(1e-12);
    expect(Number.isFinite(run.x[0])).toBe(true);
  });

  test('does not take a step to infinity, however small its error estimate', () => {
    const huge: VelocityFunction = (_t, _x, out) => out.fill(1.5e308);
    const run = solveAdaptive(huge, new Float64Array([1e308]), { dim: 1, solver: dopri5 });
    expect(run.status).toBe('step-too-small');
    expect(Number.isFinite(run.x[0])).toBe(true);
  });

  test('ends where the field stops to be finite', () => {
    const wall: VelocityFunction = (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = t > 0.5 ? Number.NaN : x[i]!;
    };
    const run = solveAdaptive(wall, new Float64Array([1]), { dim: 1, solver: dop853 });
    expect(run.status).toBe('step-too-small');
    expect(Math.abs(run.t - 0.5)).toBeLessThanOrEqual(1e-12);
    expect(largestError(run.x, [Math.exp(0.5)])).toBeLessThanOrEqual(1e-6);
  });
});

describe('float32 states', () => {
  const exact = [riccatiSolution(1)];
  const options = { dim: 1, solver: dopri5, rtol: 1e-6, atol: 1e-6 } as const;

  test('come back as float32, near the float64 run with the same steps', () => {
    const single = solveAdaptive(riccati, new Float32Array([1]), options);
    const double = solveAdaptive(riccati, new Float64Array([1]), options);
    expect(single.x).toBeInstanceOf(Float32Array);
    expect(single.accepted).toBe(double.accepted);
    // A dozen steps of a few roundings of values ≤ 1 in float32.
    expect(largestError(single.x, double.x)).toBeLessThanOrEqual(12 * 3 * 2 ** -24);
  });

  test('keep what rounding loses when compensated', () => {
    const small = { ...options, maxStep: 1 / 2048 };
    const plain = largestError(solveAdaptive(riccati, new Float32Array([1]), small).x, exact);
    const { x } = solveAdaptive(riccati, new Float32Array([1]), { ...small, compensated: true });
    // Half a unit in the last place of ⅓, and the error of the slopes.
    expect(largestError(x, exact)).toBeLessThanOrEqual(2 * 2 ** -26);
    expect(plain).toBeGreaterThan(4 * 2 ** -26);
  });
});

test('a stage at the state itself, with a row of zeros, is one', () => {
  const twice: Tableau = {
    ...heunPair,
    c: ['0', '0', '1'],
    a: [[], ['0'], ['0', '1']],
    b: ['0', '1/2', '1/2'],
    embedded: [{ name: 'euler', order: 1, b: ['0', '1', '0'] }],
  };
  const at = (solver: Tableau) => solveAdaptive(riccati, new Float64Array([1]), { dim: 1, solver }).x;
  expect(at(twice)).toEqual(at(heunPair));
});

test('an ndarray comes back as one', () => {
  const x0 = toNdArray(swirlStart(), [2, 2]);
  const run = solveAdaptive(swirl, x0, { solver: tsit5, times: [0.5], dense: true });
  const plain = solveAdaptive(swirl, swirlStart(), { dim: 2, solver: tsit5, times: [0.5] });
  expect(run.x.shape).toEqual([2, 2]);
  expect(run.x.data).toEqual(plain.x);
  expect(run.path!.shape).toEqual([1, 2, 2]);
  expect(run.at!(0.5).data).toEqual(plain.path);
});

test('an empty batch is done at once', () => {
  const run = solveAdaptive(swirl, new Float64Array(0), { dim: 2, solver: tsit5 });
  expect(run).toMatchObject({ status: 'done', nfe: 0, t: 1 });
});

test('a pair without a first-same-as-last stage works: Fehlberg 2(1)', () => {
  const fehlberg: Tableau = {
    name: 'fehlberg2',
    order: 2,
    c: ['0', '1/2', '1'],
    a: [[], ['1/2'], ['1/256', '255/256']],
    b: ['1/512', '255/256', '1/512'],
    embedded: [{ name: 'first', order: 1, b: ['1/256', '255/256', '0'] }],
  };
  const { field, times } = watched(riccati);
  const { x, nfe, accepted, rejected } = solveAdaptive(field, new Float64Array([1]), {
    dim: 1,
    solver: fehlberg,
    rtol: 1e-6,
    atol: 1e-6,
  });
  // Some 100 steps of an error below 2e-6 each, damped on the way.
  expect(largestError(x, [riccatiSolution(1)])).toBeLessThanOrEqual(1e-4);
  expect(nfe).toBe(times.length);
  // The first stage belongs to the state: evaluated once per accepted step, not again after a rejection, and not at the end.
  expect(nfe).toBe(2 + 3 * accepted - 1 + 2 * rejected);
  const wall: VelocityFunction = (t, x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = t > 0.5 ? Number.NaN : x[i]!;
  };
  // The midpoint rule does not look at the end of its step: its slope there is part of the decision.
  const midpoint: Tableau = {
    name: 'midpoint-euler',
    order: 2,
    c: ['0', '1/2'],
    a: [[], ['1/2']],
    b: ['0', '1'],
    embedded: [{ name: 'euler', order: 1, b: ['1', '0'] }],
  };
  for (const solver of [fehlberg, midpoint]) {
    const options = { dim: 1, solver, rtol: 1, atol: 1, firstStep: 0.6 } as const;
    const stopped = solveAdaptive(wall, new Float64Array([1]), options);
    expect(stopped.status).toBe('step-too-small');
    expect(stopped.t).toBeLessThanOrEqual(0.5);
    expect(stopped.t).toBeGreaterThan(0.5 - 1e-12);
  }
});

const own = ({ embedded }: Tableau) => embedded![0]!;
const heunPair: Tableau = {
  name: 'heun-euler',
  order: 2,
  c: ['0', '1'],
  a: [[], ['1']],
  b: ['1/2', '1/2'],
  embedded: [{ name: 'euler', order: 1, b: ['1', '0'] }],
};

describe('wrong arguments are refused by name', () => {
  const good: AdaptiveOptions = { dim: 1, solver: dopri5 };
  test.each<[string, Partial<Record<keyof AdaptiveOptions, unknown>>, string]>([
    ['no options', undefined as never, 'dim'],
    ['no tableau', { solver: 'dopri5' }, 'solver'],
    ['a tableau without embedded weights', { solver: { ...dopri5, embedded: [] } }, 'solver.embedded'],
    [
      'embedded weights that are b',
      { solver: { ...dopri5, embedded: [{ ...own(dopri5), b: dopri5.b }] } },
      'solver.embedded[0].b',
    ],
    [
      'too few embedded weights',
      { solver: { ...dopri5, embedded: [{ ...own(dopri5), b: ['1'] }] } },
      'solver.embedded[0].b',
    ],
    [
      'one set for a combined estimate',
      { solver: { ...dopri5, embedded: [own(dopri5)], estimate: 'combined' } },
      'solver.embedded',
    ],
    ['a last stage that is not at the end', { solver: { ...heunPair, fsal: true } }, 'solver.a[1]'],
    [
      'a dense output of too few stages',
      { solver: { ...dopri5, dense: { order: 1, b: [['1']] } } },
      'solver.dense.b',
    ],
    ['an unknown set of weights', { embedded: 'fehlberg' }, 'embedded'],
    ['a negative rtol', { rtol: -1e-3 }, 'rtol'],
    ['an atol that is no number', { atol: '1e-3' }, 'atol'],
    ['no tolerance at all', { rtol: 0, atol: 0 }, 'atol'],
    ['an unknown profile', { profile: 'matlab' }, 'profile'],
    ['an unknown control', { control: 'row' }, 'control'],
    ['no step', { maxSteps: 0 }, 'maxSteps'],
    ['a first step of 0', { firstStep: 0 }, 'firstStep'],
    ['a first step beyond the end', { firstStep: 2 }, 'firstStep'],
    ['a largest step of 0', { maxStep: 0 }, 'maxStep'],
    ['a time outside', { from: -0.1 }, 'from'],
    ['an end outside', { to: 1.1 }, 'to'],
    ['an empty interval', { from: 1 }, 'to'],
    ['an output time outside', { times: [0.5, 1.5] }, 'times[1]'],
    ['output times in no order', { times: [0.5, 0.25] }, 'times[1]'],
    ['an output time that is no number', { times: [Number.NaN] }, 'times[0]'],
    [
      'times without a dense output',
      { solver: { ...dopri5, dense: undefined }, times: [0.5] },
      'solver.dense',
    ],
  ])('%s', (_, change, argument) => {
    const options = change === undefined ? undefined : { ...good, ...change };
    expect(() => solveAdaptive(riccati, new Float64Array([1]), options as AdaptiveOptions)).toThrowError(
      expect.objectContaining({ name: 'ArgumentError', argument }),
    );
  });

  test.each([
    ['NaN', (out: FloatArray) => out.fill(Number.NaN)],
    ['nothing', () => {}],
  ])('a field that answers %s at the start', (_, answer) => {
    expect(() =>
      solveAdaptive((_t, _x, out) => void answer(out), new Float64Array([1, 2]), { dim: 1, solver: bs3 }),
    ).toThrowError(expect.objectContaining({ name: 'DivergenceError' }));
  });

  test('a time of the dense output that was not reached', () => {
    const { at } = solveAdaptive(riccati, new Float64Array([1]), { ...good, to: 0.5, dense: true });
    expect(() => at!(0.75)).toThrowError(expect.objectContaining({ name: 'ArgumentError', argument: 't' }));
  });
});
