/**
 * Standard normal draws of random/normal.ts, to the bit: Philox4x32-10 (random/philox.ts), uniforms of 52 bits (random/uniform.ts), and the
 * middle of Wichura's quantile (math/wichura.ts) for the two draws of a block at once. The sixth of the draws that lie outside the middle
 * are put on a list, and are done by pairs of their own (normal-tails.ts).
 */
import { normalTails } from './normal-tails';
import { polynomial } from './polynomial';

const M0: u64 = 0xd2511f53;
const M1: u64 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;
/** 2⁻⁵³. */
const HALF_STEP: f64 = 1 / 9007199254740992;

function unitInterval(high: u32, low: u32): f64 {
  const k: u64 = (((<u64>high) << 32) | <u64>low) >> 12;
  const odd: u64 = 2 * k + 1;
  return <f64>odd * HALF_STEP;
}

/**
 * Float32 draws of the blocks (block, blockHigh), … to out[0 … 2·blocks − 1]. The few that are not certain, or far out, are left undone:
 * their numbers go to `numbers`, their uniforms to `uniforms`, each with room for all draws. Returns how many these are.
 */
export function normalBlocks(
  block: u32,
  blockHigh: u32,
  blocks: i32,
  stream: u32,
  draw: u32,
  k0: u32,
  k1: u32,
  out: usize,
  numbers: usize,
  uniforms: usize,
): i32 {
  const first = out;
  let outside = 0;
  for (let b = 0; b < blocks; b++) {
    let x0: u32 = block;
    let x1: u32 = blockHigh;
    let x2: u32 = stream;
    let x3: u32 = draw;
    let key0 = k0;
    let key1 = k1;
    for (let round = 0; round < 10; round++) {
      const p0 = <u64>x0 * M0;
      const p1 = <u64>x2 * M1;
      x0 = <u32>(p1 >> 32) ^ x1 ^ key0;
      x1 = <u32>p1;
      x2 = <u32>(p0 >> 32) ^ x3 ^ key1;
      x3 = <u32>p0;
      key0 += W0;
      key1 += W1;
    }
    const one = unitInterval(x0, x1);
    const two = unitInterval(x2, x3);
    const q = f64x2.sub(f64x2.replace_lane(f64x2.splat(one), 1, two), f64x2.splat(0.5));
    v128.store64_lane(out, f32x4.demote_f64x2_zero(centre(q)), 0);
    const lanes = i64x2.bitmask(f64x2.gt(f64x2.abs(q), f64x2.splat(0.425)));
    // Written in any case, and kept or not: whether to is nothing that a processor could guess.
    store<i32>(numbers + 4 * <usize>outside, 2 * b);
    store<f64>(uniforms + 8 * <usize>outside, one);
    outside += lanes & 1;
    store<i32>(numbers + 4 * <usize>outside, 2 * b + 1);
    store<f64>(uniforms + 8 * <usize>outside, two);
    outside += lanes >> 1;
    out += 8;
    block++;
    if (block === 0) blockHigh++;
  }
  return normalTails(outside, numbers, uniforms, first);
}

/** The coefficients of the middle, of numerator and denominator in turns, the highest first; in memory, as in vector-math.ts. */
// biome-ignore format: a pair a line
const MIDDLE: usize = memory.data<f64>([
  2509.0809287301226727, 5226.495278852545925,
  33430.575583588128105, 28729.085735721942674,
  67265.770927008700853, 39307.89580009271061,
  45921.953931549871457, 21213.794301586595867,
  13731.693765509461125, 5394.1960214247511077,
  1971.5909503065514427, 687.1870074920579083,
  133.14166789178437745, 42.313330701600911252,
  3.387132872796366608, 1,
]);

function centre(q: v128): v128 {
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  return f64x2.div(f64x2.mul(q, polynomial(r, MIDDLE)), polynomial(r, MIDDLE + 8));
}
