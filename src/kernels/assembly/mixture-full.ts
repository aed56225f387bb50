/**
 * Mixtures with full covariances for groups of four rows, to the bit as fields/full-components.ts computes them: y = B⁻¹ (x − αm − σm₀) for every component, then
 *
 *   lₖ = ln(wₖ) + … − ½ Σᵢ yᵢ²/vᵢ      uₖ = α̇m + σ̇m₀ + B (h y/v)      sₖ = −B⁻ᵀ (y/v)
 *
 * with the means Σ rₖ uₖ and Σ rₖ sₖ, and their spreads as in mixture-spreads.ts. Matrices are [axes, axes], padded with zeros like the axes.
 */
import type { Mixture } from './mixture-layout';

/** out[i] = Σⱼ a[i, j] v[j] for four rows; a[i, j] lies i·row + j·step bytes from a. */
function multiply(axes: i32, a: usize, row: usize, step: usize, v: usize, out: usize): void {
  const stop = v + ((<usize>axes) << 5);
  // Two rows of the matrix at once, so that four sums run beside each other.
  for (let i = 0; i < axes; i += 2) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let t0 = s0;
    let t1 = s0;
    let at = a;
    for (let x = v; x < stop; x += 32) {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      const b = v128.load64_splat(at);
      const c = v128.load64_splat(at + row);
      s0 = f64x2.add(s0, f64x2.mul(b, x0));
      s1 = f64x2.add(s1, f64x2.mul(b, x1));
      t0 = f64x2.add(t0, f64x2.mul(c, x0));
      t1 = f64x2.add(t1, f64x2.mul(c, x1));
      at += step;
    }
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, t0, 32);
    v128.store(out, t1, 48);
    out += 64;
    a += 2 * row;
  }
}

/** Logarithms of all components, and y of each to m.whitened. Returns whether all is above e⁻⁷⁰⁸ of the largest. */
export function fullLogarithms(m: Mixture, x: usize): bool {
  const bytes = (<usize>m.axes) << 5;
  const half = f64x2.splat(0.5);
  const far = f64x2.splat(-708);
  let near = true;
  for (let lanes: usize = 0; lanes < 32; lanes += 16) v128.store(m.top + lanes, f64x2.splat(-Infinity));
  for (let c = 0; c < m.count; c++) {
    const centre = m.centres + ((<usize>c * <usize>m.axes) << 3);
    const y = m.whitened + <usize>c * bytes;
    for (let i: usize = 0; i < <usize>m.axes; i++) {
      const mean = v128.load64_splat(centre + (i << 3));
      for (let lanes: usize = 0; lanes < 32; lanes += 16) {
        let d = f64x2.sub(v128.load(x + (i << 5) + lanes), mean);
        if (m.shift) d = f64x2.sub(d, v128.load64_splat(m.shift + (i << 3)));
        v128.store(m.work + (i << 5) + lanes, d);
      }
    }
    multiply(m.axes, m.inverseBases + <usize>c * m.matrixStride, (<usize>m.axes) << 3, 8, m.work, y);
    const inverse = m.inverses + <usize>c * m.rowStride;
    const norm = v128.load64_splat(m.logNormalisers + ((<usize>c) << 3));
    for (let lanes: usize = 0; lanes < 32; lanes += 16) {
      let square = f64x2.splat(0);
      for (let i: usize = 0; i < <usize>m.axes; i++) {
        const v = v128.load(y + (i << 5) + lanes);
        square = f64x2.add(square, f64x2.mul(f64x2.mul(v, v), v128.load64_splat(inverse + (i << 3))));
      }
      const l = f64x2.sub(norm, f64x2.mul(half, square));
      v128.store(m.logarithms + ((<usize>c) << 5) + lanes, l);
      v128.store(m.top + lanes, f64x2.pmax(v128.load(m.top + lanes), l));
    }
  }
  for (let c: usize = 0; c < <usize>m.count; c++) {
    for (let lanes: usize = 0; lanes < 32; lanes += 16) {
      const distance = f64x2.sub(v128.load(m.logarithms + (c << 5) + lanes), v128.load(m.top + lanes));
      near = near && i64x2.all_true(f64x2.ge(distance, far));
    }
  }
  return near;
}

/** uₖ of four rows to out [axes, 4]. */
export function fullVelocity(m: Mixture, c: usize, out: usize): void {
  const axes: usize = m.axes;
  const y = m.whitened + ((c * axes) << 5);
  const rate = m.rates + c * m.rowStride;
  for (let i: usize = 0; i < axes; i++) {
    const r = v128.load64_splat(rate + (i << 3));
    v128.store(m.work + (i << 5), f64x2.mul(r, v128.load(y + (i << 5))));
    v128.store(m.work + (i << 5), f64x2.mul(r, v128.load(y + (i << 5), 16)), 16);
  }
  multiply(m.axes, m.bases + c * m.matrixStride, axes << 3, 8, m.work, out);
  const drift = m.drifts + ((c * axes) << 3);
  for (let i: usize = 0; i < axes; i++) {
    const d = v128.load64_splat(drift + (i << 3));
    v128.store(out + (i << 5), f64x2.add(v128.load(out + (i << 5)), d));
    v128.store(out + (i << 5), f64x2.add(v128.load(out + (i << 5), 16), d), 16);
  }
}

/** sₖ of four rows to out [axes, 4]. */
export function fullScore(m: Mixture, c: usize, out: usize): void {
  const axes: usize = m.axes;
  const y = m.whitened + ((c * axes) << 5);
  const inverse = m.inverses + c * m.rowStride;
  for (let i: usize = 0; i < axes; i++) {
    const v = v128.load64_splat(inverse + (i << 3));
    v128.store(m.work + (i << 5), f64x2.mul(f64x2.neg(v128.load(y + (i << 5))), v));
    v128.store(m.work + (i << 5), f64x2.mul(f64x2.neg(v128.load(y + (i << 5), 16)), v), 16);
  }
  multiply(m.axes, m.inverseBases + c * m.matrixStride, 8, axes << 3, m.work, out);
}
