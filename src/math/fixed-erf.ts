/**
 * erf, erfc and Φ in fixed point, for the slow phase and for the tables of the fast one.
 *
 * erf x = 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, all terms of one sign; erfcx x = e^(x²) erfc x, for x ≥ 3 from the continued
 * fraction √π erfcx x = 1/(x + ½/(x + 1/(x + (3/2)/(x + …)))), whose convergents enclose the value.
 * Source: Abramowitz & Stegun 7.1.6, 7.1.14.
 */
import { expFixed } from './fixed-exp-log.ts';
import { type Fixed, integerSqrt, SLACK, sqrtPiFixed, toFixed } from './fixed-point.ts';

const GUARD = 40;

/** (x · y) of two fixed-point numbers. */
function times(x: bigint, y: bigint, bits: number): bigint {
  return (x * y) >> BigInt(bits);
}

/** e^(−square) · factor, with the power of two kept apart. */
function damped(square: bigint, factor: bigint, bits: number): Required<Fixed> {
  const { value, scale } = expFixed(-square, bits);
  return { value: times(value, factor, bits), scale };
}

function shifted(value: bigint, scale: number): bigint {
  return scale >= 0 ? value << BigInt(scale) : value >> BigInt(-scale);
}

/** erf x for 0 ≤ x < 7. */
export function erfFixed(x: bigint, bits: number): bigint {
  const square = times(x, x, bits);
  let term = x;
  let sum = x;
  for (let n = 3n; term !== 0n; n += 2n) {
    term = (2n * times(term, square, bits)) / n;
    sum += term;
  }
  const { value, scale } = damped(square, sum, bits);
  return ((2n * shifted(value, scale)) << BigInt(bits)) / sqrtPiFixed(bits);
}

/** The continued fraction from term n up, started with two successive convergents. */
function convergents(x: bigint, terms: number, bits: number): [bigint, bigint] {
  const one = 1n << BigInt(bits);
  const from = (last: number): bigint => {
    let f = x;
    for (let n = last; n > 0; n--) f = x + ((BigInt(n) * one) << BigInt(bits - 1)) / f;
    return f;
  };
  return [from(terms), from(terms + 1)];
}

/** e^(x²) erfc x for 0 ≤ x < 2⁶. */
export function erfcxFixed(x: bigint, bits: number): bigint {
  const one = 1n << BigInt(bits);
  if (x < 3n * one) {
    const wide = bits + GUARD;
    const wideX = x << BigInt(GUARD);
    const { value, scale } = expFixed(times(wideX, wideX, wide), wide);
    const complement = (1n << BigInt(wide)) - erfFixed(wideX, wide);
    return shifted(times(complement, value, wide), scale - GUARD);
  }
  for (let terms = 32; ; terms *= 2) {
    const [a, b] = convergents(x, terms, bits);
    const difference = a > b ? a - b : b - a;
    if (difference < SLACK >> 8n) return (one << BigInt(2 * bits)) / (a * sqrtPiFixed(bits));
  }
}

/** erfc x for 0 ≤ x = integer · 2^exponent < 2⁶. */
export function erfcFixed(integer: bigint, exponent: number, bits: number): Required<Fixed> {
  const x = toFixed(integer, exponent, bits);
  return damped(toFixed(integer * integer, 2 * exponent, bits), erfcxFixed(x, bits), bits);
}

/** √½ to one unit. */
export function sqrtHalfFixed(bits: number): bigint {
  return integerSqrt(1n << BigInt(2 * bits - 1));
}

/** Φ(−x) = ½ erfc(x/√2) for 0 ≤ x = integer · 2^exponent < 2⁶. */
export function normalTailFixed(integer: bigint, exponent: number, bits: number): Required<Fixed> {
  const z = times(toFixed(integer, exponent, bits), sqrtHalfFixed(bits), bits);
  const { value, scale } = damped(
    toFixed(integer * integer, 2 * exponent - 1, bits),
    erfcxFixed(z, bits),
    bits,
  );
  return { value, scale: scale - 1 };
}
