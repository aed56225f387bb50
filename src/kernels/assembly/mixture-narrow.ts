/**
 * The means of mixture-means.ts for results in float32: the same bits by way of an enclosure, in half to two thirds of the time.
 *
 * The definition's float64 is rounded to float32 in the end, so most of its last bits do not count. Here exponentials are not rounded
 * correctly, weights below e⁻⁴⁵ are left out, and means are products of matrices,
 *
 *   Σₖ rₖ (aₖᵢ + bₖᵢ (xᵢ − cₖᵢ)) = (Σₖ wₖ (aₖᵢ − bₖᵢ cₖᵢ) + xᵢ Σₖ wₖ bₖᵢ) / Σₖ wₖ,      c = αm + σm₀.
 *
 * With u = 2⁻⁵³, B = D + R(|x| + M) ≥ |a| + |b|(|x| + |c|) (bounds of mixture-means.ts) and K components, the definition is within (2K + 8)uB of the sum
 * in exact arithmetic with the same logarithms: weights (K + 2)u, δ 2u, its product and sum 2u, summation Ku. What is computed here is
 * within (2K + 10)uB and twice the 100u of the exponential: coefficients 3u, products and their sums (K + 3)u, division Ku; what is left out
 * is below Ku/1000. So both lie within (5K + 512)uB of each other; where all of that interval rounds to one float32 that is not 0, it is the definition's.
 * All else is computed as the definition has it. Logarithms are those of the definition, to the bit: their errors would count most.
 */
import type { Mixture } from './mixture-layout';
import { exactMeans } from './mixture-means';
import { hasDensity, logarithms } from './mixture-weights';

/** Where some result was too close to call in two groups that follow each other, as where a coordinate is 0, so many are done as the definition has them. */
const PATIENCE: i32 = 15;
/** What is left out is below e⁻⁴⁵ < 2⁻⁶⁴ of the largest. */
const CUT: f64 = -45;
/** Beside underflow, which the bound does not know. */
const TINY: f64 = 1e-290;

/** 1024/ln 2. */
const PER_STEP: usize = memory.data<f64>([1477.3197218702985]);
/** 1.5·2⁵²: adding it leaves the integer in the last bits. */
const ROUNDER: usize = memory.data<f64>([6755399441055744]);
const FRACTION: usize = memory.data<i64>([1023]);
/** (ln2/1024)ⁿ/n!. */
const C1: usize = memory.data<f64>([0.0006769015435155716]);
const C2: usize = memory.data<f64>([2.2909784980688164e-7]);
const C3: usize = memory.data<f64>([5.1692229383458926e-11]);

/** @inline */
function k(constant: usize): v128 {
  return v128.load64_splat(constant);
}

/**
 * eˣ for −45 ≤ x ≤ 0 with a relative error below 100u: that of 1024·x/ln2 is 2·66480u steps of ln2/1024, 90u; the series has 5u, the rest 4u. The table is that of
 * exact-exp.ts. @inline
 */
function exponential(x: v128, table: usize): v128 {
  const steps = f64x2.mul(x, k(PER_STEP));
  const n = f64x2.add(steps, k(ROUNDER));
  const f = f64x2.sub(steps, f64x2.sub(n, k(ROUNDER)));
  const j = i64x2.shl(v128.and(n, k(FRACTION)), 4);
  const low = v128.load64_zero(table + <usize>i64x2.extract_lane(j, 0));
  const powers = v128.load64_lane(table + <usize>i64x2.extract_lane(j, 1), low, 1);
  const scaled = i64x2.add(powers, i64x2.shl(v128.andnot(n, k(FRACTION)), 42));
  const series = f64x2.mul(f, f64x2.add(k(C1), f64x2.mul(f, f64x2.add(k(C2), f64x2.mul(f, k(C3))))));
  return f64x2.add(scaled, f64x2.mul(scaled, series));
}

/** Exponentials of the components that count in some lane to m.weights, 32 times their numbers to m.numbers, their sum to m.sum. Returns how many they are. */
function weighNarrowly(m: Mixture): i32 {
  const cut = f64x2.splat(CUT);
  const top0 = v128.load(m.top);
  const top1 = v128.load(m.top, 16);
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  let number = m.numbers;
  let to = m.weights;
  const table = m.table;
  const logarithms = m.logarithms;
  const end = logarithms + ((<usize>m.count) << 5);
  for (let at = logarithms; at < end; at += 32) {
    const d0 = f64x2.sub(v128.load(at), top0);
    const d1 = f64x2.sub(v128.load(at, 16), top1);
    if (!v128.any_true(v128.or(f64x2.ge(d0, cut), f64x2.ge(d1, cut)))) continue;
    const e0 = exponential(f64x2.pmax(cut, d0), table);
    const e1 = exponential(f64x2.pmax(cut, d1), table);
    v128.store(to, e0);
    v128.store(to, e1, 16);
    store<u32>(number, at - logarithms);
    sum0 = f64x2.add(sum0, e0);
    sum1 = f64x2.add(sum1, e1);
    to += 32;
    number += 4;
  }
  v128.store(m.sum, sum0);
  v128.store(m.sum, sum1, 16);
  return <i32>((number - m.numbers) >> 2);
}

/** Σₖ wₖ Aₖⱼ over what is kept, for columns in blocks of four: A [blocks, count, 4] to out [4·blocks, 4]. */
function columnSums(m: Mixture, kept: i32, columns: usize, blocks: i32, out: usize): void {
  const end = m.numbers + ((<usize>kept) << 2);
  for (let b = 0; b < blocks; b++) {
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    let weight = m.weights;
    for (let number = m.numbers; number < end; number += 4) {
      const at = columns + load<u32>(number);
      const w0 = v128.load(weight);
      const w1 = v128.load(weight, 16);
      weight += 32;
      const a = v128.load64_splat(at);
      a0 = f64x2.add(a0, f64x2.mul(w0, a));
      a1 = f64x2.add(a1, f64x2.mul(w1, a));
      const b = v128.load64_splat(at, 8);
      b0 = f64x2.add(b0, f64x2.mul(w0, b));
      b1 = f64x2.add(b1, f64x2.mul(w1, b));
      const c = v128.load64_splat(at, 16);
      c0 = f64x2.add(c0, f64x2.mul(w0, c));
      c1 = f64x2.add(c1, f64x2.mul(w1, c));
      const d = v128.load64_splat(at, 24);
      d0 = f64x2.add(d0, f64x2.mul(w0, d));
      d1 = f64x2.add(d1, f64x2.mul(w1, d));
    }
    v128.store(out, a0);
    v128.store(out, a1, 16);
    v128.store(out, b0, 32);
    v128.store(out, b1, 48);
    v128.store(out, c0, 64);
    v128.store(out, c1, 80);
    v128.store(out, d0, 96);
    v128.store(out, d1, 112);
    out += 128;
    columns += (<usize>m.count) << 5;
  }
}

/** Lanes of v whose interval rounds to one float32 other than 0, in the lower two of four; of the upper two nothing is said. @inline */
function settled(v: v128, error: v128): v128 {
  const low = f32x4.demote_f64x2_zero(f64x2.sub(v, error));
  const high = f32x4.demote_f64x2_zero(f64x2.add(v, error));
  return v128.and(f32x4.eq(low, high), f32x4.gt(f32x4.abs(low), f32x4.splat(0)));
}

/** Two lanes of all axes from their column sums, `slopeStep` bytes between those of the slopes; whether all are settled. */
function settle(
  m: Mixture,
  half: usize,
  x: usize,
  dim: i32,
  sums: usize,
  slope: usize,
  slopeStep: usize,
  bounds: usize,
  out: usize,
): bool {
  const scale = f64x2.splat((5 * <f64>m.count + 512) * 1.1102230246251565e-16);
  const over = f64x2.div(f64x2.splat(1), v128.load(m.sum + half));
  let all = i32x4.splat(-1);
  x += half;
  sums += half;
  slope += half;
  out += half;
  for (let i = 0; i < dim; i++) {
    const at = v128.load(x);
    const v = f64x2.mul(f64x2.add(v128.load(sums), f64x2.mul(at, v128.load(slope))), over);
    const reach = f64x2.add(f64x2.abs(at), v128.load64_splat(bounds, 16));
    const size = f64x2.add(v128.load64_splat(bounds), f64x2.mul(v128.load64_splat(bounds, 8), reach));
    all = v128.and(all, settled(v, f64x2.add(f64x2.mul(size, scale), f64x2.splat(TINY))));
    v128.store(out, v);
    x += 32;
    sums += 32;
    slope += slopeStep;
    bounds += 24;
    out += 32;
  }
  return (i32x4.bitmask(all) & 3) === 3;
}

/**
 * As mixtureMeans of the first `dim` axes, for results that are rounded to float32. `columns` are a − bc of the axes, then b: of every axis, or of all if
 * `shared`, [blocks, count, 4]; `sums` is scratch [4·blocks, 4].
 */
export function mixtureNarrowMeans(
  layout: usize,
  groups: i32,
  x: usize,
  dim: i32,
  coefficients: usize,
  bounds: usize,
  columns: usize,
  blocks: i32,
  shared: bool,
  sums: usize,
  out: usize,
): i32 {
  const m = changetype<Mixture>(layout);
  const bytes = (<usize>m.axes) << 5;
  const slope = sums + bytes;
  const step: usize = shared ? 0 : 32;
  let patience = 0;
  let misses = 0;
  for (let g = 0; g < groups; g++) {
    let done = false;
    if (patience > 0) patience--;
    else {
      logarithms(m, x);
      if (!hasDensity(m)) return g;
      columnSums(m, weighNarrowly(m), columns, blocks, sums);
      done =
        settle(m, 0, x, dim, sums, slope, step, bounds, out) &&
        settle(m, 16, x, dim, sums, slope, step, bounds, out);
      misses = done ? 0 : misses + 1;
      if (misses > 1) patience = PATIENCE;
    }
    if (!done && !exactMeans(m, x, coefficients, bounds, out)) return g;
    x += bytes;
    out += bytes;
  }
  return groups;
}
