/** Work on all cores over shared memory, with the same bits for any number of threads. */
export type { RunOptions } from './engine.ts';
export { type EvaluateOptions, evaluateField } from './evaluate-field.ts';
export { buildField, type FieldSpec, type LearnedFieldSpec, type ModuleFieldSpec } from './field-spec.ts';
export type { Quantity } from './handlers/field.ts';
export { createPool, type PoolOptions, type WorkerPool } from './pool.ts';
export { poolExecutor } from './pool-executor.ts';
export { type ParallelSolveOptions, solveParallel } from './solve-parallel.ts';
