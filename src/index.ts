/**
 * The public surface of flowproof that runs anywhere: no file, no thread, no `node:` module. What needs Node (files,
 * data sets, worker threads, reports) is in `flowproof/node`.
 *
 * @module
 */
export {
  allocate,
  type Dtype,
  type FloatArray,
} from './array/float-array.ts';
export { denseMatrix, type FloatNdArray, toNdArray } from './array/ndarray.ts';
export { reduceTree } from './array/reduce-tree.ts';
export { ulpDistance32, ulpDistance64 } from './array/ulp.ts';
export * from './benchmark/index.ts';
export * from './certificates/index.ts';
export {
  type Assignment,
  assign,
  independentCoupling,
  type OptimalCoupling,
  optimalCoupling,
  pairedRows,
  squaredCosts,
} from './couplings/index.ts';
export * from './diffusion/index.ts';
export * from './errors.ts';
export * from './fields/index.ts';
export * from './kernels/choice.ts';
export type { HeapHandle } from './kernels/heap.ts';
export type { WebAssemblyMemory } from './kernels/web-assembly.ts';
export * from './losses/index.ts';
export * from './math/index.ts';
export * from './metrics/index.ts';
export * from './nn/index.ts';
export * from './paths/index.ts';
export * from './problems/index.ts';
export * from './random/index.ts';
export * from './schedules/index.ts';
export * from './solvers/index.ts';
export * from './targets/index.ts';
export * from './training/index.ts';
