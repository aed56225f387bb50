/** Sums over the components of mixture-full.ts for groups of four rows: means of velocity and score, and the spreads of mixture-spreads.ts. */
import { fullScore, fullVelocity } from './mixture-full';
import type { Mixture } from './mixture-layout';
import { divide, hasDensity, weigh } from './mixture-weights';

/** Whether some row has a weight that is not 0: the others are passed over. @inline */
function counts(weights: usize): bool {
  return v128.any_true(v128.or(v128.load(weights), v128.load(weights, 16)));
}

function fullMeans(m: Mixture, score: bool, each: usize, out: usize): void {
  const bytes = (<usize>m.axes) << 5;
  memory.fill(out, 0, bytes);
  for (let c: usize = 0; c < <usize>m.count; c++) {
    const w = m.weights + (c << 5);
    if (!counts(w)) continue;
    if (score) fullScore(m, c, each);
    else fullVelocity(m, c, each);
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    for (let at: usize = 0; at < bytes; at += 32) {
      v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(w0, v128.load(each + at))));
      v128.store(out + at, f64x2.add(v128.load(out + at, 16), f64x2.mul(w1, v128.load(each + at, 16))), 16);
    }
  }
}

/** Means of velocities or scores to out [groups, axes, 4]. Returns the first group in which a row has no density, or `groups`. */
export function mixtureFullMeans(
  layout: usize,
  score: bool,
  groups: i32,
  x: usize,
  scratch: usize,
  out: usize,
): i32 {
  const m = changetype<Mixture>(layout);
  for (let g = 0; g < groups; g++) {
    weigh(m, x, true);
    if (!hasDensity(m)) return g;
    divide(m, m.count);
    fullMeans(m, score, scratch, out);
    x += (<usize>m.axes) << 5;
    out += (<usize>m.axes) << 5;
  }
  return groups;
}

/**
 * Divergences, or with `variance` the variances of the velocity, to out [groups, 4]; `scratch` has room for four vectors of four rows. Returns the first group in
 * which a row has no density, or `groups`.
 */
export function mixtureFullSpreads(
  layout: usize,
  variance: bool,
  groups: i32,
  x: usize,
  before: usize,
  scratch: usize,
  out: usize,
): i32 {
  const m = changetype<Mixture>(layout);
  const bytes = (<usize>m.axes) << 5;
  const u = scratch;
  const s = u + bytes;
  const uk = s + bytes;
  const sk = uk + bytes;
  for (let g = 0; g < groups; g++) {
    weigh(m, x, true);
    if (!hasDensity(m)) return g;
    divide(m, m.count);
    fullMeans(m, false, uk, u);
    if (!variance) fullMeans(m, true, sk, s);
    v128.store(out, f64x2.splat(0));
    v128.store(out, f64x2.splat(0), 16);
    for (let c: usize = 0; c < <usize>m.count; c++) {
      const w = m.weights + (c << 5);
      if (!counts(w)) continue;
      fullVelocity(m, c, uk);
      if (!variance) fullScore(m, c, sk);
      const own = v128.load64_splat(before + (c << 3));
      for (let lanes: usize = 0; lanes < 32; lanes += 16) {
        let along = f64x2.splat(0);
        for (let at = lanes; at < bytes; at += 32) {
          const v = f64x2.sub(v128.load(uk + at), v128.load(u + at));
          const other = variance ? v : f64x2.sub(v128.load(sk + at), v128.load(s + at));
          along = f64x2.add(along, f64x2.mul(other, v));
        }
        const sum = v128.load(out + lanes);
        v128.store(out + lanes, f64x2.add(sum, f64x2.mul(v128.load(w + lanes), f64x2.add(own, along))));
      }
    }
    x += bytes;
    out += 32;
  }
  return groups;
}
