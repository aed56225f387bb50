/** What a configuration leaves out. */
import { namedProblem } from '../problems/index.ts';
import type { BenchmarkConfig } from './config.ts';
import { solverTable } from './solver-table.ts';

export const defaultConfig: BenchmarkConfig = {
  problems: [namedProblem('anchor')],
  solvers: solverTable.map((entry) => entry.name),
  steps: [8, 16, 32, 64, 128, 256],
  tolerances: [],
  grids: [{ kind: 'uniform' }],
  dtypes: ['float64'],
  profile: 'flowproof',
  control: 'batch',
  maxSteps: 10_000,
  noise: { kind: 'pole-free' },
  churn: 1,
  metrics: [],
  seed: 0,
};
