import type { VelocityFunction } from '../solvers/velocity.ts';

/** A time-dependent vector field on ℝᵈ, evaluated on [rows, dim] batches, all rows at one time. */
export interface VectorField {
  readonly dim: number;
  readonly velocity: VelocityFunction;
}
