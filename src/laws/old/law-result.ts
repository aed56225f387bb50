/** What a law reports: how large the violation is, how large it may be, and why. */

/** The outcome of one law. It holds when `ratio` ≤ 1; NaN never holds. */
export interface LawResult {
  /** The law in a few words, for example 'continuity: ∂ₜp + div(pu) = 0'. */
  readonly law: string;
  /** Size of the worst violation found, in the unit that `why` explains. */
  readonly residual: number;
  /** The largest residual that exact mathematics in floating point may leave. */
  readonly bound: number;
  /** Where the bound comes from, in one sentence. */
  readonly why: string;
  /** residual / bound at its worst. */
  readonly ratio: number;
  /** Where the worst violation was found. */
  readonly worst?: { readonly t: number; readonly x: readonly number[] };
}

/** True when the law holds; false for NaN. */
export function holds(result: LawResult): boolean {
  return result.ratio <= 1;
}
