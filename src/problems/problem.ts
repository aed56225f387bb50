/**
 * A problem for solvers: a field on [0, 1], states to start from, and where they truly arrive.
 */
import type { GaussianSourceSpec } from '../fields/gaussian-source.ts';
import type { MarginalField } from '../fields/marginal-field.ts';
import type { MlpConfig } from '../nn/mlp.ts';
import type { Schedule, ScheduleSpec } from '../schedules/schedule.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';
import type { TargetSpec } from '../targets/target.ts';

/** Where to start from, as plain data. */
export type StartSpec =
  /** x₀ = Φ⁻¹((i + ½)/count), i = 0 … count − 1, in the one dimension that there is. */
  | { readonly kind: 'normal-quantiles'; readonly count: number }
  /** Draws of the source. */
  | { readonly kind: 'normal'; readonly count: number; readonly seed?: number }
  /** The rows themselves. */
  | { readonly kind: 'points'; readonly points: readonly (readonly number[])[] };

/** A problem as plain data: sent between threads, read from a file. */
export type ProblemSpec =
  | {
      readonly kind: 'flow';
      readonly name?: string;
      readonly target: TargetSpec;
      readonly schedule: ScheduleSpec;
      readonly source?: GaussianSourceSpec;
      readonly start: StartSpec;
    }
  /** A classic test of ODE solvers, its time rescaled to [0, 1]. */
  | { readonly kind: 'classic'; readonly name: string }
  /** A trained network: its configuration and parameters. */
  | {
      readonly kind: 'network';
      readonly name?: string;
      readonly network: MlpConfig;
      /** A plain list of float32 numbers, as it comes out of JSON, is taken as well. */
      readonly parameters: Float32Array;
      readonly schedule: ScheduleSpec;
      readonly start: StartSpec;
    };

/** The true states, and how true they are. */
export interface Truth {
  /** [times, rows, dim]. */
  readonly states: Float64Array;
  /** The largest error that any of the states may have, as an absolute difference. */
  readonly radius: number;
  /** Where they come from, in words for a table: 'distribution function', 'matrix flow', 'dop853 at 2.5e-14'. */
  readonly from: string;
}

export interface Problem {
  readonly name: string;
  readonly spec: ProblemSpec;
  readonly dim: number;
  /** u(t, x) for t in [0, 1], on [rows, dim] batches of float32 or float64. */
  readonly velocity: VelocityFunction;
  /** The schedule of a flow; null for a classic problem, which diffusion solvers cannot take. */
  readonly schedule: Schedule | null;
  /** The closed-form field with its score and densities, where there is one. */
  readonly field: MarginalField | null;
  /** The states at t = 0, [rows, dim]. */
  readonly start: Float64Array;
  /** The states at ascending times in [0, 1] of the solution through `start`. May be slow, and is remembered by nobody. */
  truth(times: readonly number[]): Truth;
}
