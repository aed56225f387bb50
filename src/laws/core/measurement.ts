/** What a law finds on one case: how large the violation is, how large it may be, and why. */

/** One case, measured. The law holds there when residual ≤ bound; NaN never holds. */
export interface Measurement {
  /** Size of the violation, ≥ 0, in the unit that `why` explains. */
  readonly residual: number;
  /** The largest residual that exact mathematics in floating point may leave; finite, ≥ 0. */
  readonly bound: number;
  /** Where the bound comes from, in one sentence. */
  readonly why: string;
  /** What was compared, for example 'α̇(0.3) is given as 2, and measured as 1'. */
  readonly detail?: string;
}

/** residual / bound, with 0 / 0 = 0: what is exact needs no allowance. NaN where the residual is. */
export function ratioOf({ residual, bound }: Measurement): number {
  return residual === 0 ? 0 : residual / bound;
}

/** The worst of several measurements, by ratio; a NaN is the worst of all. Throws RangeError on an empty list. */
export function worstOf(measurements: readonly Measurement[]): Measurement {
  if (measurements.length === 0) throw new RangeError('worstOf: expected at least one measurement');
  return measurements.reduce((worst, next) => (worse(next, worst) ? next : worst));
}

/** True when `a` is worse than `b`; NaN is worse than any number, and stays. */
export function worse(a: Measurement, b: Measurement): boolean {
  const [ratioA, ratioB] = [ratioOf(a), ratioOf(b)];
  return !(ratioA <= ratioB) && !Number.isNaN(ratioB);
}

/**
 * Thrown by a law on a case that it cannot judge: outside its assumptions, or measured too coarsely to mean anything.
 * The verdict is then `refused`, which is no pass.
 */
export class CannotJudge extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CannotJudge';
  }
}
