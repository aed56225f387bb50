/** Rows of stochastic solvers: one Brownian motion for all of a problem, the same in whichever order cells run, and what they say. */
import { describe, expect, it } from 'vitest';
import { brownianMotion, seenBy } from '../../src/benchmark/brownian-motion.ts';
import { cellsOf } from '../../src/benchmark/cells.ts';
import { checkConfig } from '../../src/benchmark/check-config.ts';
import { benchmark, type Row } from '../../src/benchmark/index.ts';
import { runCell } from '../../src/benchmark/run-cell.ts';
import { marginalDiffusion } from '../../src/diffusion/index.ts';
import { type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';
import { gridTimes } from '../../src/solvers/index.ts';

/** A rotated Gaussian in two dimensions: no watershed, so few rows tell. */
const gaussian: ProblemSpec = {
  kind: 'flow',
  target: {
    kind: 'gaussian-mixture',
    weights: [1],
    means: [[1, -1]],
    covariances: [
      [
        [0.5, 0.3],
        [0.3, 0.4],
      ],
    ],
  },
  schedule: { kind: 'cond-ot' },
  start: { kind: 'normal', count: 40 },
};
const once = { repeats: 1, now: () => 0 };
const run = (config: object): Promise<Row[]> =>
  benchmark({ problems: [gaussian], tolerances: [], dtype: 'float64', ...config }, once);

describe('the Brownian motion of a problem', () => {
  const problem = problemFromSpec(gaussian);
  const process = marginalDiffusion(problem.field!, { noise: 'sigma' });
  const settings = { steps: [6, 4], noise: { kind: 'sigma' }, seed: 3 } as const;

  it.each(['uniform', 'log-snr'] as const)(
    'leads all step counts of the grid %s to the same place',
    (kind) => {
      const motion = brownianMotion(problem, process, { kind }, settings);
      const size = problem.start.length;
      const ends = settings.steps.map((steps) => {
        const grid = gridTimes({ kind }, steps, problem.schedule!);
        const seen = seenBy(grid, motion);
        return problem.start.map((_, i) => {
          let b = 0;
          for (let k = 0; k < steps; k++) b += Math.sqrt(grid[k + 1]! - grid[k]!) * seen[2 * size * k + i]!;
          return b;
        });
      });
      ends[0]!.forEach((b, i) => {
        // Sums of ten roundings of numbers below 4.
        expect(Math.abs(b - ends[1]![i]!)).toBeLessThanOrEqual(1e-14);
      });
      // Not all at nought.
      expect(Math.max(...ends[0]!) > 1).toBe(true);
    },
  );

  it('is another with another seed', () => {
    const one = brownianMotion(problem, process, { kind: 'uniform' }, settings);
    const other = brownianMotion(problem, process, { kind: 'uniform' }, { ...settings, seed: 4 });
    expect(other.end).not.toEqual(one.end);
    expect(other.noise).not.toEqual(one.noise);
  });
});

describe('rows of stochastic solvers', () => {
  it('are the same from the last cell to the first, each with a problem of its own', async () => {
    const config = { solvers: ['sra1', 'edm-churn'], steps: [3, 4] };
    const checked = checkConfig({ problems: [gaussian], tolerances: [], dtype: 'float64', ...config });
    const rows = await run(config);
    const cells = cellsOf(checked);
    for (const i of [...cells.keys()].reverse()) {
      const problem = problemFromSpec(gaussian);
      const { states: truth, radius } = problem.truth([1]);
      const ends = { start: problem.start, truth, radius };
      const alone = runCell(problem, ends, cells[i]!, checked, { repeats: 1, budget: 0 }, once.now);
      const { nfe, rmse, max, status } = rows[i]!;
      expect(alone).toMatchObject({ nfe, rmse, max, status });
    }
  });

  it('have strong errors that fall at the orders of the solvers', async () => {
    const solvers = ['euler-maruyama', 'stochastic-heun', 'sra1'];
    const rows = await run({ solvers, steps: [16, 32, 64], noise: 'sigma-squared' });
    // SRA1 is of order 2 where the drift is linear. With seeds 0 to 5 the slopes from 16 to 64 lie within 0.2 of these.
    [1, 1, 2].forEach((order, i) => {
      const slope = Math.log2(rows[3 * i]!.rmse! / rows[3 * i + 2]!.rmse!) / 2;
      expect(Math.abs(slope - order)).toBeLessThanOrEqual(0.25);
    });
  });

  it('of a count too fine for its grid fail by themselves', async () => {
    // The time before the last is 1 − N⁻²⁰: 1 − 4⁻²⁰, and with 8⁻²⁰ = 2⁻⁶⁰ it is 1 itself in float64.
    const rows = await run({ solvers: 'sra1', steps: [4, 8], grid: { kind: 'beta', alpha: 1, beta: 0.05 } });
    expect(rows.map(({ status }) => status)).toEqual(['ok', 'failed']);
    expect(rows[1]!.reason).toMatch(/times that differ/);
  });

  it('have no slopes: few rows make most of an error', async () => {
    const rows = await run({ solvers: ['euler-maruyama', 'euler'], steps: [8, 16, 32] });
    expect(rows.map(({ slope }) => slope === null)).toEqual([true, true, true, true, false, false]);
    expect(rows.map(({ slopeWindow }) => slopeWindow === null).slice(0, 3)).toEqual([true, true, true]);
  });

  it('of churn say why they have no error', async () => {
    const [churn, maruyama] = await run({ solvers: ['edm-churn', 'euler-maruyama'], steps: [8] });
    expect(churn).toMatchObject({
      status: 'ok',
      rmse: null,
      max: null,
      reason: expect.stringMatching(/no error/),
    });
    expect(maruyama).toMatchObject({ status: 'ok', reason: null });
  });
});
