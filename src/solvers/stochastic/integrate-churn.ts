/** The loop of EDM churn over one batch, in place: raise the noise, then one step of Heun or Euler (edm-churn.ts). */
import { allocate, dtypeOf, type FloatArray } from '../../array/float-array.ts';
import type { Integration } from '../integrate.ts';
import type { VelocityFunction } from '../velocity.ts';
import { firstBreakdown } from './breakdown.ts';
import { type ChurnSolver, type Raise, raise } from './edm-churn.ts';
import type { RecordState } from './integrate-tableau.ts';
import type { NoiseReader } from './noise.ts';
import { noisyCombination, type WeightedStages } from './noisy-combination.ts';
import type { TimeMesh } from './time-mesh.ts';

const EULER: WeightedStages = { stages: [0], weights: [1] };
/** Over half of the step. */
const HEUN: WeightedStages = { stages: [0, 1], weights: [1, 1] };

export interface ChurnIntegration extends Integration {
  /** t̂ of every step, [steps]. */
  readonly raised: Float64Array;
}

/** Integrates `x` in place; `record` sees the state at every grid point, 0 … N. */
export function integrateChurn(
  velocity: VelocityFunction,
  x: FloatArray,
  dim: number,
  solver: ChurnSolver,
  mesh: TimeMesh,
  noise: NoiseReader,
  record: RecordState | null,
): ChurnIntegration {
  const n = x.length;
  const k = allocate(dtypeOf(x), 2 * n);
  k.fill(Number.NaN);
  const first = k.subarray(0, n);
  const second = k.subarray(n);
  const stageState = allocate(dtypeOf(x), n);
  const raised = mesh.times.slice(0, mesh.steps);

  let nfe = 0;
  record?.(0, x);
  for (let step = 0; step < mesh.steps; step++) {
    const end = mesh.times[step + 1]!;
    const up = raise(solver, mesh.steps, mesh.times[step]!);
    if (up) {
      noise.read(step);
      addNoise(x, dim, up, noise.xi, solver.source);
      raised[step] = up.time;
    }
    const start = raised[step]!;
    const whole = start === mesh.times[step]! ? mesh.size(step, 1) : end - start;
    velocity(start, x, first);
    nfe++;
    if (solver.lastStep === 'euler' && solver.schedule.sigma(end) === 0) {
      noisyCombination(x, k, EULER, whole, noise.xi, 0, 0, x);
    } else {
      noisyCombination(x, k, EULER, whole, noise.xi, 0, 0, stageState);
      velocity(end, stageState, second);
      nfe++;
      // Half of a rounded number is exact.
      noisyCombination(x, k, HEUN, whole / 2, noise.xi, 0, 0, x);
    }
    const breakdown = firstBreakdown(x, dim, step, mesh.times);
    if (breakdown) return { nfe, breakdown, raised };
    record?.(step + 1, x);
  }
  return { nfe, breakdown: null, raised };
}

/** x ← r x + (shift m₀ + κ L ξ), row by row, in the arithmetic of x. */
function addNoise(
  x: FloatArray,
  dim: number,
  { r, shift, kappa }: Raise,
  xi: FloatArray,
  source: ChurnSolver['source'],
): void {
  const round = x instanceof Float32Array ? Math.fround : (value: number): number => value;
  const scale = round(r);
  for (let at = 0; at < x.length; at += dim) {
    for (let i = 0; i < dim; i++) {
      let added: number;
      if (source) {
        // Computed in float64 and rounded once: a matrix of the source is no loop that a kernel would have to mirror.
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += source.factor[i * dim + j]! * xi[at + j]!;
        added = round(shift * source.mean[i]! + kappa * sum);
      } else {
        added = round(round(kappa) * xi[at + i]!);
      }
      x[at + i] = round(round(scale * x[at + i]!) + added);
    }
  }
}
