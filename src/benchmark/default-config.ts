/** What a configuration leaves out: all solvers on three flows of growing difficulty, whose truths have three different sources. */
import { namedProblem } from '../problems/index.ts';
import type { BenchmarkConfig, Timing } from './config.ts';
import { solverTable } from './solver-table.ts';

export const defaultConfig: BenchmarkConfig = {
  problems: ['anchor', 'collinear-8d', 'eight-gaussians'].map(namedProblem),
  solvers: solverTable.map(({ name }) => name),
  steps: [4, 6, 8, 12, 16, 24, 32, 48, 64, 96],
  tolerances: [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8],
  grids: [{ kind: 'uniform' }],
  dtypes: ['float64', 'float32'],
  profile: 'flowproof',
  control: 'batch',
  maxSteps: 10_000,
  noise: { kind: 'pole-free' },
  churn: 1,
  metrics: [],
  seed: 0,
};

export const defaultTiming: Timing = { repeats: 5, budget: 0.02 };
