/**
 * The table of assembly/exact-exp.ts: 2^(j/1024) for j < 1024 as hi, lo at 2j, 2j + 1, lo diminished by half the width of the interval that the
 * rounding test is about.
 *
 * 2^(j/1024) = 2^(a/64) · 2^(b/1024), j = 16a + b, both in double-double: relative error below 2⁻¹⁰⁰.
 */
import { low, multiplyDouble } from '../math/double-double.ts';
import { POWERS } from '../math/exp-kernel.ts';
import { expFixed } from '../math/fixed-exp-log.ts';
import { ln2Fixed, toDoubleDouble } from '../math/fixed-point.ts';

const STEPS = 1024;
const FINE = 16;
const BITS = 192;
/** 6½·2⁻⁶⁴. */
const HALF_WIDTH = 6.5 / 18446744073709551616;

/** Length of the table. */
export const EXP_TABLE_LENGTH: number = 2 * STEPS;

/** Writes the table to `out` [2048]. */
export function fillExpTable(out: Float64Array): void {
  for (let b = 0; b < FINE; b++) {
    const { value, scale } = expFixed((BigInt(b) * ln2Fixed(BITS)) / BigInt(STEPS), BITS);
    const [high, rest] = toDoubleDouble(value, BITS - scale);
    for (let a = 0; a < STEPS / FINE; a++) {
      const at = 2 * (FINE * a + b);
      out[at] = multiplyDouble(POWERS[2 * a]!, POWERS[2 * a + 1]!, high, rest);
      out[at + 1] = low[0]! - HALF_WIDTH;
    }
  }
}
