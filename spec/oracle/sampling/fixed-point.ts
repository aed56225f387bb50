/** Numbers of 160 bits after the point: a second arithmetic, in which roundings of float64 can be counted as none. */

const BITS = 160n;
const ONE = 1n << BITS;

export type Fixed = bigint;

/** A float64 of at least 2⁻¹⁰⁰, or 0, without rounding. */
export function fixed(x: number): Fixed {
  let scaled = x;
  let shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1n;
  }
  return (BigInt(scaled) << BITS) >> shift;
}

export const times = (a: Fixed, b: Fixed): Fixed => (a * b) >> BITS;
export const over = (a: Fixed, n: number): Fixed => a / BigInt(n);
export const sum = (terms: readonly Fixed[]): Fixed => terms.reduce((a, b) => a + b, 0n);

/** The number that a coefficient such as `-5103/18656` says. */
export function parse(text: string): Fixed {
  const [p, q = '1'] = text.split('/');
  return (BigInt(p!) * ONE) / BigInt(q);
}

/** Rounded to float64 by its leading bits. */
export const toNumber = (a: Fixed): number => Number(a >> 90n) / 2 ** 70;
