/**
 * Points and velocities of Gaussian conditional paths: xₜ = αₜx₁ + σₜx₀ and ẋₜ = α̇ₜx₁ + σ̇ₜx₀.
 *
 * Lipman et al. 2023, eq. 13–14 along the path: no division, so finite wherever the four coefficients are.
 */
import { kernelsOf } from './heap.ts';

const fround = Math.fround;

/**
 * x0, x1, xt, velocity: [rows, dim]; the coefficients: [rows], one per row. Float32: each product rounded, the
 * target term first, then the sum.
 */
export function samplePath(
  rows: number,
  dim: number,
  x0: Float32Array,
  x1: Float32Array,
  alpha: Float32Array,
  sigma: Float32Array,
  alphaDot: Float32Array,
  sigmaDot: Float32Array,
  xt: Float32Array,
  velocity: Float32Array,
): void {
  const kernels = kernelsOf(xt);
  const { buffer } = xt;
  if (
    kernels !== null &&
    x0.buffer === buffer &&
    x1.buffer === buffer &&
    alpha.buffer === buffer &&
    sigma.buffer === buffer &&
    alphaDot.buffer === buffer &&
    sigmaDot.buffer === buffer &&
    velocity.buffer === buffer
  ) {
    kernels.simd.samplePath(
      rows,
      dim,
      x0.byteOffset,
      x1.byteOffset,
      alpha.byteOffset,
      sigma.byteOffset,
      alphaDot.byteOffset,
      sigmaDot.byteOffset,
      xt.byteOffset,
      velocity.byteOffset,
    );
    return;
  }
  for (let r = 0; r < rows; r++) {
    const a = alpha[r]!;
    const s = sigma[r]!;
    const aDot = alphaDot[r]!;
    const sDot = sigmaDot[r]!;
    for (let i = r * dim; i < (r + 1) * dim; i++) {
      xt[i] = fround(fround(a * x1[i]!) + fround(s * x0[i]!));
      velocity[i] = fround(fround(aDot * x1[i]!) + fround(sDot * x0[i]!));
    }
  }
}
