/** A classic test of solvers as data: an autonomous or forced system y′ = f(t, y) on [0, T] from one state. */
export interface Classic {
  readonly name: string;
  /** What moves, in one line. */
  readonly about: string;
  /** T: the problem runs from 0 to T, in its own time. */
  readonly length: number;
  /** y(0). */
  readonly start: readonly number[];
  /** f(t, y) of one state, to `out`; t in [0, T]. Must not keep or change `y`. */
  rate(t: number, y: Float64Array, out: Float64Array): void;
  /** y(t) where it is known in closed form, within 2⁻⁴⁸ of (the largest |y| + T times the largest |f|). */
  solution?(t: number, out: Float64Array): void;
}
