/**
 * The Gaussian conditional path p_t(x | z) = N(x; α_t z, σ_t² I), z a point of the target, and all that is known of it:
 *
 *   flow map        ψ_t(x₀ | z) = α z + σ x₀,   ψ_t⁻¹(x | z) = (x − αz)/σ
 *   velocity        u_t(x | z) = α̇ z + (σ̇/σ)(x − αz);  along a path, α̇ z + σ̇ x₀, which divides by nothing
 *   score           ∇ ln p_t(x | z) = −(x − αz)/σ²
 *   log-density     −½ (d ln 2πσ² + |x − αz|²/σ²)
 *   divergence      d σ̇/σ
 *
 * Batches are [rows, dim]. Arithmetic is float64, rounded once into `out`. Source: Lipman et al. (2023), theorem 3.
 */
import { checkCount, checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { PoleError } from '../errors.ts';
import { log } from '../math/index.ts';
import type { Schedule } from '../schedules/schedule.ts';

/** One time for all rows, or one for each row [rows]. */
export type Times = number | FloatArray;

/** The conditional path of a schedule in `dim` dimensions. All z, x, x0, out are [rows, dim] unless said otherwise. */
export interface GaussianPath {
  readonly schedule: Schedule;
  readonly dim: number;
  /** α z, the mean of X_t given z. */
  mean(t: Times, z: FloatArray, out: FloatArray): void;
  /** σ(t), the standard deviation of every coordinate of X_t given z. */
  std(t: number): number;
  /** ψ_t(x₀ | z) = α z + σ x₀: a draw from the path when x₀ is one from the source. */
  sample(t: Times, x0: FloatArray, z: FloatArray, out: FloatArray): void;
  /** x₀ with ψ_t(x₀ | z) = x; PoleError at σ = 0. */
  inverseFlow(t: Times, x: FloatArray, z: FloatArray, out: FloatArray): void;
  /** d/dt ψ_t(x₀ | z) = α̇ z + σ̇ x₀: the regression target of conditional flow matching. PoleError where α̇ or σ̇ is infinite. */
  targetVelocity(t: Times, x0: FloatArray, z: FloatArray, out: FloatArray): void;
  /** u_t(x | z); PoleError at σ = 0. */
  velocity(t: Times, x: FloatArray, z: FloatArray, out: FloatArray): void;
  /** ∇ₓ ln p_t(x | z); PoleError at σ = 0. */
  score(t: Times, x: FloatArray, z: FloatArray, out: FloatArray): void;
  /** ln p_t(x | z); out [rows]; PoleError at σ = 0. */
  logDensity(t: Times, x: FloatArray, z: FloatArray, out: FloatArray): void;
  /** div u_t(· | z) = d σ̇/σ, the same at every x and z; PoleError at σ = 0. */
  divergence(t: number): number;
}

const LOG_TWO_PI = 1.8378770664093454836;

/**
 * The Gaussian conditional path of a schedule.
 *
 * ```ts
 * import { condOT, gaussianPath } from 'flowproof';
 * const path = gaussianPath(condOT, 2);
 * const xt = new Float64Array(2);
 * path.sample(0.25, Float64Array.of(1, 0), Float64Array.of(0, 4), xt); // [0.75, 1]
 * ```
 */
export function gaussianPath(schedule: Schedule, dim: number): GaussianPath {
  checkCount('dim', dim, 1);

  /** out = a(t) z + b(t) v, with the coefficients of each row checked to be finite. */
  const combine = (
    t: Times,
    a: (t: number) => number,
    b: (t: number) => number,
    z: FloatArray,
    v: FloatArray | null,
    out: FloatArray,
  ): void => {
    const rows = rowsOf('z', z, dim);
    if (v) checkLength('x', v, z.length);
    checkLength('out', out, z.length);
    if (typeof t !== 'number') checkLength('t', t, rows);
    for (let r = 0; r < rows; r++) {
      const time = typeof t === 'number' ? t : t[r]!;
      const ca = a(time);
      const cb = b(time);
      if (!(Number.isFinite(ca) && Number.isFinite(cb))) throw pole(schedule, time);
      for (let i = r * dim; i < (r + 1) * dim; i++) out[i] = ca * z[i]! + (v ? cb * v[i]! : 0);
    }
  };
  const { alpha, sigma, alphaDot, sigmaDot } = schedule;
  const inverseSigma = (t: number): number => 1 / sigma(t);
  const precision = (t: number): number => 1 / (sigma(t) * sigma(t));
  // Divided before multiplied: σ̇/σ and α̇ − α(σ̇/σ) are the coefficients as they stand in the formula.
  const stretch = (t: number): number => sigmaDot(t) / sigma(t);

  return {
    schedule,
    dim,
    mean: (t, z, out) => combine(t, alpha, () => 0, z, null, out),
    std: (t) => sigma(t),
    sample: (t, x0, z, out) => combine(t, alpha, sigma, z, x0, out),
    inverseFlow: (t, x, z, out) => combine(t, (s) => -alpha(s) / sigma(s), inverseSigma, z, x, out),
    targetVelocity: (t, x0, z, out) => combine(t, alphaDot, sigmaDot, z, x0, out),
    velocity: (t, x, z, out) => combine(t, (s) => alphaDot(s) - alpha(s) * stretch(s), stretch, z, x, out),
    score: (t, x, z, out) =>
      combine(
        t,
        (s) => alpha(s) * precision(s),
        (s) => -precision(s),
        z,
        x,
        out,
      ),
    logDensity(t, x, z, out) {
      const rows = rowsOf('z', z, dim);
      checkLength('x', x, z.length);
      checkLength('out', out, rows);
      if (typeof t !== 'number') checkLength('t', t, rows);
      for (let r = 0; r < rows; r++) {
        const time = typeof t === 'number' ? t : t[r]!;
        const s = sigma(time);
        if (s === 0) throw pole(schedule, time);
        let square = 0;
        for (let i = r * dim; i < (r + 1) * dim; i++) {
          const y = (x[i]! - alpha(time) * z[i]!) / s;
          square += y * y;
        }
        out[r] = -0.5 * (dim * (LOG_TWO_PI + 2 * log(s)) + square);
      }
    },
    divergence(t) {
      const value = dim * stretch(t);
      if (!Number.isFinite(value)) throw pole(schedule, t);
      return value;
    },
  };
}

function pole(schedule: Schedule, t: number): PoleError {
  return new PoleError({
    argument: `t = ${t}`,
    expected: `a time at which the ${schedule.name} path has this value`,
    received: `σ = ${schedule.sigma(t)}, α̇ = ${schedule.alphaDot(t)}, σ̇ = ${schedule.sigmaDot(t)}`,
    wayOut: 'along a path use targetVelocity, which divides by nothing; else stay a little inside (0, 1)',
  });
}
