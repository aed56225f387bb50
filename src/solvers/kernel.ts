/**
 * The arithmetic of one Runge–Kutta step, as four loops of the same shape over float64 and float32.
 *
 *   combine:    out = x + (carry + h s),           s = w_0 k_0 + w_1 k_1 + …  from left to right,
 *   advance:    the same into x, and with a carry the error of that last addition is kept for the next step.
 *
 * k is one buffer [stages, n]. h stands for h/D of the combination. Each float32 operation is rounded by itself. The
 * carry is the low half of a double-length state (x + carry), and `hLow` what rounding h/D to float32 has lost; the
 * last addition is Knuth's TwoSum (The Art of Computer Programming 2, § 4.2.2), whose error is exact for any two sizes.
 */
import type { FloatArray } from '../array/float-array.ts';
import type { Combination } from './tableau.ts';

/** A combination with its step size in the arithmetic of the state. */
export interface ScaledCombination<A extends FloatArray> {
  readonly stages: Int32Array;
  readonly weights: A;
  /** h/D rounded to the arithmetic. */
  readonly h: number;
  /** What that rounding lost; 0 in float64, where it moves the end by at most 2⁻⁵³ of the distance travelled. */
  readonly hLow: number;
}

/** The loops for one float type. */
export interface StepKernel<A extends FloatArray> {
  /** h = (to − from)/N, given as its two parts so that h/D is rounded once. */
  readonly scale: (combination: Combination, span: number, steps: number) => ScaledCombination<A>;
  /** out = x + h s. */
  readonly combine: (x: A, k: A, n: number, by: ScaledCombination<A>, out: A) => void;
  /** out = x + (carry + h s). */
  readonly combineWithCarry: (x: A, carry: A, k: A, n: number, by: ScaledCombination<A>, out: A) => void;
  /** x + carry += h s, in double length. */
  readonly advanceWithCarry: (x: A, carry: A, k: A, n: number, by: ScaledCombination<A>) => void;
}
