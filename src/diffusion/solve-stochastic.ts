/**
 * Paths of dX = b(t, X) dt + w(t) dB from `from` to `to`, for a batch [rows, dim].
 *
 * The state has the type of x₀: float32 rounds every operation by itself, float64 is plain; times and coefficients are float64. Noise is
 * an input: numbers of the caller, or those of a key, which depend on (key, step, row, coordinate) alone.
 */
import type { NdArray } from 'ndarray';
import { allocate, checkCount, dtypeOf, type FloatArray, isFloatArray } from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { ArgumentError, show } from '../errors.ts';
import type { Key } from '../random/index.ts';
import { divergence } from '../solvers/integrate.ts';
import { initialState, type SolvableField } from '../solvers/solve.ts';
import type { ChurnSolver } from '../solvers/stochastic/edm-churn.ts';
import { integrateChurn } from '../solvers/stochastic/integrate-churn.ts';
import { integrateTableau } from '../solvers/stochastic/integrate-tableau.ts';
import { type NoiseSource, noiseReader } from '../solvers/stochastic/noise.ts';
import { type StochasticTableau, stochasticMethod } from '../solvers/stochastic/stochastic-tableau.ts';
import { type TimeMeshOptions, timeMesh } from '../solvers/stochastic/time-mesh.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';
import type { DiffusionProcess } from './marginal-diffusion.ts';
import { normalNoise } from './normal-noise.ts';

export type StochasticSolver = StochasticTableau | ChurnSolver;

export interface SolveStochasticOptions extends TimeMeshOptions {
  /** `eulerMaruyama`, `stochasticHeun`, `sra1`, a tableau of your own, or `edmChurn(…)`. */
  readonly solver: StochasticSolver;
  /** Draws the noise; this or `noise`. */
  readonly key?: Key;
  /**
   * The noise itself: a source, or standard normal numbers [steps, draws, rows, dim]; draws is 1, or 2 for `sra1`. Numbers that are not
   * standard normal are used as they are.
   */
  readonly noise?: NoiseSource | FloatArray;
  /** Row of the whole batch at which x₀ begins, when x₀ is a tile of it; default 0. Only a key or a source looks at it. */
  readonly firstRow?: number;
  /** Also return the state at every grid point; default false. */
  readonly path?: boolean;
  /** Columns of a plain buffer x₀; by default those of the process. An ndarray brings its own. */
  readonly dim?: number;
}

export interface StochasticSolution<A> {
  /** The state at the last time, in the form of x₀: [rows, dim]. */
  readonly x: A;
  /** Evaluations of the drift (for churn: of the velocity): calls on the whole batch. */
  readonly nfe: number;
  /** t_0 … t_N, [steps + 1]. */
  readonly times: Float64Array;
  /** Steps taken: all of them, since none of these solvers rejects any. */
  readonly accepted: number;
  readonly rejected: 0;
  /** The states at those times, [steps + 1, rows, dim], when asked for. */
  readonly path?: A;
  /** For churn: t̂ ≤ t of every step, [steps]. */
  readonly raised?: Float64Array;
}

/**
 * Solves a process forward in time, and returns x at the last time. `x0` is not changed; the result has its type and shape.
 *
 * @param process a diffusion process, as `marginalDiffusion` makes it; for `edmChurn` the field itself.
 * @param x0 states at the first time: an ndarray [rows, dim] in any stride, or a buffer with `dim` columns; all finite.
 * @throws {ArgumentError} for steps < 1, times outside [0, 1] or not ascending, neither or both of key and noise, a wrong solver, a negative w.
 * @throws {ShapeError} when x0 or the noise does not fit.
 * @throws {DivergenceError} when the state leaves the finite numbers, naming step, t and row.
 * @example
 * ```ts
 * import { eulerMaruyama, key, solveStochastic } from 'flowproof';
 *
 * // Brownian motion: dX = dB.
 * const process = {
 *   diffusion: 1,
 *   drift: (_t: number, _x: Float32Array | Float64Array, out: Float32Array | Float64Array) => void out.fill(0),
 * };
 * const { x, nfe } = solveStochastic(process, new Float64Array(4), { dim: 1, solver: eulerMaruyama, steps: 8, key: key(1) });
 * console.log(x.length, nfe); // 4 8
 * ```
 */
export function solveStochastic<A extends FloatArray>(
  process: DiffusionProcess | SolvableField | VelocityFunction,
  x0: A,
  options: SolveStochasticOptions,
): StochasticSolution<A>;
export function solveStochastic(
  process: DiffusionProcess | SolvableField | VelocityFunction,
  x0: NdArray<FloatArray>,
  options: SolveStochasticOptions,
): StochasticSolution<FloatNdArray>;
export function solveStochastic(
  process: DiffusionProcess | SolvableField | VelocityFunction,
  x0: FloatArray | NdArray<FloatArray>,
  options: SolveStochasticOptions,
): StochasticSolution<FloatArray> | StochasticSolution<FloatNdArray> {
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError({
      argument: 'options',
      expected: '{ solver, steps, key, … }',
      received: show(options),
    });
  }
  const own = typeof process === 'function' ? undefined : process?.dim;
  const { data, rows, dim } = initialState(x0, options.dim, own);
  const mesh = timeMesh(options);
  const first = checkCount('firstRow', options.firstRow ?? 0) * dim;
  const noise = noiseOf(options);
  const x = data.slice() as FloatArray;
  const states = options.path ? allocate(dtypeOf(x), (mesh.steps + 1) * x.length) : null;
  const record = states && ((step: number, state: FloatArray): void => states.set(state, step * x.length));

  const run = (): {
    nfe: number;
    breakdown: Parameters<typeof divergence>[0] | null;
    raised?: Float64Array;
  } => {
    const { solver } = options;
    if (solver?.kind === 'edm-churn') {
      checkSource(solver, dim);
      const reader = noiseReader(noise, x, mesh.steps, 1, first);
      return integrateChurn(velocityOf(process), x, dim, solver, mesh, reader, record);
    }
    const method = stochasticMethod(solver);
    const reader = noiseReader(noise, x, mesh.steps, method.draws, first);
    return integrateTableau(processOf(process), x, dim, method, mesh, reader, record);
  };
  const { nfe, breakdown, raised } = run();
  if (breakdown) throw divergence(breakdown, mesh.steps);

  const { times, steps } = mesh;
  const rest = { nfe, times, accepted: steps, rejected: 0 as const, ...(raised && { raised }) };
  if (isFloatArray(x0)) return { x, ...rest, ...(states && { path: states }) };
  const path = states && { path: toNdArray(states, [steps + 1, rows, dim]) };
  return { x: toNdArray(x, [rows, dim]), ...rest, ...path };
}

function noiseOf({ key, noise }: SolveStochasticOptions): NoiseSource | FloatArray {
  if ((key === undefined) === (noise === undefined)) {
    throw new ArgumentError({
      argument: 'key',
      expected: 'exactly one of key and noise',
      received: key === undefined ? 'neither' : 'both',
      wayOut: 'pass { key: key(7) } for random paths, or the numbers themselves as noise',
    });
  }
  return key === undefined ? noise! : normalNoise(key);
}

function processOf(process: DiffusionProcess | SolvableField | VelocityFunction): {
  drift: VelocityFunction;
  diffusion: (t: number) => number;
} {
  const { drift, diffusion } = (process ?? {}) as Partial<DiffusionProcess>;
  const known = typeof diffusion === 'number' || typeof diffusion === 'function';
  if (typeof drift !== 'function' || !known) {
    throw new ArgumentError({
      argument: 'process',
      expected: 'a process { drift, diffusion }',
      received: show(process),
      wayOut: 'marginalDiffusion(field, { noise }) makes one from a field',
    });
  }
  const source = process as DiffusionProcess;
  return {
    drift: (t, x, out) => source.drift(t, x, out),
    diffusion: typeof diffusion === 'number' ? (): number => diffusion : (t) => diffusion.call(source, t),
  };
}

function velocityOf(process: DiffusionProcess | SolvableField | VelocityFunction): VelocityFunction {
  if (typeof process === 'function') return process;
  const field = process as SolvableField | null;
  if (typeof field?.velocity !== 'function') {
    throw new ArgumentError({
      argument: 'process',
      expected: 'a field or a velocity function: edm-churn adds its own noise',
      received: show(process),
      wayOut: 'pass the field itself instead of a marginalDiffusion of it',
    });
  }
  return (t, x, out) => field.velocity(t, x, out);
}

function checkSource({ source }: ChurnSolver, dim: number): void {
  if (source && !(source.mean?.length === dim && source.factor?.length === dim * dim)) {
    throw new ArgumentError({
      argument: 'solver.source',
      expected: `mean [${dim}] and factor [${dim}, ${dim}]`,
      received: show(source),
      wayOut: 'churnFor(field, …) takes them from the field',
    });
  }
}
