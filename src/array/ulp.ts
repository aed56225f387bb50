/**
 * Distance in units in the last place: how many representable numbers lie between two floats.
 *
 * Monotone map of the bit pattern to an integer, with +0 and −0 on the same point, so that ulp(−0, 0) = 0. NaN is at
 * distance 0 from NaN and ∞ from everything else; ∞ against the largest finite number is 1.
 */
const f32 = new Float32Array(1);
const i32 = new Int32Array(f32.buffer);
const f64 = new Float64Array(1);
const i64 = new BigInt64Array(f64.buffer);

function ordinal32(x: number): number {
  f32[0] = x;
  const bits = i32[0]!;
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

function ordinal64(x: number): bigint {
  f64[0] = x;
  const bits = i64[0]!;
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** ULP distance of two float32 values; both are rounded to float32 first. */
export function ulpDistance32(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  return Math.abs(ordinal32(a) - ordinal32(b));
}

/** ULP distance of two float64 values; exact up to 2⁵³, rounded above. */
export function ulpDistance64(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  const d = ordinal64(a) - ordinal64(b);
  return Number(d < 0n ? -d : d);
}
