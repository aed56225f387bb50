/**
 * The part of flowproof that a page needs to train, sample and follow exact fields, small enough to be loaded as it is, without a bundler
 * that drops what is not used: no more than 60 kB compressed. `flowproof` has all of it, and the rest.
 *
 * @module
 */
export { allocate, type Dtype, type FloatArray } from './array/float-array.ts';
export { denseMatrix, type FloatNdArray, toNdArray } from './array/ndarray.ts';
export * from './errors.ts';
export { conditionalField } from './fields/conditional-field.ts';
export { fieldFromSpec } from './fields/field-spec.ts';
export { type LearnedField, type LearnedFieldOptions, learnedField } from './fields/learned-field.ts';
export {
  type MarginalField,
  type MarginalFieldOptions,
  type MarginalFieldSpec,
  marginalField,
} from './fields/marginal-field.ts';
export { samplePath, sampleSource } from './fields/sample-path.ts';
export type { VectorField } from './fields/vector-field.ts';
export {
  chooseKernels,
  KERNELS,
  type KernelChoice,
  type KernelReport,
  kernelChoice,
  kernelReport,
} from './kernels/choice.ts';
export * from './losses/index.ts';
export * from './nn/index.ts';
export * from './random/index.ts';
export * from './schedules/index.ts';
export { euler } from './solvers/euler.ts';
export { heun } from './solvers/heun.ts';
export { midpoint } from './solvers/midpoint.ts';
export { rk4 } from './solvers/rk4.ts';
export { type Solution, type SolvableField, type SolveOptions, solve } from './solvers/solve.ts';
export type { Solver } from './solvers/solver.ts';
export * from './targets/index.ts';
export * from './training/index.ts';
