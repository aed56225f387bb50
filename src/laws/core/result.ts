/** The verdict of a law on an object. */
import type { LawInfo } from './law-info.ts';

/**
 * holds: residual ≤ bound in every case. violated: a counterexample was found. refused: the law's assumptions do not hold, so it says
 * nothing. faulty: the object threw, answered NaN or a promise, or wrote too little. Only `holds` is a pass.
 */
export type Status = 'holds' | 'violated' | 'refused' | 'faulty';

/** The smallest case found that the object fails. */
export interface Counterexample {
  /** The case as plain data, for `law(object).at(case)`. */
  readonly case: unknown;
  /** The case in words: 't = 0.25, x₀ = 1, z = 0'. */
  readonly words: string;
  /** JavaScript that measures the law on this case; where the object cannot be written as code, a line says where it goes. */
  readonly snippet: string;
  /** null where the object failed before anything was measured. */
  readonly residual: number | null;
  readonly bound: number | null;
  readonly ratio: number | null;
  /** What was compared there. */
  readonly detail?: string;
}

/** What a law reports on an object after a number of random cases. */
export interface LawResult {
  /** The law's id, for example 'continuity-weak'. */
  readonly law: string;
  /** The law as a formula in one line. */
  readonly title: string;
  /** The object's name. */
  readonly object: string;
  readonly status: Status;
  /** Why the law refused or the object is at fault; absent for `holds`, and for a plain violation. */
  readonly reason?: string;
  /** What else to know: that the case of a replay did not fail, or that the object does not answer the same from time to time. */
  readonly note?: string;
  /** At the worst case of all, or at the counterexample. null where nothing was measured. */
  readonly residual: number | null;
  readonly bound: number | null;
  readonly ratio: number | null;
  /** Where the bound comes from. */
  readonly why: string;
  /** The case of `residual` and `bound`, in words. */
  readonly worst: string;
  readonly counterexample: Counterexample | null;
  /** Cases measured. */
  readonly runs: number;
  readonly seed: number;
  /** Give it as `replay` to meet the counterexample again; null where there is none. */
  readonly replay: string | null;
  /** True when the law holds but never used more than 1e-3 of its bound, although it is not exact: its bound says too little. */
  readonly tooLoose: boolean;
}

/** The share of its bound below which a law is too loose. */
export const LOOSE = 1e-3;

/** Nothing was measured: where every result begins. */
export function blankResult(law: LawInfo, object: string, seed: number): LawResult {
  return {
    law: law.id,
    title: law.title,
    object,
    status: 'refused',
    residual: null,
    bound: null,
    ratio: null,
    why: '',
    worst: '',
    counterexample: null,
    runs: 0,
    seed,
    replay: null,
    tooLoose: false,
  };
}
