/**
 * ε of what an object computes in. Every bound of rounding is a multiple of it, so an object that could choose it freely would buy a
 * pass: what is stated must be the relative precision of some arithmetic, at best that of float64, 2⁻⁵², and at worst that of
 * float16, 2⁻¹⁰.
 */
import { ObjectError, show } from '../../errors.ts';

/** 2⁻⁵², the relative precision of float64. */
export const EPSILON = 2.220446049250313e-16;
/** 2⁻²³, the relative precision of float32. */
export const SINGLE = 1.1920928955078125e-7;
/** 2⁻¹⁰, the relative precision of float16. */
const HALF = 0.0009765625;

/** The object's `precision`, default 2⁻⁵². Throws ObjectError unless it is a number in [2⁻⁵², 2⁻¹⁰]. */
export function precisionOf({ precision }: { readonly precision?: unknown }): number {
  return precision === undefined ? EPSILON : statedPrecision('precision', precision);
}

/** A precision that an object states under the name `member`. */
export function statedPrecision(member: string, value: unknown): number {
  if (typeof value === 'number' && value >= EPSILON && value <= HALF) return value;
  throw new ObjectError({
    argument: member,
    expected: 'a relative precision from 2⁻⁵² (float64) to 2⁻¹⁰ (float16)',
    received: show(value),
    wayOut: 'state 2⁻²³ for what computes in float32, and leave it out for float64',
  });
}
