/**
 * Error of Euler, Heun and RK4 on exact fields at doubling step counts, in float64 and float32.
 *
 * On the line the truth is the map of distribution functions (fields/cdf-map.ts). In more dimensions it is RK4 with many
 * steps, whose own error is estimated from half as many: e ≈ ‖x_N − x_{N/2}‖ / 15.
 */
import { cdfMap, type MarginalField, marginalField } from '../../fields/index.ts';
import { normalQuantile } from '../../math/index.ts';
import type { WorkerPool } from '../../parallel/index.ts';
import { key, normalInto } from '../../random/index.ts';
import type { SolverErrors, SolverErrorsSection } from '../../report/index.ts';
import { condOT } from '../../schedules/index.ts';
import { euler, heun, rk4, type Tableau } from '../../solvers/index.ts';
import { gaussianMixture } from '../../targets/index.ts';
import type { ExactTarget } from './exact-target.ts';
import { solveBlocks } from './solve-blocks.ts';

const METHODS: readonly { readonly solver: Tableau; readonly name: string; readonly order: number }[] = [
  { solver: euler, name: 'Euler', order: 1 },
  { solver: heun, name: 'Heun', order: 2 },
  { solver: rk4, name: 'RK4', order: 4 },
];

const norm = (to: number): string => `root mean square error at t = ${to}`;

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
    norm: norm(1),
    arithmetics: await bothArithmetics(pool, { field, start: quantiles, to: 1, truth, steps }, signal),
  };
}

/**
 * The field of the exact target under the schedule of the run, from `rows` draws of its noise. Where the density of the
 * data has edges, the exact field at t = 1 has no value beyond them, and a solver's stage may lie there: such a field is
 * solved up to t = 0.95.
 */
export async function targetErrors(
  pool: WorkerPool,
  field: MarginalField,
  { meaning, target }: ExactTarget,
  { rows, seed }: { readonly rows: number; readonly seed: number },
  signal: AbortSignal,
): Promise<SolverErrorsSection> {
  const { dim, schedule } = field;
  const to = target.kind === 'gaussian-mixture' ? 1 : 0.95;
  // Starting points that are float32 numbers, so that both arithmetics solve the same problem.
  const start32 = new Float32Array(rows * dim);
  normalInto(key(seed, 102), 0, start32);
  const start = Float64Array.from(start32.map((z) => z * schedule.sigma(0)));
  const session = pool.session();
  const reference = async (count: number): Promise<Float64Array> => {
    const request = { x0: start, dim, solver: rk4, steps: count, to, session, signal };
    return (await solveBlocks(pool, field.spec!, request)).x as Float64Array;
  };
  const coarse = await reference(256);
  const fine = await reference(512);
  await pool.release(session);
  const uncertainty = rootMeanSquare(fine, coarse) / 15;
  const steps = [4, 8, 16, 32, 64, 128];
  return {
    note: `The truth is RK4 with 512 steps; its own error is about ${uncertainty.toExponential(1)}.`,
    problem: `${meaning}; ${rows} starting points`,
    norm: norm(to),
    arithmetics: await bothArithmetics(pool, { field, start, to, truth: () => fine, steps }, signal),
  };
}

interface Problem {
  readonly field: MarginalField;
  readonly start: Float64Array;
  readonly to: number;
  readonly truth: (start: Float64Array) => Float64Array;
  readonly steps: readonly number[];
}

async function bothArithmetics(
  pool: WorkerPool,
  { field, start, to, truth, steps }: Problem,
  signal: AbortSignal,
): Promise<SolverErrors[]> {
  const session = pool.session();
  const results: SolverErrors[] = [];
  for (const dtype of ['float64', 'float32'] as const) {
    const x0 = dtype === 'float64' ? start : new Float32Array(start);
    const exact = truth(Float64Array.from(x0));
    const solvers = [];
    for (const { solver, name, order } of METHODS) {
      const points = [];
      for (const count of steps) {
        const request = { x0, dim: field.dim, solver, steps: count, to, session, signal };
        const { x, nfe } = await solveBlocks(pool, field.spec!, request);
        const error = rootMeanSquare(x, exact);
        points.push({ steps: count, evaluations: nfe, error: Number.isFinite(error) ? error : null });
      }
      solvers.push({ name, order, points });
    }
    results.push({ dtype, solvers });
  }
  await pool.release(session);
  return results;
}

function rootMeanSquare(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i]! - y[i]!) * (x[i]! - y[i]!);
  return Math.sqrt(squares / x.length);
}
