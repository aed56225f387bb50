/** Bits of float64 values: powers of two, exponents, exact integers. */
const value = new Float64Array(1);
const halves = new Uint32Array(value.buffer);
value[0] = 1;
const HIGH = halves[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;

/** The upper 32 bits: sign, 11 bits of biased exponent, the 20 leading bits of the significand. */
export function highWord(x: number): number {
  value[0] = x;
  return halves[HIGH]!;
}

/** The float64 with these two words. */
export function fromWords(high: number, low: number): number {
  halves[HIGH] = high;
  halves[LOW] = low;
  return value[0]!;
}

/** 2ᵏ for −1022 ≤ k ≤ 1023. */
export function powerOfTwo(k: number): number {
  return fromWords((k + 1023) << 20, 0);
}

/** x · 2ᵏ with one rounding, for any normal x and −1000 ≤ k ≤ 1024, while the result is normal or overflows. */
export function scale(x: number, k: number): number {
  return k > 1000 ? x * powerOfTwo(k - 24) * 16777216 : x * powerOfTwo(k);
}

/** A finite float64 as integer · 2^exponent. */
export function decompose(x: number): { integer: bigint; exponent: number } {
  value[0] = x;
  const high = halves[HIGH]!;
  const biased = (high >>> 20) & 0x7ff;
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(halves[LOW]!);
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { integer: high >>> 31 === 0 ? magnitude : -magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/** Number of bits of a positive integer. */
export function bitLength(n: bigint): number {
  const hex = n.toString(16);
  return 4 * hex.length + 28 - Math.clz32(Number.parseInt(hex[0]!, 16));
}

/** integer · 2^exponent rounded once to the nearest float64, ties to even, subnormals and overflow included. */
export function roundScaled(integer: bigint, exponent: number): number {
  if (integer === 0n) return 0;
  const sign = integer < 0n ? -1 : 1;
  const magnitude = integer < 0n ? -integer : integer;
  // The last bit kept: 53 significant bits, or 2⁻¹⁰⁷⁴ for subnormal results.
  const lastBit = Math.max(bitLength(magnitude) + exponent - 53, -1074);
  const drop = lastBit - exponent;
  let kept: bigint;
  if (drop > 0) {
    const cut = BigInt(drop);
    kept = magnitude >> cut;
    const rest = magnitude - (kept << cut);
    const half = 1n << (cut - 1n);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  } else {
    kept = magnitude << BigInt(-drop);
  }
  if (lastBit > 971 || (lastBit === 971 && kept >= 1n << 53n)) return sign * Infinity;
  // Exponent and significand join by addition: a carry out of the significand raises the exponent, as it should.
  const bits = lastBit === -1074 ? kept : kept + (BigInt(lastBit + 1074) << 52n);
  return sign * fromWords(Number(bits >> 32n), Number(bits & 0xffffffffn));
}
