/**
 * What laws ask of schedules, conditional paths and marginal fields: the least that a foreign object must have. Everything that
 * flowproof makes fits as it is. More members let more laws speak. Other kinds are defined beside their laws.
 */
import type { Key } from '../../random/index.ts';

/** What a path means to be at its ends: ψ₀ = α₀ z + σ₀ x₀ and ψ₁ = α₁ z + σ₁ x₀. Exact ends are 0, 1, 1, 0. */
export interface BoundaryValues {
  readonly alpha0: number;
  readonly sigma0: number;
  readonly alpha1: number;
  readonly sigma1: number;
}

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
  /** The boundary values that the schedule states as its own; default those of its `spec` if it has one of ours, else exact ends. */
  readonly ends?: BoundaryValues;
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
  /** The ends that the path states as its own; default those of its `schedule` if it has one, else exact: ψ₀ = x₀, ψ₁ = z. */
  readonly ends?: BoundaryValues;
  /** ε, the relative precision of the values; in [2⁻⁵², 2⁻¹⁰]; default 2⁻⁵². For one that computes in float32: 2⁻²³. */
  readonly precision?: number;
}

/** A density p_t and a velocity u_t that moves it. Batches x are [rows, dim]. */
export interface FieldSubject {
  readonly name?: string;
  readonly dim: number;
  velocity(t: number, x: Float64Array, out: Float64Array): void;
  /** ln p_t(x); out [rows]. A constant that does not depend on t may be missing, but for `continuity-volumes`, which wants total mass 1. */
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
  /** ln of the density that p₀ is meant to be, the source or what the path makes of it; out [rows]. */
  sourceLogDensity?(x: Float64Array, out: Float64Array): void;
  /** ln of the density that p₁ is meant to be, the target or what the path makes of it; out [rows]. */
  targetLogDensity?(x: Float64Array, out: Float64Array): void;
  /** Where p_t lives when it cannot be drawn: numbers of about this size. Default 1. */
  readonly scale?: number;
  /** ε, the relative precision of the values; in [2⁻⁵², 2⁻¹⁰]; default 2⁻⁵². For one that computes in float32: 2⁻²³. */
  readonly precision?: number;
}
