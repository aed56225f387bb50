/**
 * Error of Euler, Heun and RK4 on exact fields at doubling step counts, in float64 and float32.
 *
 * On the line the truth is the map of distribution functions (fields/cdf-map.ts). In more dimensions it is RK4 with many
 * steps, whose own error is estimated from half as many: e ≈ ‖x_N − x_{N/2}‖ / 15.
 */
import { cdfMap, type MarginalField, marginalField } from '../../fields/index.ts';
import { normalQuantile } from '../../math/index.ts';
import { solveParallel, type WorkerPool } from '../../parallel/index.ts';
import { key, normalInto } from '../../random/index.ts';
import type { SolverErrors, SolverErrorsSection } from '../../report/index.ts';
import { condOT } from '../../schedules/index.ts';
import { euler, heun, rk4, type Tableau } from '../../solvers/index.ts';
import { gaussianMixture } from '../../targets/index.ts';
import type { ExactTarget } from './exact-target.ts';

const METHODS: readonly { readonly solver: Tableau; readonly name: string; readonly order: number }[] = [
  { solver: euler, name: 'Euler', order: 1 },
  { solver: heun, name: 'Heun', order: 2 },
  { solver: rk4, name: 'RK4', order: 4 },
];

const NORM = 'root mean square error at t = 1';

/** The problem with a published table: 0.3·N(−2, ½²) + 0.7·N(1.5, ½²) from 200 normal quantiles, linear path. */
export async function lineErrors(pool: WorkerPool, signal: AbortSignal): Promise<SolverErrorsSection> {
  const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
  const field = marginalField({ schedule: condOT, target });
  const map = cdfMap({ schedule: condOT, target });
  const quantiles = Float64Array.from({ length: 200 }, (_, i) => normalQuantile((i + 0.5) / 200));
  const truth = (start: Float64Array): Float64Array => {
    const ends = new Float64Array(start.length);
    map.map(0, 1, start, ends);
    return ends;
  };
  const steps = [8, 16, 32, 64, 128, 256];
  return {
    problem:
      '0.3·N(−2, ½²) + 0.7·N(1.5, ½²), linear path, from 200 normal quantiles; exact by the distribution function',
    norm: NORM,
    arithmetics: await bothArithmetics(pool, field, quantiles, truth, steps, signal),
  };
}

/** The field of the exact target under the schedule of the run, from `rows` normal draws. */
export async function targetErrors(
  pool: WorkerPool,
  field: MarginalField,
  { meaning }: ExactTarget,
  { rows, seed }: { readonly rows: number; readonly seed: number },
  signal: AbortSignal,
): Promise<SolverErrorsSection> {
  const { dim } = field;
  // Starting points that are float32 numbers, so that both arithmetics solve the same problem.
  const start32 = new Float32Array(rows * dim);
  normalInto(key(seed, 102), 0, start32);
  const start = Float64Array.from(start32);
  const reference = async (steps: number): Promise<Float64Array> =>
    (await solveParallel(pool, field.spec!, start, { solver: rk4, steps, dim, signal })).x;
  const coarse = await reference(512);
  const fine = await reference(1024);
  const uncertainty = rootMeanSquare(fine, coarse) / 15;
  const steps = [4, 8, 16, 32, 64, 128];
  return {
    note: `The truth is RK4 with 1,024 steps; its own error is about ${uncertainty.toExponential(1)}.`,
    problem: `${meaning}; ${rows} starting points`,
    norm: NORM,
    arithmetics: await bothArithmetics(pool, field, start, () => fine, steps, signal),
  };
}

async function bothArithmetics(
  pool: WorkerPool,
  field: MarginalField,
  start: Float64Array,
  truth: (start: Float64Array) => Float64Array,
  steps: readonly number[],
  signal: AbortSignal,
): Promise<SolverErrors[]> {
  const results: SolverErrors[] = [];
  for (const dtype of ['float64', 'float32'] as const) {
    const x0 = dtype === 'float64' ? start : new Float32Array(start);
    const exact = truth(Float64Array.from(x0));
    const solvers = [];
    for (const { solver, name, order } of METHODS) {
      const points = [];
      for (const count of steps) {
        const { x, nfe } = await solveParallel(pool, field.spec!, x0, {
          solver,
          steps: count,
          dim: field.dim,
          signal,
        });
        points.push({ steps: count, evaluations: nfe, error: rootMeanSquare(x, exact) });
      }
      solvers.push({ name, order, points });
    }
    results.push({ dtype, solvers });
  }
  return results;
}

function rootMeanSquare(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i]! - y[i]!) * (x[i]! - y[i]!);
  return Math.sqrt(squares / x.length);
}
