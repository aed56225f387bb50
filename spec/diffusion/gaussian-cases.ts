/** Gaussian problems for moment recursions, and the exact ensemble of a solver on an affine problem. */
import type { FloatArray } from '../../src/array/float-array.ts';
import {
  churnFor,
  type GaussianDiffusion,
  gaussianDiffusion,
  type Moments,
  marginalDiffusion,
  type NoiseInput,
  type SolveStochasticOptions,
  type StochasticSolver,
  solveStochastic,
} from '../../src/diffusion/index.ts';
import { type GaussianSourceSpec, type MarginalField, marginalField } from '../../src/fields/index.ts';
import { condOT, cosine, type Schedule, ve, vp } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

export interface GaussianCase {
  readonly name: string;
  readonly process: GaussianDiffusion;
  /** The same path without noise, for churn. */
  readonly flow: GaussianDiffusion;
  readonly field: MarginalField;
  readonly noise: NoiseInput;
}

function gaussianCase(
  name: string,
  schedule: Schedule,
  noise: NoiseInput,
  mean: number[],
  covariance: number[][],
  source?: GaussianSourceSpec,
): GaussianCase {
  const options = { schedule, mean, covariance: covariance.flat(), ...(source && { source }) };
  const target = gaussianMixture({ means: [mean], covariances: [covariance] });
  return {
    name,
    noise,
    process: gaussianDiffusion({ ...options, noise }),
    flow: gaussianDiffusion({ ...options, noise: 'none' }),
    field: marginalField({ schedule, target, ...(source && { source }) }),
  };
}

const tilted = [
  [0.5, 0.3],
  [0.3, 0.8],
];

/** w smooth and positive up to both ends, where schemes have their full order. */
export const smoothCases: GaussianCase[] = [
  gaussianCase('cond-ot, w = 1', condOT, 1, [1.5], [[0.25]]),
  gaussianCase('cosine, w² = 2 sin²(πt)', cosine, 'sin-squared', [1], [[0.25]]),
  gaussianCase('vp, w = 1 + t', vp({ betaMin: 0.5, betaMax: 4 }), (t) => 1 + t, [-1], [[0.4]]),
  gaussianCase('ve, w² = 2σ²', ve({ sigmaMin: 0.3, sigmaMax: 3 }), 'sigma-squared', [1], [[0.25]]),
  gaussianCase('cond-ot, 2-D, w = 1 − t/2', condOT, (t) => 1 - t / 2, [1, -0.5], tilted),
  // S₀ and S₁ do not commute, so that the drift is not symmetric.
  gaussianCase('cond-ot, 2-D, full source', condOT, 0.75, [1, -0.5], tilted, {
    mean: [0.5, 0],
    covariance: [
      [1, 0.4],
      [0.4, 0.6],
    ],
  }),
];

/** w² ∝ 1 − t on the linear path: w itself is not smooth at the end. */
export const rootCase: GaussianCase = gaussianCase(
  'cond-ot, w² = 2(1 − t)',
  condOT,
  'pole-free',
  [1.5],
  [[0.25]],
);

/** `solver` for a case: churn needs its schedule and source. */
export function solverFor({ field }: GaussianCase, solver: StochasticSolver | 'churn'): StochasticSolver {
  return solver === 'churn' ? churnFor(field, { churn: 1.5 }) : solver;
}

/**
 * Mean and covariance of what the solver itself makes of N(start), at the last time. A solver is an affine function of (x₀, ξ) on an affine
 * problem, so one batch tells all of it: from 0 without noise, from each unit vector, and with each single normal number set to 1.
 */
export function ensemble(
  { field, noise }: GaussianCase,
  solver: StochasticSolver,
  grid: Pick<SolveStochasticOptions, 'steps' | 'grid' | 'from' | 'to'>,
  start: Moments,
  Type: typeof Float32Array | typeof Float64Array = Float64Array,
): Moments {
  const { dim } = field;
  const steps = grid.steps ?? grid.grid!.length - 1;
  const draws = solver.kind === 'edm-churn' || solver.d.length === 1 ? 1 : 2;
  const numbers = steps * draws * dim;
  const rows = 1 + dim + numbers;
  const x0 = new Type(rows * dim);
  for (let j = 0; j < dim; j++) x0[(1 + j) * dim + j] = 1;
  const source = (step: number, draw: number, _first: number, out: FloatArray): void => {
    out.fill(0);
    for (let j = 0; j < dim; j++) out[(1 + dim + (step * draws + draw) * dim + j) * dim + j] = 1;
  };
  const process = solver.kind === 'edm-churn' ? field : marginalDiffusion(field, { noise });
  const { x } = solveStochastic(process, x0, { solver, ...grid, dim, noise: source });
  const column = (k: number): number[] =>
    Array.from({ length: dim }, (_, i) => x[(1 + k) * dim + i]! - x[i]!);
  const mean = Float64Array.from({ length: dim }, (_, i) =>
    start.mean.reduce((sum, m, j) => sum + m * column(j)[i]!, x[i]!),
  );
  const columns = Array.from({ length: dim + numbers }, (_, k) => column(k));
  const covariance = new Float64Array(dim * dim);
  for (let r = 0; r < dim; r++) {
    for (let c = 0; c < dim; c++) {
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        for (let j = 0; j < dim; j++)
          sum += columns[i]![r]! * start.covariance[i * dim + j]! * columns[j]![c]!;
      }
      for (let k = dim; k < columns.length; k++) sum += columns[k]![r]! * columns[k]![c]!;
      covariance[r * dim + c] = sum;
    }
  }
  return { mean, covariance };
}

/** The largest difference of two moments. */
export function momentDistance(a: Moments, b: Moments): number {
  const differences = [
    ...a.mean.map((m, i) => Math.abs(m - b.mean[i]!)),
    ...a.covariance.map((v, i) => Math.abs(v - b.covariance[i]!)),
  ];
  return differences.some((d) => !(d >= 0)) ? Number.NaN : Math.max(...differences);
}
