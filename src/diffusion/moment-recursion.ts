/**
 * Mean and covariance of a stochastic scheme on a linear process, exactly: no sampling, no time step but the scheme's own.
 *
 * On dX = [A(t)X + a(t)] dt + w(t) dB every stage of a step is affine in (X, ΔB, Ā), Ā = ∫(B_s − B_t) ds / h, so the step is
 *
 *   X⁺ = M X + v + P ΔB + Q Ā,   E X⁺ = M E X + v,   Cov X⁺ = M Cov(X) Mᵀ + h PPᵀ + h/2 (PQᵀ + QPᵀ) + h/3 QQᵀ.
 *
 * Held against N(μ_t, V_t) of gaussian-diffusion.ts this gives the weak error of the scheme at any step count, to rounding. A scheme of weak
 * order p has errors O(hᵖ) in both. For churn the noise enters before the step, x̂ = r x + (σ̂ − rσ) m₀ + κ L ξ.
 * Source: Talay & Tubaro, "Expansion of the global error for numerical schemes" (1990), for errors of moments as the measure of weak order.
 */
import { checkLength } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { type ChurnSolver, raise } from '../solvers/stochastic/edm-churn.ts';
import { type StochasticTableau, stochasticMethod } from '../solvers/stochastic/stochastic-tableau.ts';
import { type TimeMeshOptions, timeMesh } from '../solvers/stochastic/time-mesh.ts';
import type { LinearProcess, Moments } from './gaussian-diffusion.ts';

export interface MomentRecursionOptions extends TimeMeshOptions {
  readonly solver: StochasticTableau | ChurnSolver;
  /** Mean and covariance at the first time. */
  readonly start: Moments;
}

/** The moments of a scheme at every grid point. */
export interface MomentRecursion {
  /** [steps + 1]. */
  readonly times: Float64Array;
  /** Moments at those times. */
  readonly moments: readonly Moments[];
}

/**
 * [M | v | P | Q], [dim, 3 dim + 1], row-major: a vector that is affine in X and in two noises of a step.
 */
type Affine = Float64Array;

/**
 * The exact moments of a scheme on a linear process. For churn pass the process without noise (`noise: 'none'`), since it adds its own.
 *
 * ```ts
 * import { condOT, eulerMaruyama, gaussianDiffusion, momentRecursion } from 'flowproof';
 * const process = gaussianDiffusion({ schedule: condOT, mean: [1], covariance: [0.25] });
 * const start = process.moments(0);
 * const error = (steps: number): number => {
 *   const { moments } = momentRecursion(process, { solver: eulerMaruyama, steps, start });
 *   return moments[steps]!.covariance[0]! - 0.25;
 * };
 * console.log((error(512) / error(1024)).toFixed(1)); // 2.0
 * ```
 *
 * @throws {ArgumentError} as `solveStochastic` does, and for churn on a process that has noise of its own.
 * @throws {ShapeError} when the start does not fit the process.
 */
export function momentRecursion(process: LinearProcess, options: MomentRecursionOptions): MomentRecursion {
  const { solver, start } = options;
  const { dim } = process;
  const mesh = timeMesh(options);
  checkLength('start.mean', start.mean, dim);
  checkLength('start.covariance', start.covariance, dim * dim);
  const step =
    solver?.kind === 'edm-churn' ? churnSteps(process, solver, mesh) : tableauSteps(process, solver, mesh);
  const moments: Moments[] = [{ mean: start.mean.slice(), covariance: start.covariance.slice() }];
  for (let i = 0; i < mesh.steps; i++) moments.push(advance(moments[i]!, dim, step(i)));
  return { times: mesh.times, moments };
}

interface StepMap {
  readonly map: Affine;
  /** Covariance of the two noises: var ΔB, their covariance, var Ā. */
  readonly noise: readonly [number, number, number];
}
type Mesh = ReturnType<typeof timeMesh>;

function tableauSteps(
  process: LinearProcess,
  tableau: StochasticTableau,
  mesh: Mesh,
): (i: number) => StepMap {
  const { dim } = process;
  const width = 3 * dim + 1;
  const method = stochasticMethod(tableau);
  const number = ({ p, q }: { p: number; q: number }): number => p / q;
  const w = typeof process.diffusion === 'number' ? () => process.diffusion as number : process.diffusion;
  return (i) => {
    const h = mesh.size(i, 1);
    const slopes: Affine[] = [];
    const levels = method.d.map((d) => w(mesh.time(i, d)));
    const state = (
      by: { stages: readonly number[]; weights: readonly number[]; denominator: number },
      noise: { increment: readonly number[]; mean: readonly number[] },
    ): Affine => {
      const out = identity(dim);
      by.stages.forEach((j, k) => {
        addScaled(out, (h * by.weights[k]!) / by.denominator, slopes[j]!);
      });
      const level = (weights: readonly number[]): number =>
        weights.reduce((sum, weight, j) => sum + weight * levels[j]!, 0);
      for (let r = 0; r < dim; r++) {
        out[r * width + dim + 1 + r]! += level(noise.increment);
        out[r * width + 2 * dim + 1 + r]! += level(noise.mean);
      }
      return out;
    };
    method.c.forEach((c, j) => {
      const at = state(method.inner[j]!, method.innerNoise[j]!);
      slopes.push(slope(process, number(c) === 1 ? mesh.times[i + 1]! : mesh.time(i, c), at));
    });
    return { map: state(method.outer, method.outerNoise), noise: [h, h / 2, h / 3] };
  };
}

function churnSteps(process: LinearProcess, solver: ChurnSolver, mesh: Mesh): (i: number) => StepMap {
  const { diffusion } = process;
  if (typeof diffusion === 'number' ? diffusion !== 0 : mesh.times.some((t) => diffusion(t) !== 0)) {
    throw new ArgumentError({
      argument: 'process',
      expected: 'a process without noise: edm-churn adds its own',
      received: show(diffusion),
      wayOut: "build it with noise: 'none'",
    });
  }
  const { dim } = process;
  const width = 3 * dim + 1;
  return (i) => {
    const end = mesh.times[i + 1]!;
    const up = raise(solver, mesh.steps, mesh.times[i]!);
    const x = identity(dim);
    if (up) {
      for (let r = 0; r < dim; r++) {
        x[r * width + r] = up.r;
        x[r * width + dim] = up.shift * (solver.source?.mean[r] ?? 0);
        for (let j = 0; j < dim; j++) {
          const factor = solver.source ? solver.source.factor[r * dim + j]! : Number(r === j);
          x[r * width + dim + 1 + j] = up.kappa * factor;
        }
      }
    }
    const start = up?.time ?? mesh.times[i]!;
    const h = end - start;
    const first = slope(process, start, x);
    const next = x.slice();
    addScaled(next, h, first);
    const last = solver.lastStep === 'euler' && solver.schedule.sigma(end) === 0;
    if (!last) {
      const second = slope(process, end, next);
      next.set(x);
      addScaled(next, h / 2, first);
      addScaled(next, h / 2, second);
    }
    return { map: next, noise: [1, 0, 0] };
  };
}

function identity(dim: number): Affine {
  const width = 3 * dim + 1;
  const out = new Float64Array(dim * width);
  for (let r = 0; r < dim; r++) out[r * width + r] = 1;
  return out;
}

function addScaled(to: Affine, factor: number, from: Affine): void {
  for (let k = 0; k < to.length; k++) to[k]! += factor * from[k]!;
}

/** A(t) x + a(t). */
function slope(process: LinearProcess, t: number, x: Affine): Affine {
  const { dim } = process;
  const width = 3 * dim + 1;
  const matrix = new Float64Array(dim * dim);
  const offset = new Float64Array(dim);
  process.coefficients(t, matrix, offset);
  const out = new Float64Array(dim * width);
  for (let r = 0; r < dim; r++) {
    for (let j = 0; j < dim; j++) {
      for (let k = 0; k < width; k++) out[r * width + k]! += matrix[r * dim + j]! * x[j * width + k]!;
    }
    out[r * width + dim]! += offset[r]!;
  }
  return out;
}

function advance({ mean, covariance }: Moments, dim: number, { map, noise }: StepMap): Moments {
  const width = 3 * dim + 1;
  const P = dim + 1;
  const Q = 2 * dim + 1;
  const [bb, ba, aa] = noise;
  const at = (r: number, k: number): number => map[r * width + k]!;
  const nextMean = mean.map((_, r) => {
    let sum = at(r, dim);
    for (let j = 0; j < dim; j++) sum += at(r, j) * mean[j]!;
    return sum;
  });
  const next = new Float64Array(dim * dim);
  for (let r = 0; r < dim; r++) {
    for (let c = 0; c <= r; c++) {
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        for (let j = 0; j < dim; j++) sum += at(r, i) * covariance[i * dim + j]! * at(c, j);
        const pr = at(r, P + i);
        const pc = at(c, P + i);
        const qr = at(r, Q + i);
        const qc = at(c, Q + i);
        sum += bb * pr * pc + ba * (pr * qc + qr * pc) + aa * qr * qc;
      }
      next[r * dim + c] = sum;
      next[c * dim + r] = sum;
    }
  }
  return { mean: nextMean, covariance: next };
}
