/**
 * Responsibilities of a mixture for four rows: the steps of fields/mixture-rows.ts `begin`, to the bit, on lanes that are rows.
 *
 *   lₖ = ln(wₖ) + … − ½ Σᵢ δₖᵢ²/vₖᵢ      rₖ = exp(lₖ − max)/Σ exp(lₖ − max), sums from left to right
 *
 * Components that cannot change a bit may be left out: mixture-omissions.ts.
 */
import { decide, exponentials, farExponentials } from './exact-exp';
import { fullLogarithms } from './mixture-full';
import type { Mixture } from './mixture-layout';
import { select, totalOfKept } from './mixture-omissions';

/** After a group in which leaving out was no gain, so many are done in full. */
const PATIENCE: i32 = 15;

/** @inline */
function term(x: v128, centre: v128, shift: usize, at: usize, inverse: v128): v128 {
  let d = f64x2.sub(x, centre);
  if (shift) d = f64x2.sub(d, v128.load64_splat(shift + at));
  return f64x2.mul(f64x2.mul(d, d), inverse);
}

/** Two components at once, so that four sums run beside each other. Returns whether all is above e⁻⁷⁰⁸ of the largest. @inline */
function logarithmsWith(m: Mixture, x: usize, shift: usize): bool {
  const stride = (<usize>m.axes) << 4;
  const half = f64x2.splat(0.5);
  let norm = m.logNormalisers;
  let square = m.squares;
  let top0 = f64x2.splat(-Infinity);
  let top1 = top0;
  let low0 = f64x2.splat(Infinity);
  let low1 = low0;
  let out = m.logarithms;
  const end = out + ((<usize>m.count) << 5);
  for (; out < end; out += 64) {
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let at = x;
    let other = square + stride;
    const stop = other;
    let s: usize = 0;
    for (; square < stop; square += 16) {
      const x0 = v128.load(at);
      const x1 = v128.load(at, 16);
      const c = v128.load64_splat(square);
      const v = v128.load64_splat(square, 8);
      a0 = f64x2.add(a0, term(x0, c, shift, s, v));
      a1 = f64x2.add(a1, term(x1, c, shift, s, v));
      const d = v128.load64_splat(other);
      const w = v128.load64_splat(other, 8);
      b0 = f64x2.add(b0, term(x0, d, shift, s, w));
      b1 = f64x2.add(b1, term(x1, d, shift, s, w));
      other += 16;
      at += 32;
      s += 8;
    }
    square = other;
    const n = v128.load64_splat(norm);
    const o = v128.load64_splat(norm, 8);
    norm += 16;
    const la0 = f64x2.sub(n, f64x2.mul(half, a0));
    const la1 = f64x2.sub(n, f64x2.mul(half, a1));
    const lb0 = f64x2.sub(o, f64x2.mul(half, b0));
    const lb1 = f64x2.sub(o, f64x2.mul(half, b1));
    v128.store(out, la0);
    v128.store(out, la1, 16);
    v128.store(out, lb0, 32);
    v128.store(out, lb1, 48);
    top0 = f64x2.pmax(top0, f64x2.pmax(la0, lb0));
    top1 = f64x2.pmax(top1, f64x2.pmax(la1, lb1));
    low0 = f64x2.pmin(low0, f64x2.pmin(la0, lb0));
    low1 = f64x2.pmin(low1, f64x2.pmin(la1, lb1));
  }
  v128.store(m.top, top0);
  v128.store(m.top, top1, 16);
  const far = f64x2.splat(-708);
  return i64x2.all_true(v128.and(f64x2.ge(f64x2.sub(low0, top0), far), f64x2.ge(f64x2.sub(low1, top1), far)));
}

/** ln of every summand of the density for the group x, and their largest; whether all are above e⁻⁷⁰⁸ of it. */
export function logarithms(m: Mixture, x: usize): bool {
  if (m.bases) return fullLogarithms(m, x);
  return m.shift ? logarithmsWith(m, x, m.shift) : logarithmsWith(m, x, 0);
}

/** Sum of the exponentials to m.sum. */
function total(m: Mixture, rows: i32): void {
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  const end = m.weights + ((<usize>rows) << 5);
  for (let at = m.weights; at < end; at += 32) {
    sum0 = f64x2.add(sum0, v128.load(at));
    sum1 = f64x2.add(sum1, v128.load(at, 16));
  }
  v128.store(m.sum, sum0);
  v128.store(m.sum, sum1, 16);
}

/** Divides the exponentials by their sum. */
export function divide(m: Mixture, rows: i32): void {
  const sum0 = v128.load(m.sum);
  const sum1 = v128.load(m.sum, 16);
  const end = m.weights + ((<usize>rows) << 5);
  for (let at = m.weights; at < end; at += 32) {
    v128.store(at, f64x2.div(v128.load(at), sum0));
    v128.store(at, f64x2.div(v128.load(at, 16), sum1), 16);
  }
}

/** Exponentials of all components, and their sum. */
function weighAll(m: Mixture, near: bool): void {
  const offset = m.weights - m.logarithms;
  const left = near
    ? exponentials(m.count, m.logarithms, m.top, m.table, m.weights, m.left)
    : farExponentials(m.count, m.logarithms, m.top, m.table, m.weights, m.left);
  decide(m.left, left, offset, m.top);
  total(m, m.count);
}

/**
 * Exponentials and their sum for the group x, of all components if `all`. Returns how many were kept, `count` where all are, in the order of
 * m.numbers; m.top is −∞ where there is no density.
 */
export function weigh(m: Mixture, x: usize, all: bool): i32 {
  const near = logarithms(m, x);
  if (!all) {
    if (m.patience > 0) m.patience--;
    else {
      const kept = select(m);
      if (kept < m.count) {
        const left = farExponentials(kept, m.kept, m.top, m.table, m.weights, m.left);
        decide(m.left, left, m.weights - m.kept, m.top);
        if (2 * kept > m.count) m.patience = PATIENCE;
        if (totalOfKept(m, kept)) return kept;
      } else m.patience = PATIENCE;
    }
  }
  weighAll(m, near);
  return m.count;
}

/** The same for all components, after a weighing whose omissions could not be justified. */
export function weighAgain(m: Mixture): void {
  weighAll(m, false);
}

/** Whether p > 0 in all four rows. */
export function hasDensity(m: Mixture): bool {
  const none = f64x2.splat(-Infinity);
  return i64x2.all_true(v128.and(f64x2.gt(v128.load(m.top), none), f64x2.gt(v128.load(m.top, 16), none)));
}

/** Largest logarithm and sum of exponentials of every row, [groups, 2, 4]. */
export function mixtureTotals(layout: usize, groups: i32, x: usize, out: usize): void {
  const m = changetype<Mixture>(layout);
  for (let g = 0; g < groups; g++) {
    weigh(m, x, false);
    v128.store(out, v128.load(m.top));
    v128.store(out, v128.load(m.top, 16), 16);
    v128.store(out, v128.load(m.sum), 32);
    v128.store(out, v128.load(m.sum, 16), 48);
    x += (<usize>m.axes) << 5;
    out += 64;
  }
}
