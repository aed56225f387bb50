/**
 * The arithmetic that a backend says it has, and what its roundings may cost.
 *
 *   fl(a ∘ b) = (a ∘ b)(1 + δ) + η,  |δ| ≤ u,  |η| ≤ tiny,      f̂(x) = f(x)(1 + kδ) for the functions exp, log, tanh, …
 *
 * u = 2⁻ᵖ for p significant bits, rounding to nearest: 2⁻⁵³ (float64), 2⁻²⁴ (float32), 2⁻¹¹ (float16, and TF32 for the factors of
 * matrix products), 2⁻⁸ (bfloat16). Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), § 2.2.
 */

import { ArgumentError, show } from '../../errors.ts';

/** Number formats by name. */
export type Precision = 'float64' | 'float32' | 'tf32' | 'float16' | 'bfloat16';

/** Significant bits, unit roundoff u, and the largest, smallest normal and smallest subnormal number of a format. */
export const formats: Readonly<
  Record<
    Precision,
    {
      readonly bits: number;
      readonly u: number;
      readonly largest: number;
      readonly normal: number;
      readonly least: number;
    }
  >
> = {
  float64: {
    bits: 53,
    u: 2.220446049250313e-16 / 2,
    largest: 1.7976931348623157e308,
    normal: 2.2250738585072014e-308,
    least: 5e-324,
  },
  float32: {
    bits: 24,
    u: 1 / 16777216,
    largest: 3.4028234663852886e38,
    normal: 1.1754943508222875e-38,
    least: 1.401298464324817e-45,
  },
  tf32: {
    bits: 11,
    u: 1 / 2048,
    largest: 3.4011621342146535e38,
    normal: 1.1754943508222875e-38,
    least: 1.1479437019748901e-41,
  },
  float16: { bits: 11, u: 1 / 2048, largest: 65504, normal: 0.00006103515625, least: 5.960464477539063e-8 },
  bfloat16: {
    bits: 8,
    u: 1 / 256,
    largest: 3.3895313892515355e38,
    normal: 1.1754943508222875e-38,
    least: 9.183549615799121e-41,
  },
};

/** What a backend declares about its arithmetic; what it leaves out is as in IEEE 754 with the element type of the run. */
export interface DeclaredArithmetic {
  /** Format of every operation and result; default, and no finer than: the element type of the run, to which results are rounded. */
  readonly precision?: Precision;
  /** Format in which sums are accumulated; default: `precision`. */
  readonly accumulate?: Precision;
  /** Format to which the factors of matrix products are rounded first; default: `precision`. */
  readonly matmul?: Precision;
  /** Whether subnormal numbers become 0; default: false. */
  readonly flushToZero?: boolean;
  /** Largest error of exp, log, tanh, sin, cos, erf and their kin in units in the last place; default: 4. */
  readonly functionUlps?: number;
}

/** The constants of one arithmetic, as the running error analysis uses them. */
export interface Machine {
  /** Unit roundoff of an operation. */
  readonly u: number;
  /** Unit roundoff of an addition inside a sum. */
  readonly accumulateU: number;
  /** Relative error of a factor of a matrix product before it is multiplied. */
  readonly factorU: number;
  /** Relative error of an input before anything is computed from it. */
  readonly inputU: number;
  /** Relative error of an elementary function. */
  readonly functionU: number;
  /** Beyond this size a result, a factor or a sum may overflow. */
  readonly largest: number;
  /** Below this size a result, a factor or a sum may lose digits (or all of them), ... */
  readonly normal: number;
  /** ... by at most this much: the least number, or all that is below `normal` where that is flushed to 0. */
  readonly tiny: number;
}

function formatOf(argument: string, name: Precision): (typeof formats)[Precision] {
  if (Object.hasOwn(formats, name)) return formats[name];
  throw new ArgumentError({
    argument,
    expected: `one of ${Object.keys(formats).join(', ')}`,
    received: show(name),
  });
}

function ulpsOf({ functionUlps = 4 }: DeclaredArithmetic): number {
  if (functionUlps >= 0 && functionUlps < Infinity) return functionUlps;
  throw new ArgumentError({
    argument: 'functionUlps',
    expected: 'a number from 0 on',
    received: show(functionUlps),
  });
}

/**
 * The machine that a declaration describes, for runs with elements of `dtype`.
 *
 * @throws ArgumentError for the name of a format that is none, or an error of functions that is no number from 0 on.
 * @example
 * ```ts
 * import { machineOf } from 'flowproof/oracle';
 *
 * const { u, factorU } = machineOf('float32', { matmul: 'tf32' });
 * console.log(u === 1 / 16777216, factorU === 1 / 2048); // true true
 * ```
 */
export function machineOf(dtype: 'float32' | 'float64', declared: DeclaredArithmetic = {}): Machine {
  const { precision = dtype, accumulate = precision, matmul = precision } = declared;
  const run = formatOf('dtype', dtype);
  const wanted = formatOf('precision', precision);
  const own = wanted.u < run.u ? run : wanted;
  const sums = formatOf('accumulate', accumulate);
  const factors = formatOf('matmul', matmul);
  // One range for all of them: the narrowest holds for the wider ones too.
  const used = [own, sums, factors];
  const normal = Math.max(...used.map((format) => format.normal));
  return {
    u: own.u,
    accumulateU: sums.u,
    factorU: factors.u > own.u ? factors.u : 0,
    inputU: own.u > run.u ? own.u : 0,
    functionU: 2 * ulpsOf(declared) * own.u,
    largest: Math.min(...used.map((format) => format.largest)),
    normal,
    tiny: declared.flushToZero ? normal : Math.max(...used.map((format) => format.least)),
  };
}

/** This program's own arithmetic: float64, with elementary functions that src/math rounds correctly. */
export const own: Machine = machineOf('float64', { functionUlps: 1 });
