/** A benchmark in one thread: rows against solve itself, floors, strong errors, and problems that misbehave. */
import { describe, expect, it } from 'vitest';
import type { CellSettings } from '../../src/benchmark/cell-settings.ts';
import type { Cell } from '../../src/benchmark/cells.ts';
import type { RunnableProblem } from '../../src/benchmark/config.ts';
import { defaultConfig } from '../../src/benchmark/default-config.ts';
import { benchmark, type Row } from '../../src/benchmark/index.ts';
import { prepare } from '../../src/benchmark/prepare.ts';
import { runCell } from '../../src/benchmark/run-cell.ts';
import { stateError } from '../../src/metrics/index.ts';
import { namedProblem, problemFromSpec } from '../../src/problems/index.ts';
import { gridTimes, rk4, solve, solveAdaptive, tsit5 } from '../../src/solvers/index.ts';

const anchor = { ...namedProblem('anchor'), start: { kind: 'normal-quantiles', count: 24 } };
const number: unknown = expect.any(Number);
const once = { repeats: 1, now: () => 0 };
const run = (config: object): Promise<Row[]> =>
  benchmark({ problems: [anchor], tolerances: [], dtype: 'float64', ...config }, once);

describe('rows say what solvers do', () => {
  const problem = problemFromSpec(anchor as never);
  const truth = problem.truth([1]).states;

  it('with steps on a grid', async () => {
    const [row] = await run({ solvers: 'rk4', steps: 12, grid: 'shift:3' });
    const { x, nfe } = solve(problem.velocity, problem.start, {
      dim: 1,
      solver: rk4,
      grid: gridTimes({ kind: 'shift', shift: 3 }, 12),
    });
    const { rmse, max } = stateError(x, truth, 1);
    expect(row).toMatchObject({
      rmse,
      max,
      nfe,
      accepted: 12,
      rejected: 0,
      grid: 'shift 3',
      steps: 12,
      seconds: 0,
      status: 'ok',
    });
  });

  it('with a tolerance, for the batch and for each sample', async () => {
    for (const control of ['batch', 'sample'] as const) {
      const [row] = await run({ solvers: 'tsit5', steps: [], tolerances: 1e-5, control, profile: 'scipy' });
      const tolerances = { rtol: 1e-5, atol: 1e-5, profile: 'scipy' } as const;
      const { x, nfe, accepted, rejected } = solveAdaptive(problem.velocity, problem.start, {
        dim: 1,
        solver: tsit5,
        control,
        ...tolerances,
      });
      expect(row).toMatchObject({
        rmse: stateError(x, truth, 1).rmse,
        nfe,
        accepted,
        rejected,
        tolerance: 1e-5,
        steps: null,
        grid: 'adaptive',
      });
      expect(row!.floor! > 0 && row!.floor! < 1e-11).toBe(true);
    }
  });

  it('in float32 from the float32 numbers next to the start, with a floor that is where fine steps end', async () => {
    const rows = await run({ solvers: 'rk4', steps: [16, 300], dtype: 'float32' });
    expect(rows[0]!.rmse! > 20 * rows[0]!.floor!).toBe(true);
    expect(rows[1]!.rmse! <= rows[1]!.floor!).toBe(true);
    // Were the truth that of the float64 start, 6e-8 of the start times the stretch of the flow would be in every error.
    expect(rows[1]!.rmse! < 1e-6).toBe(true);
  });

  it('of one precision know the truth from its own start', async () => {
    const { float64, float32 } = await prepare(anchor as never, true, async (spec) =>
      problemFromSpec(spec as never),
    );
    expect(float64.start).toEqual(problem.start);
    expect(float32.start).toEqual(problem.start.map(Math.fround));
    const points = { kind: 'points', points: Array.from(float32.start, (x) => [x]) };
    expect(float32.truth).toEqual(problemFromSpec({ ...anchor, start: points } as never).truth([1]).states);
    expect(float32.truth).not.toEqual(float64.truth);
  });

  it('pathRmse is no less than the error at the end, and metrics stand beside their floors', async () => {
    const metrics = ['pathRmse', 'w1', 'w2', 'slicedW2', 'energyDistance', 'mmd'];
    const [fixed, adaptive] = await run({ solvers: 'dopri5', steps: 6, tolerances: 1e-4, metrics });
    for (const row of [fixed!, adaptive!]) {
      expect(row.metrics.pathRmse! >= row.rmse! * (1 - 1e-12)).toBe(true);
      for (const name of metrics.slice(1)) {
        expect(Number.isFinite(row.metrics[name]) && Number.isFinite(row.metrics[`${name}Floor`])).toBe(true);
        expect(row.metrics[`${name}FloorDeviation`]! > 0).toBe(true);
      }
    }
  });

  it('have each metric that was asked for: null where the problem or the run has none', async () => {
    const metrics = ['logDensity', 'pathRmse', 'w1', 'energyDistance'];
    const problems = ['gaussian-2d', 'detest-a1'];
    const rows = await run({ problems, solvers: ['euler', 'sra1'], steps: 4, metrics });
    const sample = {
      energyDistance: number,
      energyDistanceFloor: number,
      energyDistanceFloorDeviation: number,
    };
    const none = { energyDistance: null, energyDistanceFloor: null, energyDistanceFloorDeviation: null };
    const line = { w1: null, w1Floor: null, w1FloorDeviation: null };
    expect(rows.map((row) => row.metrics)).toEqual([
      { logDensity: number, pathRmse: number, ...line, ...sample },
      { logDensity: null, pathRmse: null, ...line, ...sample },
      { logDensity: null, pathRmse: number, ...line, ...none },
      { logDensity: null, pathRmse: null, ...line, ...none },
    ]);
  });

  it('of stochastic solvers are strong errors, which vanish without noise up to the order of the drift', async () => {
    const flags = { solvers: ['euler-maruyama', 'stochastic-heun', 'sra1', 'edm-churn'], steps: [32] };
    const noisy = await run(flags);
    expect(noisy.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(noisy.map(({ rmse }) => rmse === null)).toEqual([false, false, false, true]);
    expect(noisy[2]!.rmse! < 0.5 * noisy[0]!.rmse!).toBe(true);
    // Without noise Euler–Maruyama is Euler, whose error on the anchor is 8e-2; the finer path is off by 2e-5 only.
    const [still] = await run({ ...flags, noise: 'none' });
    const [euler] = await run({ solvers: 'euler', steps: 32 });
    expect(Math.abs(still!.rmse! - euler!.rmse!)).toBeLessThan(1e-3 * euler!.rmse!);
    const singles = await run({ ...flags, dtype: 'float32-compensated' });
    for (const { status, reason } of singles)
      expect([status, reason]).toEqual(['skipped', expect.stringMatching(/carries no rounding/)]);
  });

  it('of every profile end at t = 1, also of the one that steps over it', async () => {
    for (const profile of ['flowproof', 'scipy', 'torchdiffeq', 'diffrax']) {
      const metrics = ['pathRmse', 'logDensity'];
      const [row] = await run({ solvers: 'dopri5', steps: [], tolerances: 1e-5, profile, metrics });
      expect(row).toMatchObject({ status: 'ok', reason: null });
      for (const error of [row!.rmse!, row!.metrics.pathRmse!, row!.metrics.logDensity!]) {
        expect(error > 0 && error < 1e-2).toBe(true);
      }
    }
  });

  it('are there: a benchmark of nothing is refused', async () => {
    await expect(run({ solvers: 'euler', steps: [] })).rejects.toThrow(
      /steps: expected a step count, or a tolerance/,
    );
  });

  it('take their seconds from the clock', async () => {
    let time = 0;
    const rows = await benchmark(
      { problems: [anchor], solvers: 'euler', steps: 2, tolerances: [], dtype: 'float64' },
      { repeats: 4, budget: 9, now: () => (time += 0.5) },
    );
    expect(rows[0]).toMatchObject({ seconds: 0.5, secondsIqr: 0 });
  });
});

describe('a cell whose field misbehaves', () => {
  const settings: CellSettings = defaultConfig;
  const cell: Cell = {
    problem: 0,
    solver: 'rk4',
    grid: { kind: 'uniform' },
    dtype: 'float64',
    steps: 4,
    tolerance: null,
  };
  const ends = { start: Float64Array.of(1), truth: Float64Array.of(1), radius: 0 };
  const withVelocity = (velocity: RunnableProblem['velocity']): RunnableProblem => {
    const truth = () => ({ states: ends.truth, radius: 0, from: 'nowhere' });
    return { name: 'x', dim: 1, velocity, schedule: null, field: null, start: ends.start, truth };
  };
  const result = (velocity: RunnableProblem['velocity'], more: Partial<Cell> = {}) =>
    runCell(withVelocity(velocity), ends, { ...cell, ...more }, settings, { repeats: 1, budget: 0 }, () => 0);

  it.each<[string, RunnableProblem['velocity'], RegExp]>([
    [
      'throws',
      () => {
        throw new TypeError('no\nway');
      },
      /^TypeError: no$/,
    ],
    [
      'throws a text',
      () => {
        throw 'nothing';
      },
      /^nothing$/,
    ],
    ['answers NaN', (_t, _x, out) => void out.fill(Number.NaN), /step 1 of 4/],
    ['explodes', (_t, x, out) => void (out[0] = x[0]! * x[0]! * 1e200), /finite state/],
    ['writes nothing', () => {}, /write every element/],
  ])('%s fails with a reason', (_, velocity, reason) => {
    const row = result(velocity);
    expect(row).toMatchObject({ status: 'failed', rmse: null, nfe: null, seconds: null });
    expect(row.reason).toMatch(reason);
  });

  it('fails with a tolerance, too, without hanging', () => {
    const adaptive = { solver: 'dopri5', steps: null, grid: null, tolerance: 1e-6 };
    expect(result((_t, _x, out) => void out.fill(Number.NaN), adaptive).status).toBe('failed');
    const steep = result((t, _x, out) => void (out[0] = t < 0.5 ? 1 : Number.NaN), adaptive);
    expect(steep).toMatchObject({ status: 'step-limit', rmse: null });
    expect(steep.reason).toMatch(/t = 0\.[45]/);
  });

  it('only in float32 still has its float64 row', () => {
    const row = result((_t, x, out) => {
      if (x instanceof Float32Array) throw new Error('no singles');
      out[0] = 0;
    });
    expect(row).toMatchObject({ status: 'ok', rmse: 0 });
    expect(row.floor! > 0).toBe(true);
  });
});

describe('a problem without a truth', () => {
  it('is rows with the reason', async () => {
    // A pole of the marginal field at t = 1: a point mass.
    const point = {
      kind: 'flow',
      target: {
        kind: 'gaussian-mixture',
        weights: [0.5, 0.5],
        means: [
          [-1, 0],
          [1, 1],
        ],
        stds: [0, 0],
      },
      schedule: { kind: 'cond-ot' },
      start: { kind: 'normal', count: 2 },
    };
    const rows = await run({ problems: [point], solvers: ['euler', 'heun'], steps: 4 });
    expect(rows.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(rows[0]!.reason).toMatch(/^no truth: t = 1: expected positive widths/);
  });

  it('in a module is for the command line', async () => {
    await expect(run({ problems: [{ kind: 'module', url: 'file:///x.mjs' }] })).rejects.toThrow(
      /flowproof solvers --field/,
    );
  });
});
