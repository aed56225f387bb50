/** Configurations: what they mean, and what is said of wrong ones. */
import { describe, expect, it } from 'vitest';
import { cellGrid, cellsOf } from '../../src/benchmark/cells.ts';
import { checkConfig } from '../../src/benchmark/check-config.ts';
import { defaultConfig } from '../../src/benchmark/default-config.ts';
import { isStochastic, solverFor, solverTable, takes } from '../../src/benchmark/solver-table.ts';
import { FlowproofError } from '../../src/errors.ts';
import { condOT } from '../../src/schedules/index.ts';

const target = { kind: 'gaussian-mixture', weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] };
const midpoint = { name: 'mine', order: 2, c: [0, '1/2'], a: [[], [0.5]], b: [0, 1] };

describe('what is left out', () => {
  it('is the default: all solvers, three problems, ten step counts, two dtypes', () => {
    expect(checkConfig({})).toEqual(defaultConfig);
    expect(defaultConfig.solvers).toEqual(solverTable.map(({ name }) => name));
    expect([defaultConfig.problems.length, defaultConfig.steps.length, defaultConfig.dtypes.length]).toEqual([
      3, 10, 2,
    ]);
  });

  it('of a flow: the linear path, 200 quantiles on the line, 64 draws elsewhere', () => {
    expect(checkConfig({ target }).problems).toEqual([
      {
        kind: 'flow',
        target,
        schedule: { kind: 'cond-ot' },
        start: { kind: 'normal-quantiles', count: 200 },
      },
    ]);
    const plane = { kind: 'gaussian-mixture', means: [[1, 2]], weights: [1], stds: [1] };
    expect(checkConfig({ target: plane }).problems[0]).toMatchObject({
      start: { kind: 'normal', count: 64 },
    });
  });
});

describe('forms', () => {
  it('one value is a list of one, and words have numbers', () => {
    const config = checkConfig({
      solvers: 'rk4',
      steps: 8,
      grid: ['shift:3', 'beta:0.5,0.7', { kind: 'edm', rho: 5 }],
      dtype: 'float32',
      noise: 'sigma:0.5',
      schedule: 'cosine',
      target,
      start: 'normal:7,3',
    });
    expect(config).toMatchObject({ solvers: ['rk4'], steps: [8], dtypes: ['float32'] });
    expect(config.noise).toEqual({ kind: 'sigma', strength: 0.5 });
    expect(config.problems[0]).toMatchObject({
      schedule: { kind: 'cosine' },
      start: { kind: 'normal', count: 7, seed: 3 },
    });
    expect(cellsOf(config).map(cellGrid)).toEqual(['shift 3', 'beta alpha 0.5 beta 0.7', 'edm rho 5']);
  });

  it('a tableau is a solver, its numbers read as what they say', () => {
    const [mine] = checkConfig({ solvers: [midpoint] }).solvers;
    expect(mine).toMatchObject({ name: 'mine', c: ['0', '1/2'], a: [[], ['0.5']], b: ['0', '1'] });
  });
});

describe('cells', () => {
  it('are the product: fixed steps for all, tolerances for pairs, each series from coarse to fine', () => {
    const config = checkConfig({
      problems: ['anchor', 'gaussian-2d'],
      solvers: ['euler', 'dopri5'],
      steps: [16, 8],
      tolerances: [1e-6, 1e-3],
      dtypes: ['float64', 'float32'],
      grids: ['uniform', 'cosine'],
    });
    const cells = cellsOf(config);
    expect(cells).toHaveLength(2 * 2 * (2 * 2 * 2 + 2));
    expect(cells.slice(0, 4).map(({ solver, steps }) => [solver, steps])).toEqual([
      ['euler', 8],
      ['euler', 16],
      ['dopri5', 8],
      ['dopri5', 16],
    ]);
    expect(cells.slice(8, 10).map(({ solver, tolerance, grid }) => [solver, tolerance, grid])).toEqual([
      ['dopri5', 1e-3, null],
      ['dopri5', 1e-6, null],
    ]);
  });

  it('of given times have as many steps as these', () => {
    const grid = { kind: 'times', times: [0, 0.5, 0.75, 1] };
    const one = { solvers: ['euler'], problems: ['anchor'] };
    expect(cellsOf(checkConfig({ ...one, grid, steps: [] }))).toMatchObject([
      { steps: 3, dtype: 'float64' },
      { steps: 3, dtype: 'float32' },
    ]);
    const both = { grids: [grid, 'uniform'], steps: [8, 16], dtype: 'float64' };
    expect(cellsOf(checkConfig({ ...one, ...both })).map(({ steps }) => steps)).toEqual([3, 8, 16]);
  });
});

describe('the table of solvers', () => {
  it('has every name once, and each can be made or says why not', () => {
    const names = solverTable.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      if (isStochastic(name)) continue;
      expect(solverFor(name, condOT)).toMatchObject({ name });
      const without = solverFor(name, null);
      expect(typeof without === 'string').toBe(/^(dpm|unipc)/.test(name));
    }
    expect(names.filter((name) => takes(name).tolerances)).toEqual(['bs3', 'dopri5', 'tsit5', 'dop853']);
  });
});

describe('wrong configurations name the place', () => {
  const refusal = (json: unknown): string => {
    try {
      checkConfig(json);
    } catch (error) {
      expect(error).toBeInstanceOf(FlowproofError);
      return (error as Error).message;
    }
    return 'accepted';
  };
  it.each<[unknown, RegExp]>([
    [3, /^configuration: /],
    [[], /^configuration: /],
    [{ stepz: [3] }, /^stepz: expected one of the fields .*steps/],
    [{ steps: [8, 0] }, /^steps\[1\]: .*received 0/],
    [{ steps: [8, -1] }, /^steps\[1\]: /],
    [{ steps: [8, 2.5] }, /^steps\[1\]: /],
    [{ steps: ['8'] }, /^steps\[0\]: .*received "8"/],
    [{ steps: [], tolerances: [1e-3], solvers: 'euler' }, /^steps: expected a step count, or a tolerance/],
    [{ steps: [], tolerances: [] }, /^steps: expected a step count, or a tolerance/],
    [{ steps: 8, grid: { kind: 'times', times: [0, 1] } }, /^steps: expected none beside a grid of times/],
    [{ steps: [8, 16, 8] }, /^steps\[2\]: expected each of them once/],
    [{ steps: Array.from({ length: 1001 }, (_, i) => i + 1) }, /^steps: expected at most 1000/],
    [{ tolerances: [0] }, /^tolerances\[0\]: /],
    [{ tolerances: [1e-3, Number.NaN] }, /^tolerances\[1\]: /],
    [{ solvers: [] }, /^solvers: expected at least one/],
    [{ solvers: ['rk5'] }, /^solvers\[0\]: expected names among euler, .*received "rk5"/],
    [{ solvers: [null] }, /^solvers\[0\]: /],
    [{ solvers: [{ ...midpoint, b: [1, 1] }] }, /^solvers\[0\]\.b: expected weights that sum to 1/],
    [{ solvers: [{ ...midpoint, order: 0 }] }, /^solvers\[0\]\.order: /],
    [{ solvers: [{ ...midpoint, wheels: 4 }] }, /^solvers\[0\]\.wheels: /],
    [{ grid: 'triangular' }, /^grid\.kind: .*received "triangular"/],
    [{ grid: { kind: 'shift', shift: -1 } }, /^grid\.shift: /],
    [{ grid: { kind: 'times', times: [0, 0.5, 2] } }, /^grid\.times/],
    [{ grid: 'uniform', grids: ['uniform'] }, /^grid: expected no grids beside it/],
    [{ dtype: 'float16' }, /^dtype: /],
    [{ dtypes: ['float64', 'double'] }, /^dtypes\[1\]: /],
    [{ problems: ['sphere'] }, /^problems\[0\]: expected names among anchor/],
    [{ problems: ['anchor'], target }, /^target: expected no problems beside it/],
    [{ problems: [{ kind: 'flow' }] }, /^problems\[0\]\./],
    [{ problems: [{ name: '', target }] }, /^problems\[0\]\.name: /],
    [{ schedule: 'cond-ot' }, /^target: .*leave out schedule/],
    [{ target: { ...target, stds: [0.5, -0.5] } }, /std/],
    [{ target: { ...target, means: [[Number.NaN], [1]] } }, /means/],
    [{ target, start: 'normal:0' }, /^start\.count: /],
    [{ target, start: { kind: 'points', points: [[1, 2]] } }, /^start\.points\[0\]: /],
    [{ target, field: 'file:///x.mjs' }, /^field: expected no target/],
    [{ field: './x.mjs' }, /^field: expected the absolute URL/],
    [{ profile: 'matlab' }, /^profile: /],
    [{ control: 'row' }, /^control: /],
    [{ maxSteps: 0 }, /^maxSteps: /],
    [{ noise: 'pink' }, /^noise: expected none, constant, .*received "pink"$/],
    [{ noise: 'sigma:much' }, /^noise\.strength: .*received "much"/],
    [{ noise: 0.7 }, /received 0\.7; w\(t\) = 0\.7 is constant:0\.245$/],
    [{ noise: '0.7' }, /received "0\.7"; w\(t\) = 0\.7 is constant:0\.245$/],
    [{ noise: -0.7 }, /received -0\.7$/],
    [{ noise: { kind: 'sigma', strenght: 1 } }, /^noise\.strenght: /],
    [{ noise: { kind: 'sigma', strength: -1 } }, /^noise\.strength: /],
    [{ churn: -1 }, /^churn: /],
    [{ metrics: ['fid'] }, /^metrics\[0\]: /],
    [{ seed: -1 }, /^seed: /],
  ])('%j', (json, message) => {
    expect(refusal(json)).toMatch(message);
  });
});
