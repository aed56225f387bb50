/**
 * The Brownian motion of a problem: one for all step counts of a grid and all solvers, so that their errors are those of the same paths.
 *
 * It is drawn on the times of all step counts and of the finest one's steps cut in REFINEMENT equal parts; every step count sees the
 * increments and means of its own steps. A cell that runs apart from its series, on whichever thread, draws the same motion from the same
 * key. Where it truly leads is the end of the path by SRA1 in float64 on all that was drawn.
 */
import {
  type DiffusionProcess,
  noiseOnGrid,
  normalNoise,
  solveStochastic,
  sra1,
} from '../diffusion/index.ts';
import { ArgumentError } from '../errors.ts';
import { type Key, key } from '../random/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { GridSpec } from '../solvers/grids/grid-spec.ts';
import { gridTimes } from '../solvers/index.ts';
import type { NoiseSource } from '../solvers/stochastic/noise.ts';
import type { CellSettings } from './cell-settings.ts';
import { stepCounts } from './cells.ts';
import type { RunnableProblem } from './config.ts';

/** At strong order 1, the worst of SRA1, the error of the true path is a 16th of that of SRA1 with the finest steps. */
const REFINEMENT = 16;

/** The stream of Brownian motions. */
const STREAM = 403;

export interface BrownianMotion {
  /** The times of all step counts, [steps + 1]. */
  readonly times: Float64Array;
  /** [steps, 2, size]. */
  readonly noise: Float64Array;
  /** Where the process ends on it, [size]. */
  readonly end: Float64Array;
}

/** The last motion of each problem: its cells mostly ask for the same. */
const known = new WeakMap<RunnableProblem, { readonly text: string; readonly motion: BrownianMotion }>();

/** The motion of all cells of `problem` on the grids of one kind. */
export function brownianMotion(
  problem: RunnableProblem,
  process: DiffusionProcess,
  grid: GridSpec,
  { steps, noise, seed }: Pick<CellSettings, 'steps' | 'noise' | 'seed'>,
): BrownianMotion {
  const text = JSON.stringify([grid, steps, noise, seed]);
  const found = known.get(problem);
  if (found?.text === text) return found.motion;
  const grids = gridsOf(grid, steps, problem.schedule!);
  const motion = drawn(problem, process, grids, key(seed, STREAM));
  known.set(problem, { text, motion });
  return motion;
}

/** The motion as the steps of one grid see it, [steps, 2, size]. */
export function seenBy(grid: Float64Array, { times, noise, end }: BrownianMotion): Float64Array {
  return noiseOnGrid(noise, end.length, times, grid);
}

/** The grids of all step counts, the finest last; a count that is too fine for its grid is a failed row, and has no part in this. */
function gridsOf(grid: GridSpec, steps: readonly number[], schedule: Schedule): Float64Array[] {
  return [...stepCounts(grid, steps)]
    .sort((a, b) => a - b)
    .flatMap((count) => {
      try {
        return [gridTimes(grid, count, schedule)];
      } catch (error) {
        if (error instanceof ArgumentError) return [];
        throw error;
      }
    });
}

function drawn(
  { start, dim }: RunnableProblem,
  process: DiffusionProcess,
  grids: readonly Float64Array[],
  motion: Key,
): BrownianMotion {
  const size = start.length;
  const times = union(grids);
  const fine = union([...grids, refined(grids.at(-1)!)]);
  const source = normalNoise(motion);
  const noise = new Float64Array(2 * size * (times.length - 1));
  // The fine steps within one of `times`, as far as they are drawn.
  let step = 0;
  let first = 0;
  let last = fine.indexOf(times[1]!);
  let parts = new Float64Array(2 * size * last);
  const draw: NoiseSource = (n, d, _first, out) => {
    const part = parts.subarray((2 * (n - first) + d) * size, (2 * (n - first) + d + 1) * size);
    source(n, d, 0, part);
    out.set(part);
    if (n < last - 1 || d === 0) return;
    const seen = noiseOnGrid(parts, size, fine.subarray(first, last + 1), times.subarray(step, step + 2));
    noise.set(seen, 2 * size * step);
    step += 1;
    first = last;
    last = fine.indexOf(times[step + 1]!, first);
    parts = new Float64Array(2 * size * Math.max(0, last - first));
  };
  const { x } = solveStochastic(process, start, { dim, solver: sra1, grid: fine, noise: draw });
  return { times, noise, end: x };
}

const union = (grids: readonly Float64Array[]): Float64Array =>
  Float64Array.from(new Set(grids.flatMap((grid) => [...grid]))).sort();

/** Each step in REFINEMENT equal ones. */
function refined(grid: Float64Array): Float64Array {
  return Float64Array.from({ length: (grid.length - 1) * REFINEMENT + 1 }, (_, i) => {
    const step = Math.floor(i / REFINEMENT);
    const [from, to] = [grid[step]!, grid[step + 1] ?? 1];
    return from + ((to - from) * (i % REFINEMENT)) / REFINEMENT;
  });
}
