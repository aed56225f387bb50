/**
 * exp of math/exp.ts in float64 for rows of four lanes, to the bit: both are correctly rounded, so any way there will do that can tell when it has arrived.
 *
 * x = k·ln2/1024 + r, |r| ≤ ln2/2048; eˣ = 2^⌊k/1024⌋ · T·(1 + p), T = 2^((k mod 1024)/1024) as hi + lo from a table, p = expm1(r). Absolute error of
 * hi + (lo + hi·p) for T in [1, 2), in units of 2⁻⁶⁴: r 1, p 1, hi·p 1, lo + hi·p 1, lo·p ¾, the series of p ¼, the ends of the test 1: below 6½. Where
 * the interval of that error holds a rounding boundary, three times in a thousand, the definition decides, after the loop: a call in it would cost more.
 * Source of the test: Ziv, Fast evaluation of elementary mathematical functions with correctly rounded last bit (1991).
 */

/** exp of math/exp.ts: imported under the names of this file and the function. */
declare function definition(x: f64): f64;

/** 1024/ln 2. */
const PER_STEP: usize = memory.data<f64>([1477.3197218702985]);
/** ln2/1024 in two parts; k·STEP_1 is exact for |k| < 2²¹. */
const STEP_1: usize = memory.data<f64>([0.0006769015433292225]);
const STEP_2: usize = memory.data<f64>([1.8634911418658083e-13]);
/** 1.5·2⁵²: adding it leaves the integer in the last bits. */
const ROUNDER: usize = memory.data<f64>([6755399441055744]);
const P4: usize = memory.data<f64>([0.041666666666666664]);
/** 1/6, and 0.86·(ln2/2048)²/120 for the next term of the series. */
const P3: usize = memory.data<f64>([0.16666666748760062]);
const P2: usize = memory.data<f64>([0.5]);
/** 13·2⁻⁶⁴: the width of the interval. */
const WIDTH: usize = memory.data<f64>([7.047314121155779e-19]);
const FRACTION: usize = memory.data<i64>([1023]);
/** Below, results are subnormal or nearly so. */
const FAR: f64 = -708;
/** Below, the mixture has 0. */
const NOTHING: f64 = -750;

/** @inline */
function k(constant: usize): v128 {
  return v128.load64_splat(constant);
}

/** @inline */
function reduce(x: v128, n: v128): v128 {
  const whole = f64x2.sub(n, k(ROUNDER));
  return f64x2.sub(f64x2.sub(x, f64x2.mul(whole, k(STEP_1))), f64x2.mul(whole, k(STEP_2)));
}

/** expm1(r). @inline */
function series(r: v128): v128 {
  const q = f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(k(P4), r), k(P3)), r), k(P2));
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, r), q));
}

/** The entry of the table for lane 0, and for lane 1, of n. @inline */
function first(entries: v128, table: usize): v128 {
  return v128.load(table + <usize>reinterpret<i64>(f64x2.extract_lane(entries, 0)));
}
/** @inline */
function second(entries: v128, table: usize): v128 {
  return v128.load(table + <usize>i64x2.extract_lane(entries, 1));
}

/**
 * y[j] = exp(x[j] − top[j]) ≥ e⁻⁷⁰⁸ for the four lanes j of `rows` rows. The table holds 2^(j/1024) as hi, lo − 6½·2⁻⁶⁴. Writes the addresses of rows that
 * are left to the definition to `left`, and returns the end of that list. Reads one row beyond the last.
 */
export function exponentials(rows: i32, x: usize, top: usize, table: usize, y: usize, left: usize): usize {
  const end = x + ((<usize>rows) << 5);
  const top0 = v128.load(top);
  const top1 = v128.load(top, 16);
  // The reduction of a row runs beside the series of the row before: one chain of dependent operations would not fill the processor.
  let x0 = f64x2.sub(v128.load(x), top0);
  let x1 = f64x2.sub(v128.load(x, 16), top1);
  let n0 = f64x2.add(f64x2.mul(x0, k(PER_STEP)), k(ROUNDER));
  let n1 = f64x2.add(f64x2.mul(x1, k(PER_STEP)), k(ROUNDER));
  let r0 = reduce(x0, n0);
  let r1 = reduce(x1, n1);
  for (; x < end; x += 32) {
    const j0 = i64x2.shl(v128.and(n0, k(FRACTION)), 4);
    const j1 = i64x2.shl(v128.and(n1, k(FRACTION)), 4);
    const a0 = first(j0, table);
    const b0 = second(j0, table);
    const a1 = first(j1, table);
    const b1 = second(j1, table);
    const power0 = i64x2.shl(v128.andnot(n0, k(FRACTION)), 42);
    const power1 = i64x2.shl(v128.andnot(n1, k(FRACTION)), 42);
    const p0 = series(r0);
    const p1 = series(r1);
    x0 = f64x2.sub(v128.load(x, 32), top0);
    x1 = f64x2.sub(v128.load(x, 48), top1);
    n0 = f64x2.add(f64x2.mul(x0, k(PER_STEP)), k(ROUNDER));
    n1 = f64x2.add(f64x2.mul(x1, k(PER_STEP)), k(ROUNDER));
    r0 = reduce(x0, n0);
    r1 = reduce(x1, n1);
    const high0 = v128.shuffle<f64>(a0, b0, 0, 2);
    const high1 = v128.shuffle<f64>(a1, b1, 0, 2);
    const low0 = f64x2.add(v128.shuffle<f64>(a0, b0, 1, 3), f64x2.mul(high0, p0));
    const low1 = f64x2.add(v128.shuffle<f64>(a1, b1, 1, 3), f64x2.mul(high1, p1));
    const e0 = f64x2.add(high0, low0);
    const e1 = f64x2.add(high1, low1);
    const same0 = f64x2.eq(e0, f64x2.add(high0, f64x2.add(low0, k(WIDTH))));
    const same1 = f64x2.eq(e1, f64x2.add(high1, f64x2.add(low1, k(WIDTH))));
    v128.store(y, i64x2.add(e0, power0));
    v128.store(y, i64x2.add(e1, power1), 16);
    store<u32>(left, <u32>y);
    left += (<usize>(i64x2.bitmask(v128.and(same0, same1)) !== 3)) << 2;
    y += 32;
  }
  return left;
}

/** The same for all x − top ≤ 0, −∞ included: with 0 below −750. */
export function farExponentials(rows: i32, x: usize, top: usize, table: usize, y: usize, left: usize): usize {
  for (let r = 0; r < rows; r++) {
    let open = false;
    for (let half: usize = 0; half < 32; half += 16) {
      const distance = f64x2.sub(v128.load(x + half), v128.load(top + half));
      const near = f64x2.pmax(distance, f64x2.splat(FAR));
      const n = f64x2.add(f64x2.mul(near, k(PER_STEP)), k(ROUNDER));
      const p = series(reduce(near, n));
      const j = i64x2.shl(v128.and(n, k(FRACTION)), 4);
      const a = first(j, table);
      const b = second(j, table);
      const high = v128.shuffle<f64>(a, b, 0, 2);
      const low = f64x2.add(v128.shuffle<f64>(a, b, 1, 3), f64x2.mul(high, p));
      const e = f64x2.add(high, low);
      const same = f64x2.eq(e, f64x2.add(high, f64x2.add(low, k(WIDTH))));
      const nothing = f64x2.lt(distance, f64x2.splat(NOTHING));
      const done = v128.or(nothing, v128.and(same, f64x2.eq(near, distance)));
      const power = i64x2.shl(v128.andnot(n, k(FRACTION)), 42);
      v128.store(y + half, v128.andnot(i64x2.add(e, power), nothing));
      open = open || i64x2.bitmask(done) !== 3;
    }
    store<u32>(left, <u32>y);
    left += (<usize>open) << 2;
    x += 32;
    y += 32;
  }
  return left;
}

/** Rows of y that were left, by the definition; x lies `offset` bytes before y. */
export function decide(left: usize, end: usize, offset: usize, top: usize): void {
  for (; left < end; left += 4) {
    const y: usize = load<u32>(left);
    for (let lane: usize = 0; lane < 32; lane += 8) {
      const distance = load<f64>(y - offset + lane) - load<f64>(top + lane);
      store<f64>(y + lane, distance < NOTHING ? 0 : definition(distance));
    }
  }
}
