/**
 * The slow phase of the elementary functions: fixed-point arithmetic on BigInt, precise enough to settle any rounding.
 *
 * A `Fixed` value is an integer v that stands for v · 2⁻ᵇⁱᵗˢ. Every function states its result with an error of at most
 * `SLACK` units, a generous bound: each truncated operation loses one unit and there are a few hundred. `settle` repeats
 * at doubled precision until both ends of the interval round to the same float64 (Ziv's strategy). It ends unless a value is
 * itself a float64 or the midpoint of two: for exp, log, tanh, sin and cos the Lindemann–Weierstrass theorem excludes that but
 * for the arguments handled beforehand; for erf and Φ no theorem does, but their values would have to agree with a 54-bit number
 * in all digits. Source: Ziv, Fast evaluation of elementary mathematical functions with correctly rounded last bit (1991).
 */
import { decompose, roundScaled } from './float-bits.ts';

/** Error bound of all results, in units of the last place of the fixed-point number. */
export const SLACK: bigint = 1n << 24n;

const FIRST_BITS = 192;

/** A value v · 2^(scale − bits), known to `SLACK` units. */
export interface Fixed {
  readonly value: bigint;
  /** Extra power of two; 0 when absent. */
  readonly scale?: number;
}

/** The correctly rounded float64 of the number that `evaluate` gives to any number of bits. */
export function settle(evaluate: (bits: number) => Fixed): number {
  for (let bits = FIRST_BITS; ; bits *= 2) {
    const { value, scale = 0 } = evaluate(bits);
    const below = roundScaled(value - SLACK, scale - bits);
    const above = roundScaled(value + SLACK, scale - bits);
    if (below === above) return below;
  }
}

/** integer · 2^exponent in fixed point, rounded down where it does not fit. */
export function toFixed(integer: bigint, exponent: number, bits: number): bigint {
  const shift = exponent + bits;
  return shift >= 0 ? integer << BigInt(shift) : integer >> BigInt(-shift);
}

/** hi + lo = v · 2⁻ᵇⁱᵗˢ to about 106 bits. */
export function toDoubleDouble(value: bigint, bits: number): [number, number] {
  const hi = roundScaled(value, -bits);
  const { integer, exponent } = decompose(hi);
  return [hi, roundScaled(value - toFixed(integer, exponent, bits), -bits)];
}

function cached(compute: (bits: number) => bigint): (bits: number) => bigint {
  const known = new Map<number, bigint>();
  return (bits) => {
    let value = known.get(bits);
    if (value === undefined) known.set(bits, (value = compute(bits)));
    return value;
  };
}

/** Σ sⁿ / ((2n+1) · k²ⁿ⁺¹): atanh(1/k) for s = 1, atan(1/k) for s = −1. */
function inverseSeries(k: bigint, sign: 1n | -1n, bits: number): bigint {
  let power = (1n << BigInt(bits)) / k;
  let sum = power;
  for (let n = 3n; power !== 0n; n += 2n) {
    power = (sign * power) / (k * k);
    sum += power / n;
  }
  return sum;
}

const GUARD = 32;

/** π to one unit, by Machin's 16 atan(1/5) − 4 atan(1/239). */
export const piFixed: (bits: number) => bigint = cached((bits) => {
  const wide = bits + GUARD;
  return (16n * inverseSeries(5n, -1n, wide) - 4n * inverseSeries(239n, -1n, wide)) >> BigInt(GUARD);
});

/** ln 2 to one unit, by 18 atanh(1/26) − 2 atanh(1/4801) + 8 atanh(1/8749). */
export const ln2Fixed: (bits: number) => bigint = cached((bits) => {
  const wide = bits + GUARD;
  const sum =
    18n * inverseSeries(26n, 1n, wide) -
    2n * inverseSeries(4801n, 1n, wide) +
    8n * inverseSeries(8749n, 1n, wide);
  return sum >> BigInt(GUARD);
});

/** Integer square root, rounded down (Newton). */
export function integerSqrt(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(16).length * 4 + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** √π to one unit. */
export const sqrtPiFixed: (bits: number) => bigint = cached((bits) =>
  integerSqrt(piFixed(bits) << BigInt(bits)),
);
