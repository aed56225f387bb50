/** Solver error against step count: a benchmark as data. */
export { type BenchmarkOptions, benchmark } from './benchmark.ts';
export type { CellSettings } from './cell-settings.ts';
export type { BenchmarkConfig, BenchmarkProblem, ModuleProblem, SolverChoice, Timing } from './config.ts';
export type { MetricName } from './metric-names.ts';
export type { Row, RowDtype, RowStatus, SlopeWindow } from './row.ts';
export { type SolverEntry, type SolverFamily, solverTable } from './solver-table.ts';
