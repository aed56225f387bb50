/**
 * EDM churn for flow paths: before each deterministic step from t_i, go back to a noisier time t̂ ≤ t_i by scaling and adding noise.
 *
 * Derivation. X_t = αX₁ + σX₀ with X₀ ~ N(m₀, S₀), independent of X₁. Write α̂, σ̂ for time t̂ and r = α̂/α. For fresh ε ~ N(0, S₀)
 *
 *   X̂ = r X_t + (σ̂ − rσ) m₀ + κ ε = α̂ X₁ + σ̂ m₀ + [rσ (X₀ − m₀) + κ ε],
 *
 * and the bracket is N(0, (r²σ² + κ²) S₀), independent of X₁. So X̂ has the law of X_t̂ exactly when κ² = σ̂² − r²σ². With the noise
 * level ν = σ/α (1/ν is the root of the signal-to-noise ratio) and ν̂ = (1 + γ)ν,
 *
 *   κ² = α̂²(ν̂² − ν²) = (rσ)² γ(2 + γ) ≥ 0,
 *
 * which has no cancellation. t̂ is the time with ratio α̂/σ̂ = (α/σ)/(1 + γ); where the path does not reach so much noise (t̂ < 0, possible
 * for VP and VE), γ is cut so that t̂ = 0. At α = 0 the state is pure noise already, and at σ = 0 there is none to enlarge: γ = 0.
 * Scaling is not optional: adding κε without r leaves the law of no time.
 *
 * As in EDM, γ_i = min(S_churn / N, √2 − 1) where ν_i lies in [S_min, S_max], else 0, and κ is multiplied by S_noise, which keeps the
 * marginals only at 1. For VE (α = 1, ν = σ) all of it is EDM's algorithm 2 with another clock. As N grows, churn tends to the
 * process of the marginal-preserving family with w² = 2 (S_churn / T) σ² on uniform grids over a length T of time.
 *
 * The step itself is Heun's from t̂ to t_{i+1}, or Euler's where σ(t_{i+1}) = 0, as in EDM. Weak order 2 for fixed S_churn from a start
 * with the law of its time; as an approximation of the process with that w, from any other start, 1.
 * Source: Karras, Aittala, Aila, Laine, Elucidating the Design Space of Diffusion-Based Generative Models (2022), algorithm 2.
 */
import { checkNumber } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';

/** What churn must know of a schedule. */
export interface ChurnSchedule {
  alpha(t: number): number;
  sigma(t: number): number;
  /** α/σ in [0, ∞], increasing. */
  snr(t: number): number;
  snrInverse(rho: number): number;
}

export interface ChurnOptions {
  readonly schedule: ChurnSchedule;
  /** S_churn ≥ 0; 0 is the deterministic solver. Default 1. */
  readonly churn?: number;
  /** S_min: least noise level σ/α with churn; default 0. */
  readonly minLevel?: number;
  /** S_max: greatest noise level σ/α with churn; default ∞. */
  readonly maxLevel?: number;
  /** S_noise: factor of the added noise; other values than 1 leave the marginals. Default 1. */
  readonly inflation?: number;
  /** The step into σ = 0; default 'euler', which evaluates nothing there. */
  readonly lastStep?: 'euler' | 'heun';
  /** The source N(m₀, L Lᵀ): mean [dim], L [dim, dim] lower triangular. Default N(0, I). */
  readonly source?: { readonly mean: Float64Array; readonly factor: Float64Array };
}

/** The solver that {@link edmChurn} makes. */
export interface ChurnSolver extends Required<Omit<ChurnOptions, 'source'>> {
  readonly kind: 'edm-churn';
  readonly name: 'edm-churn';
  readonly weakOrder: 2;
  readonly source: { readonly mean: Float64Array; readonly factor: Float64Array } | null;
}

/**
 * EDM churn on the path of a schedule.
 *
 * ```ts
 * import { condOT, edmChurn, eightGaussians, key, marginalField, normal, solveStochastic } from 'flowproof';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * const solver = edmChurn({ schedule: condOT, churn: 2 });
 * const { nfe, raised } = solveStochastic(field, normal(key(7), [100, 2]), { solver, steps: 16, key: key(8) });
 * console.log(nfe, raised![8]! < 0.5); // 31 true
 * ```
 *
 * @throws {ArgumentError} for an option outside its domain.
 */
export function edmChurn(options: ChurnOptions): ChurnSolver {
  const {
    schedule,
    churn = 1,
    minLevel = 0,
    maxLevel = Infinity,
    inflation = 1,
    lastStep = 'euler',
    source = null,
  } = options ?? {};
  for (const part of ['alpha', 'sigma', 'snr', 'snrInverse'] as const) {
    if (typeof schedule?.[part] !== 'function') {
      fail('schedule', 'a Schedule such as condOT or vp()', schedule);
    }
  }
  checkNumber('churn', churn, 0);
  checkNumber('minLevel', minLevel, 0);
  if (!(typeof maxLevel === 'number' && maxLevel >= minLevel)) {
    fail('maxLevel', `a level from minLevel = ${minLevel} on`, maxLevel);
  }
  checkNumber('inflation', inflation, 0);
  if (lastStep !== 'euler' && lastStep !== 'heun') fail('lastStep', "'euler' or 'heun'", lastStep);
  return {
    kind: 'edm-churn',
    name: 'edm-churn',
    weakOrder: 2,
    schedule,
    churn,
    minLevel,
    maxLevel,
    inflation,
    lastStep,
    source,
  };
}

function fail(argument: string, expected: string, received: unknown): never {
  throw new ArgumentError({ argument, expected, received: show(received) });
}

/** x̂ = r x + shift · m₀ + κ ε at time t̂. */
export interface Raise {
  readonly time: number;
  readonly r: number;
  readonly shift: number;
  readonly kappa: number;
}

/** EDM's bound on γ, √2 − 1: it keeps the added variance below the variance that is there. */
const MOST_CHURN: number = Math.SQRT2 - 1;

/** How a solve of `steps` steps raises the noise at time t, or null where it does not. */
export function raise(
  { schedule, churn, minLevel, maxLevel, inflation }: ChurnSolver,
  steps: number,
  t: number,
): Raise | null {
  const alpha = schedule.alpha(t);
  const sigma = schedule.sigma(t);
  if (alpha === 0 || sigma === 0) return null;
  const level = sigma / alpha;
  if (!(level >= minLevel && level <= maxLevel)) return null;
  const wanted = 1 + Math.min(churn / steps, MOST_CHURN);
  const lowest = schedule.snr(0);
  const snr = schedule.snr(t);
  const clipped = snr / wanted <= lowest;
  const factor = clipped ? snr / lowest : wanted;
  const gamma = factor - 1;
  const time = clipped ? 0 : Math.min(schedule.snrInverse(snr / wanted), t);
  if (!(gamma > 0)) return null;
  const r = schedule.alpha(time) / alpha;
  return {
    time,
    r,
    shift: schedule.sigma(time) - r * sigma,
    kappa: inflation * r * sigma * Math.sqrt(gamma * (2 + gamma)),
  };
}
