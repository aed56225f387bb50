import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problemFromSpec } from '../../../src/problems/index.ts';
import {
  bs3,
  dop853,
  dopri5,
  type ProfileName,
  solveAdaptive,
  type Tableau,
  tsit5,
} from '../../../src/solvers/index.ts';
import { swirl } from '../problems.ts';
import { largestError } from './exact-problems.ts';

/** What the libraries themselves did; `rejectedTimes` where they tell. */
interface LibraryRun {
  readonly profile: ProfileName;
  readonly problem: string;
  readonly solver: 'bs3' | 'dopri5' | 'tsit5' | 'dop853';
  readonly rtol: number;
  readonly atol: number;
  readonly nfe: number | null;
  readonly times: readonly number[];
  readonly rejected: number;
  readonly rejectedTimes?: readonly number[];
  readonly rejectedSteps?: readonly number[];
  readonly end: readonly number[] | null;
}

const { runs } = JSON.parse(readFileSync(new URL('./library-steps.json', import.meta.url), 'utf8')) as {
  runs: LibraryRun[];
};
const solvers: Record<LibraryRun['solver'], Tableau> = { bs3, dopri5, tsit5, dop853 };

/** Classic problems end at t = 1 and say so; torchdiffeq goes on. They are autonomous here. */
function unlimited(name: string) {
  const { velocity, start, dim } = problemFromSpec({ kind: 'classic', name });
  return { field: ((t, x, out) => velocity(Math.min(t, 1), x, out)) as typeof velocity, start, dim };
}

describe('the steps of the libraries', () => {
  test.each(runs)('$profile, $solver on $problem at $rtol', (run) => {
    const { field, start, dim } = unlimited(run.problem);
    const { rtol, atol, profile } = run;
    const mine = solveAdaptive(field, start, { dim, solver: solvers[run.solver], rtol, atol, profile });
    expect(mine.accepted).toBe(run.times.length - 1);
    expect(mine.rejected).toBe(run.rejected);
    if (run.nfe !== null) expect(mine.nfe).toBe(run.nfe);
    // SciPy over the reference BLAS does the same operations in the same order. The others sum in orders of their own, and rounding noise
    // in an error estimate moves a step by up to some noise/tolerance = 1e-16/1e-8 (atol) of itself.
    const tolerance = profile === 'scipy' ? 0 : 1e-8;
    expect(largestError(mine.times, run.times)).toBeLessThanOrEqual(tolerance);
    if (run.rejectedTimes && run.rejectedSteps) {
      expect(largestError(mine.rejectedTimes, run.rejectedTimes)).toBeLessThanOrEqual(tolerance);
      expect(largestError(mine.rejectedSteps, run.rejectedSteps)).toBeLessThanOrEqual(tolerance);
    }
    // States of up to 10 follow the steps with their local errors only.
    if (run.end) expect(largestError(mine.x, run.end)).toBeLessThanOrEqual(profile === 'scipy' ? 0 : 1e-9);
  });

  test('are there for every library and pair', () => {
    const kinds = runs.map(({ profile, solver }) => `${profile} ${solver}`);
    for (const kind of [
      'scipy bs3',
      'scipy dopri5',
      'scipy dop853',
      'torchdiffeq bs3',
      'torchdiffeq dopri5',
    ]) {
      expect(kinds).toContain(kind);
    }
    for (const kind of ['diffrax bs3', 'diffrax dopri5', 'diffrax tsit5']) expect(kinds).toContain(kind);
    for (const { rejected } of runs) expect(rejected).toBeGreaterThan(0);
  });
});

describe('profiles differ where they say', () => {
  const x0 = new Float64Array([0.3, -0.2]);
  const options = { dim: 2, solver: dopri5, rtol: 1e-6, atol: 1e-6 } as const;

  test('torchdiffeq passes the end and reads x(to) from the dense output', () => {
    const evaluated: number[] = [];
    const run = solveAdaptive(
      (t, x, out) => {
        evaluated.push(t);
        swirl(t, x, out);
      },
      x0,
      { ...options, profile: 'torchdiffeq', to: 0.5, dense: true, times: [0.5] },
    );
    expect(run.times.at(-1)).toBeGreaterThan(0.5);
    expect(Math.max(...evaluated)).toBe(run.times.at(-1));
    expect(run.t).toBe(0.5);
    expect(run.at!(0.5)).toEqual(run.x);
    expect(run.path).toEqual(run.x);
    const clipped = solveAdaptive(swirl, x0, { ...options, to: 0.5 });
    expect(largestError(run.x, clipped.x)).toBeLessThanOrEqual(2e-5);
  });

  test('torchdiffeq gives up at a field that is not finite, the others shrink the step', () => {
    const wall: typeof swirl = (t, x, out) => {
      swirl(t, x, out);
      if (t > 0.5) out.fill(Number.NaN);
    };
    expect(() => solveAdaptive(wall, x0, { ...options, profile: 'torchdiffeq' })).toThrowError(
      expect.objectContaining({ name: 'DivergenceError' }),
    );
    for (const profile of ['flowproof', 'scipy', 'diffrax'] as const) {
      expect(solveAdaptive(wall, x0, { ...options, profile, maxSteps: 300 })).toMatchObject({
        status: 'step-too-small',
      });
    }
  });

  test('scipy raises a relative tolerance below 100 ε', () => {
    const at = (rtol: number) =>
      solveAdaptive(swirl, x0, { ...options, profile: 'scipy', rtol, atol: 1e-12 }).x;
    expect(at(1e-16)).toEqual(at(100 * Number.EPSILON));
  });

  test('diffrax starts with 0.01, whatever the field', () => {
    const { times } = solveAdaptive(swirl, x0, { ...options, profile: 'diffrax', rtol: 1e-2, atol: 1e-2 });
    expect(times[1]).toBe(0.01);
  });

  test('diffrax ends a step that would stop 100 units in the last place before the end', () => {
    const still: typeof swirl = (_t, _x, out) => out.fill(0);
    const steps = (profile: ProfileName) =>
      solveAdaptive(still, x0, { ...options, profile, firstStep: 1 / 16, to: 11 / 16 + 60 * 2 ** -53 })
        .accepted;
    expect(steps('diffrax')).toBe(2);
    expect(steps('scipy')).toBe(3);
  });

  test('E = 1 is good for flowproof and torchdiffeq, and not for scipy and diffrax', () => {
    const ramp: typeof swirl = (t, _x, out) => out.fill(t);
    // The error estimate of the first step is h² = 1/4, the tolerance too.
    const solver: Tableau = {
      name: 'euler-midpoint',
      order: 1,
      c: ['0', '1'],
      a: [[], ['1']],
      b: ['1', '0'],
      embedded: [{ name: 'end', order: 1, b: ['0', '1'] }],
      dense: { order: 1, b: [['1'], ['0']] },
    };
    const rejected = (profile: ProfileName) => {
      const run = solveAdaptive(ramp, new Float64Array([0]), {
        dim: 1,
        solver,
        profile,
        firstStep: 0.5,
        rtol: 0,
        atol: 0.25,
      });
      return run.rejectedTimes[0] === 0;
    };
    expect(rejected('flowproof')).toBe(false);
    expect(rejected('torchdiffeq')).toBe(false);
    expect(rejected('scipy')).toBe(true);
    expect(rejected('diffrax')).toBe(true);
  });

  test('flowproof ends with a longer step rather than a sliver', () => {
    const still: typeof swirl = (_t, _x, out) => out.fill(0);
    // Steps grow tenfold: 0.0909, then 0.909 would leave 1e-4.
    const steps = (profile: ProfileName) =>
      solveAdaptive(still, x0, { ...options, profile, firstStep: 0.0909 }).accepted;
    expect(steps('flowproof')).toBe(2);
    expect(steps('scipy')).toBe(3);
    // What remains is 0.9091: as long as maxStep allows it.
    const limited = (maxStep: number) =>
      solveAdaptive(still, x0, { ...options, firstStep: 0.0909, maxStep }).accepted;
    expect(limited(0.9095)).toBe(2);
    expect(limited(0.909)).toBe(3);
  });

  test.each([
    ['flowproof', 1e-6, 1e-6],
    ['scipy', 1e-3, 1e-6],
    ['torchdiffeq', 1e-7, 1e-9],
    ['diffrax', 1e-6, 1e-6],
  ] as const)('%s takes %s and %s without tolerances, as documented', (profile, rtol, atol) => {
    const run = (tolerances: object) =>
      solveAdaptive(swirl, x0, { dim: 2, solver: dopri5, profile, ...tolerances });
    expect(run({}).times).toEqual(run({ rtol, atol }).times);
  });
});
