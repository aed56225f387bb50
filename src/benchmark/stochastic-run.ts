/**
 * A cell of a stochastic solver. It has no one end: its error is the strong one, against a path of the same Brownian motion with steps
 * REFINEMENT times finer by SRA1, in float64. EDM churn draws noise of its own, which belongs to no such path; what it and all others are
 * worth as samples, metrics say.
 */
import type { FloatArray } from '../array/float-array.ts';
import {
  churnFor,
  coarsenNoise,
  edmChurn,
  eulerMaruyama,
  marginalDiffusion,
  normalNoise,
  type StochasticSolver,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../diffusion/index.ts';
import { stateError } from '../metrics/index.ts';
import { key } from '../random/index.ts';
import { gridTimes } from '../solvers/index.ts';
import type { CellRun, Ends } from './cell-result.ts';
import type { CellSettings } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';
import { sampleMetricsOf } from './sample-metrics-of.ts';

/** At strong order 3/2, the error of the finer path is a 22nd of that of SRA1 itself. */
const REFINEMENT = 8;

/** The stream of Brownian motions. */
const STREAM = 402;

const BY_NAME: Readonly<Record<string, StochasticSolver>> = {
  'euler-maruyama': eulerMaruyama,
  'stochastic-heun': stochasticHeun,
  sra1,
};

/** A cell, or the reason why this problem has none. */
export function stochasticRun(
  problem: RunnableProblem,
  name: string,
  ends: Ends,
  cell: Cell,
  settings: CellSettings,
): CellRun | string {
  const { dim, schedule, field, velocity } = problem;
  if (schedule === null) return `${name} needs the schedule of a flow, and this problem has none`;
  if (cell.dtype === 'float32-compensated') return `${name} carries no rounding errors along`;
  const x0: FloatArray = cell.dtype === 'float64' ? ends.start : new Float32Array(ends.start);
  const grid = gridTimes(cell.grid!, cell.steps!, schedule);
  const { noise, churn, seed } = settings;
  const motion = key(seed, STREAM);
  const metrics = (x: FloatArray): Record<string, number | null> => sampleMetricsOf(settings, problem, x);
  if (name === 'edm-churn') {
    const solver = field ? churnFor(field, { churn }) : edmChurn({ schedule, churn });
    return {
      run: () => ({
        ...solveStochastic({ dim, velocity }, x0, { dim, solver, grid, key: motion }),
        unfinished: null,
      }),
      judge: ({ x }) => ({ rmse: null, max: null, floor: null, metrics: metrics(x) }),
    };
  }
  const solver = BY_NAME[name]!;
  const process = marginalDiffusion(field ?? { dim, velocity, schedule }, { noise });
  const size = x0.length;
  const fine = brownianMotion(motion, cell.steps! * REFINEMENT, size);
  const coarse = coarsenNoise(fine, size, REFINEMENT);
  return {
    run: () => ({
      ...solveStochastic(process, x0, {
        dim,
        solver,
        grid,
        // Of two draws for each step, the first is the increment.
        noise: (step, draw, first, out) => {
          const begin = (2 * step + draw) * size + first;
          out.set(coarse.subarray(begin, begin + out.length));
        },
      }),
      unfinished: null,
    }),
    judge({ x }) {
      const path = { dim, solver: sra1, grid: refined(grid), noise: fine };
      const { rmse, max } = stateError(x, solveStochastic(process, ends.start, path).x, dim);
      return { rmse, max, floor: null, metrics: metrics(x) };
    },
  };
}

/** Two normal numbers for each step and coordinate, [steps, 2, size]. */
function brownianMotion(motion: ReturnType<typeof key>, steps: number, size: number): Float64Array {
  const source = normalNoise(motion);
  const out = new Float64Array(2 * steps * size);
  for (let i = 0; i < 2 * steps; i++) source(i >> 1, i & 1, 0, out.subarray(i * size, (i + 1) * size));
  return out;
}

/** Each step in {@link REFINEMENT} equal ones. */
function refined(grid: Float64Array): Float64Array {
  return Float64Array.from({ length: (grid.length - 1) * REFINEMENT + 1 }, (_, i) => {
    const step = Math.floor(i / REFINEMENT);
    const [from, to] = [grid[step]!, grid[step + 1] ?? 1];
    return from + ((to - from) * (i % REFINEMENT)) / REFINEMENT;
  });
}
