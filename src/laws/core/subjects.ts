/**
 * What laws ask of schedules, conditional paths and marginal fields: the least that a foreign object must have. Everything that
 * flowproof makes fits as it is. More members let more laws speak. Other kinds are defined beside their laws.
 */
import type { Key } from '../../random/index.ts';

/** α, σ and their derivatives, on [0, 1]; derivatives may be ±∞ at an end. */
export interface ScheduleSubject {
  readonly name?: string;
  alpha(t: number): number;
  sigma(t: number): number;
  alphaDot(t: number): number;
  sigmaDot(t: number): number;
  /** σσ̇ = ½ dσ²/dt, finite where σ = 0. */
  sigmaSigmaDot?(t: number): number;
  /** ρ = α/σ in [0, ∞]. */
  snr?(t: number): number;
  snrInverse?(rho: number): number;
  /** λ = ln(α²/σ²) in [−∞, ∞]. */
  logSnr?(t: number): number;
  logSnrInverse?(lambda: number): number;
}

/** A conditional path X_t = ψ_t(X₀ | z). All of z, x, x0 and `out` are [rows, dim], row by row, unless said otherwise. */
export interface PathSubject {
  readonly name?: string;
  readonly dim: number;
  /** ψ_t(x₀ | z): a draw of the path when x₀ is one of the source N(0, I). */
  sample(t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void;
  /** d/dt ψ_t(x₀ | z), the regression target of conditional flow matching. */
  targetVelocity?(t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void;
  /** u_t(x | z). */
  velocity?(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
  /** x₀ with ψ_t(x₀ | z) = x. */
  inverseFlow?(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
  /** ∇ₓ ln p_t(x | z). */
  score?(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
  /** ln p_t(x | z); out [rows]. */
  logDensity?(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
  /** div u_t(· | z), where it is the same at every x. */
  divergence?(t: number): number;
  /** The largest |ψ₀(x₀|z) − x₀| / (1 + |z|) and |ψ₁(x₀|z) − z| / (1 + |x₀|) that the path means to have; default 0: exact at both ends. */
  readonly ends?: { readonly start: number; readonly end: number };
}

/** A density p_t and a velocity u_t that moves it. Batches x are [rows, dim]. */
export interface FieldSubject {
  readonly name?: string;
  readonly dim: number;
  velocity(t: number, x: Float64Array, out: Float64Array): void;
  /** ln p_t(x); out [rows]. Up to a constant that does not depend on t, where a law does not say otherwise. */
  logDensity(t: number, x: Float64Array, out: Float64Array): void;
  /** ∇ ln p_t(x); out [rows, dim]. */
  score?(t: number, x: Float64Array, out: Float64Array): void;
  /** div u_t(x); out [rows]. */
  divergence?(t: number, x: Float64Array, out: Float64Array): void;
  /** ∂ₜ ln p_t(x); out [rows]. */
  dtLogDensity?(t: number, x: Float64Array, out: Float64Array): void;
  /** Size of all that ∂ₜ ln p + div u + u·∇ ln p adds up inside; out [rows]. */
  termMagnitude?(t: number, x: Float64Array, out: Float64Array): void;
  /** Draws of p_t, [rows, dim]; where a law should look. Default: normal numbers times `scale`. */
  sample?(t: number, key: Key, out: Float64Array): void;
  /** Where p_t lives when it cannot be drawn: numbers of about this size. Default 1. */
  readonly scale?: number;
  /** ε, the relative precision of the values; default 2⁻⁵². For one that computes in float32: 2⁻²³. */
  readonly precision?: number;
}
