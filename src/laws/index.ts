/**
 * The laws: properties of schedules, paths, fields, losses, networks, solvers, densities and couplings, for fast-check and for
 * any test runner. Needs the peer dependency fast-check.
 *
 * @module
 */

export * from './arbitraries/index.ts';
export * from './boundary/index.ts';
export * from './continuity/index.ts';
export * from './conversions/index.ts';
export * from './core/index.ts';
export * from './coupling/index.ts';
export * from './determinism/index.ts';
export * from './diffusion/index.ts';
export * from './flow-map/index.ts';
export * from './likelihood/index.ts';
export * from './marginalization/index.ts';
export * from './matching/index.ts';
export * from './network/index.ts';
export type { Mistake } from './power/mistake.ts';
export * from './registry.ts';
export * from './schedule/index.ts';
export * from './solver/index.ts';
