/**
 * The part of flowproof that a page needs to train, sample and follow exact fields, small enough to be loaded as it is, without a bundler
 * that drops what is not used: no more than 60 kB compressed. `flowproof` has all of it, and the rest.
 *
 * @module
 */
export { allocate, type Dtype, type FloatArray } from './array/float-array.ts';
export { denseMatrix, type FloatNdArray, toNdArray } from './array/ndarray.ts';
export * from './errors.ts';
export { fieldFromSpec } from './fields/field-spec.ts';
export { type LearnedField, type LearnedFieldOptions, learnedField } from './fields/learned-field.ts';
export {
  type MarginalField,
  type MarginalFieldOptions,
  type MarginalFieldSpec,
  marginalField,
} from './fields/marginal-field.ts';
export type { VectorField } from './fields/vector-field.ts';
export * from './kernels/choice.ts';
export * from './losses/index.ts';
export * from './nn/index.ts';
export * from './random/index.ts';
export { condOT } from './schedules/cond-ot.ts';
export { cosine } from './schedules/cosine.ts';
export { linearVP } from './schedules/linear-vp.ts';
export { ot } from './schedules/ot.ts';
export { polynomial } from './schedules/polynomial.ts';
export type { Schedule, ScheduleSpec } from './schedules/schedule.ts';
export { scheduleFromSpec } from './schedules/spec.ts';
export { ve } from './schedules/ve.ts';
export { vp } from './schedules/vp.ts';
export { euler } from './solvers/euler.ts';
export { heun } from './solvers/heun.ts';
export { midpoint } from './solvers/midpoint.ts';
export { rk4 } from './solvers/rk4.ts';
export { type Solution, type SolvableField, type SolveOptions, solve } from './solvers/solve.ts';
export type { Solver } from './solvers/solver.ts';
export * from './targets/index.ts';
export * from './training/index.ts';
