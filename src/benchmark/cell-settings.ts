/** What all cells of a benchmark share: its configuration without the lists that make the product. */
import type { NoiseSpec } from '../diffusion/index.ts';
import type { ProfileName } from '../solvers/index.ts';
import type { MetricName } from './metric-names.ts';

/** Rules of runs with tolerances. */
export interface Control {
  /** Whose rules of step-size control. */
  readonly profile: ProfileName;
  /** One grid for the whole batch, or one for every row. */
  readonly control: 'batch' | 'sample';
  /** Steps of a run with a tolerance, accepted and rejected, after which it gives up. */
  readonly maxSteps: number;
}

export interface CellSettings extends Control {
  /** Step counts of solvers with fixed steps; all of them see one Brownian motion. */
  readonly steps: readonly number[];
  /** w(t) of the stochastic solvers, all of which keep the marginals. */
  readonly noise: NoiseSpec;
  /** S_churn of EDM churn. */
  readonly churn: number;
  /** Metrics beside the error at the end. */
  readonly metrics: readonly MetricName[];
  /** Of Brownian motions, and of the samples that metrics draw. */
  readonly seed: number;
}
