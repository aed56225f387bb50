/**
 * A cell of a stochastic solver. It has no one end: its error is the strong one, against the path that the same Brownian motion drives
 * (brownian-motion.ts). EDM churn draws noise of its own, which belongs to no such path; what it and all others are worth as samples,
 * metrics say. All noise is drawn before the clock runs.
 */
import type { FloatArray } from '../array/float-array.ts';
import {
  churnFor,
  edmChurn,
  type MarginalDiffusion,
  marginalDiffusion,
  normalNoise,
  type StochasticTableau,
  solveStochastic,
} from '../diffusion/index.ts';
import { stateError } from '../metrics/index.ts';
import { key } from '../random/index.ts';
import type { GridSpec } from '../solvers/grids/grid-spec.ts';
import { gridTimes } from '../solvers/index.ts';
import { type BrownianMotion, brownianMotion, seenBy } from './brownian-motion.ts';
import type { CellRun, Ends } from './cell-result.ts';
import type { CellSettings } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';
import { sampleMetricsOf } from './sample-metrics-of.ts';
import { stochasticTableau } from './solver-table.ts';

/** The stream of the noise of churn. */
const STREAM = 402;

/** A cell, or the reason why this problem has none. `motion`: where it is known already. */
export function stochasticRun(
  problem: RunnableProblem,
  name: string,
  ends: Ends,
  cell: Cell,
  settings: CellSettings,
  motion?: BrownianMotion,
): CellRun | string {
  const { schedule } = problem;
  if (schedule === null) return `${name} needs the schedule of a flow, and this problem has none`;
  if (cell.dtype === 'float32-compensated') return `${name} carries no rounding errors along`;
  const x0: FloatArray = cell.dtype === 'float64' ? ends.start : new Float32Array(ends.start);
  const grid = gridTimes(cell.grid!, cell.steps!, schedule);
  const made = { problem, x0, grid, settings };
  const tableau = stochasticTableau(name);
  return tableau
    ? diffusionRun(made, tableau, motion ?? motionOf(problem, cell.grid!, settings))
    : churnRun(made);
}

interface Made {
  readonly problem: RunnableProblem;
  readonly x0: FloatArray;
  readonly grid: Float64Array;
  readonly settings: CellSettings;
}

function processOf(
  { dim, velocity, schedule, field }: RunnableProblem,
  { noise }: Pick<CellSettings, 'noise'>,
): MarginalDiffusion {
  return marginalDiffusion(field ?? { dim, velocity, schedule: schedule! }, { noise });
}

/** The Brownian motion that all cells of a problem with a schedule share on the grids of one kind. */
export function motionOf(
  problem: RunnableProblem,
  grid: GridSpec,
  settings: Pick<CellSettings, 'steps' | 'noise' | 'seed'>,
): BrownianMotion {
  return brownianMotion(problem, processOf(problem, settings), grid, settings);
}

function diffusionRun(
  { problem, x0, grid, settings }: Made,
  solver: StochasticTableau,
  motion: BrownianMotion,
): CellRun {
  const { dim } = problem;
  const process = processOf(problem, settings);
  const seen = seenBy(grid, motion);
  const noise = (step: number, draw: number, first: number, out: FloatArray): void => {
    const begin = (2 * step + draw) * x0.length + first;
    out.set(seen.subarray(begin, begin + out.length));
  };
  return {
    run: () => ({ ...solveStochastic(process, x0, { dim, solver, grid, noise }), unfinished: null }),
    judge({ x }) {
      const { rmse, max } = stateError(x, motion.end, dim);
      return { rmse, max, floor: null, metrics: sampleMetricsOf(settings, problem, x) };
    },
  };
}

function churnRun({ problem, x0, grid, settings }: Made): CellRun {
  const { dim, velocity, schedule, field } = problem;
  const { churn, seed } = settings;
  const solver = field ? churnFor(field, { churn }) : edmChurn({ schedule: schedule!, churn });
  const source = normalNoise(key(seed, STREAM));
  const noise = new Float64Array((grid.length - 1) * x0.length);
  for (let step = 0; step < grid.length - 1; step++) {
    source(step, 0, 0, noise.subarray(step * x0.length, (step + 1) * x0.length));
  }
  return {
    run: () => ({
      ...solveStochastic({ dim, velocity }, x0, { dim, solver, grid, noise }),
      unfinished: null,
    }),
    judge: ({ x }) => ({
      rmse: null,
      max: null,
      floor: null,
      metrics: sampleMetricsOf(settings, problem, x),
      reason: 'no error: churn draws noise of its own, which no path to compare with has seen',
    }),
  };
}
