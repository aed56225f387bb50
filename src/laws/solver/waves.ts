/**
 * Smooth nonlinear fields whose every constant is known: uᵢ(t, x) = aᵢ sin(Σⱼ wᵢⱼ xⱼ + cᵢ t + fᵢ).
 *
 * In the maximum norm: |u| ≤ max |aᵢ|, L = max |aᵢ| Σⱼ|wᵢⱼ|, |∂u/∂t| ≤ max |aᵢcᵢ|. The angle is a sum of dim + 2 rounded terms,
 * so that an evaluation is off by |aᵢ| (u (dim + 3) (Σ|wᵢⱼ||xⱼ| + |cᵢ| + |fᵢ|) + 2u) and |aᵢcᵢ| times the error of t.
 */
import { sin } from '../../math/index.ts';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { type Smoothness, UNIT } from './rounding.ts';

/** One component as [a, c, f, w₁, …, w_dim]. */
export type Wave = readonly number[];

/** The field of `waves`, one for each column, on batches [rows, dim]. */
export function waveVelocity(waves: readonly Wave[]): VelocityFunction {
  const dim = waves.length;
  return (t, x, out) => {
    for (let row = 0; row < x.length; row += dim) {
      for (let i = 0; i < dim; i++) {
        const wave = waves[i]!;
        let angle = wave[1]! * t + wave[2]!;
        for (let j = 0; j < dim; j++) angle += wave[3 + j]! * x[row + j]!;
        out[row + i] = wave[0]! * sin(angle);
      }
    }
  };
}

/** The field's constants for states up to `size` at times in [0, 1] that are off by `timeError`. */
export function waveSmoothness(waves: readonly Wave[], size: number, timeError: number): Smoothness {
  let [lipschitz, speed, evaluation] = [0, 0, 0];
  for (const [a, c, f, ...w] of waves) {
    const slope = w.reduce((sum, value) => sum + Math.abs(value), 0);
    const angle = slope * size + Math.abs(c!) + Math.abs(f!);
    lipschitz = Math.max(lipschitz, Math.abs(a!) * slope);
    speed = Math.max(speed, Math.abs(a!));
    const rounding = UNIT * ((w.length + 3) * angle + 2) + Math.abs(c!) * timeError;
    evaluation = Math.max(evaluation, Math.abs(a!) * rounding);
  }
  return { lipschitz, speed, evaluation };
}

/** Error of a stage time in [0, 1] however it is computed, running sums included: one rounding a step, and a few for the stage. */
export function timeRounding(steps: number): number {
  return (steps + 4) * UNIT;
}

/** max |aᵢ − bᵢ|; NaN where any is. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

/** ‖a − b‖₂. */
export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) * (a[i]! - b[i]!);
  return Math.sqrt(squares);
}
