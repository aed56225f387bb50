/**
 * A schedule is the pair (α, σ) of Xₜ = αₜ X₁ + σₜ X₀, with t = 0 at the source (noise) and t = 1 at the target (data).
 *
 * Domain of every function: t in [0, 1]. Derivatives are with respect to t and may be ±∞ at an end, where the
 * mathematics says so; σσ̇ = ½ d(σ²)/dt is the form that stays finite there.
 */
export interface Schedule {
  readonly name: string;
  /** Plain data from which `scheduleFromSpec(spec)` builds the same schedule in another thread; absent for user functions. */
  readonly spec?: ScheduleSpec;
  alpha(t: number): number;
  sigma(t: number): number;
  alphaDot(t: number): number;
  sigmaDot(t: number): number;
  /** σσ̇ = ½ d(σ²)/dt. */
  sigmaSigmaDot(t: number): number;
  /** ρ = α/σ in [0, ∞], increasing in t. */
  snr(t: number): number;
  /** t with α/σ = ρ. */
  snrInverse(rho: number): number;
  /** λ = ln(α²/σ²) in [−∞, ∞]. */
  logSnr(t: number): number;
  /** t with ln(α²/σ²) = λ. */
  logSnrInverse(lambda: number): number;
}

/** The built-in schedules as plain data. */
export type ScheduleSpec =
  | { readonly kind: 'cond-ot' }
  | { readonly kind: 'ot'; readonly sigmaMin: number }
  | { readonly kind: 'polynomial'; readonly n: number }
  | { readonly kind: 'vp'; readonly betaMin: number; readonly betaMax: number }
  | { readonly kind: 'linear-vp' }
  | { readonly kind: 'cosine' }
  | { readonly kind: 've'; readonly sigmaMin: number; readonly sigmaMax: number };
