/**
 * integer · 2^exponent, rounded once to the nearest float64, ties to even, subnormals and overflow included.
 */
const words = new BigUint64Array(1);
const value = new Float64Array(words.buffer);

/** Number of bits of a positive integer. */
export function bitLength(n: bigint): number {
  return n.toString(16).length * 4 - Math.clz32(Number(`0x${n.toString(16)[0]}`)) + 28;
}

export function roundScaled(integer: bigint, exponent: number): number {
  if (integer === 0n) return 0;
  const sign = integer < 0n ? -1 : 1;
  const magnitude = integer < 0n ? -integer : integer;
  const top = bitLength(magnitude) + exponent;
  // The last bit kept: 53 significant bits, or 2⁻¹⁰⁷⁴ for subnormal results.
  const lastBit = Math.max(top - 53, -1074);
  const drop = lastBit - exponent;
  let kept = magnitude;
  if (drop > 0) {
    const cut = BigInt(drop);
    const half = 1n << (cut - 1n);
    kept = magnitude >> cut;
    const rest = magnitude - (kept << cut);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  } else {
    kept = magnitude << BigInt(-drop);
  }
  if (bitLength(kept) + lastBit > 1024) return sign * Infinity;
  // Biased exponent and significand join by addition: a carry out of the significand raises the exponent, as it should.
  words[0] = kept < 1n << 52n ? kept : kept + (BigInt(lastBit + 1074) << 52n);
  return sign * value[0]!;
}
