/**
 * The arithmetic of one Runge–Kutta step, as four loops of the same shape over float64 and float32.
 *
 *   combine:   out = x + h s,             s = w_0 k_0 + w_1 k_1 + …  from left to right; with a carry: x + ((carry + h′ s) + h s)
 *   advance:   x + carry ← (x + h s) + (carry + h′ s)  in double length
 *
 * k is one buffer [stages, n]; h stands for h/D of the combination and h′ for what rounding h/D to float32 has lost. Each
 * float32 operation is rounded by itself. The carry is the low half of the state. The first addition of `advance` is Knuth's
 * TwoSum (The Art of Computer Programming 2, § 4.2.2), exact for operands of any two sizes, because an increment may be larger
 * than the state; the second is Dekker's FastTwoSum (Numer. Math. 18 (1971)), enough where the low part is the smaller.
 */
import type { FloatArray } from '../array/float-array.ts';
import type { Combination } from './tableau.ts';

/** A combination with its step size in the arithmetic of the state. */
export interface ScaledCombination<A extends FloatArray> {
  readonly stages: Int32Array;
  readonly weights: A;
  /** D; a power of two where the arithmetic cannot hold the integers over the D of the method, and has the nearest over this one in their place. */
  readonly denominator: number;
  /** h/D rounded to the arithmetic. */
  h: number;
  /** What that rounding lost; 0 in float64, where it moves the end by at most 2⁻⁵³ of the distance travelled. */
  hLow: number;
}

/** The loops for one float type. */
export interface StepKernel<A extends FloatArray> {
  /** A combination in this arithmetic, its step still to be set. */
  readonly load: (combination: Combination) => ScaledCombination<A>;
  /** Sets h = span/steps, given as its two parts so that h/D is rounded once. */
  readonly setStep: (by: ScaledCombination<A>, span: number, steps: number) => void;
  /** out = x + h s. */
  readonly combine: (x: A, k: A, n: number, by: ScaledCombination<A>, out: A) => void;
  /** out = x + ((carry + h′ s) + h s). */
  readonly combineWithCarry: (x: A, carry: A, k: A, n: number, by: ScaledCombination<A>, out: A) => void;
  /** x + carry ← (x + h s) + (carry + h′ s). */
  readonly advanceWithCarry: (x: A, carry: A, k: A, n: number, by: ScaledCombination<A>) => void;
}
