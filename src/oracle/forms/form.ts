/** Forms: other ways to write the same formulas. Their values agree; a backend may use any, each formula of a form by itself too. */
import type { Replacement } from '../formula.ts';

export interface Form {
  /** Group and name, such as `schedule.vp-sigma-from-alpha`. */
  readonly id: string;
  /** The formula, in one line. */
  readonly formula: string;
  /** The operations that it may change the roundings of. */
  readonly operations: readonly string[];
  readonly replace: readonly Replacement[];
}
