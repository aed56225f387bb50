/**
 * The marginal field of an isotropic mixture from the source N(0, I), written out once more with every coefficient open to change:
 *
 *   u = Σ rₖ (α̇ (mₖ + gₖ δₖ) + σ̇ cₖ δₖ),   δₖ = x − αmₖ,   gₖ = αsₖ²/vₖ,   cₖ = σ/vₖ,   vₖ = α²sₖ² + σ²
 *   rₖ ∝ wₖ vₖ^(−d/2) exp(−|δₖ|²/2vₖ),   ln p = ln Σ wₖ vₖ^(−d/2) exp(−|δₖ|²/2vₖ) − ½d ln 2π
 */
import { exp, log } from '../../../math/index.ts';
import type { Schedule } from '../../../schedules/schedule.ts';

/** Σ wₖ N(mₖ, sₖ² I). */
export interface Blobs {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly stds: readonly number[];
}

/** The schedule at a time, and one component. */
export interface Coefficients {
  readonly alpha: number;
  readonly sigma: number;
  readonly alphaDot: number;
  readonly sigmaDot: number;
  readonly s: number;
  readonly w: number;
  readonly v: number;
  readonly d: number;
}

/** What to write instead; the right formula where nothing is said. */
export interface Changes {
  /** vₖ. */
  readonly variance?: (c: Omit<Coefficients, 'v'>) => number;
  /** gₖ. */
  readonly dataGain?: (c: Coefficients) => number;
  /** cₖ. */
  readonly noiseGain?: (c: Coefficients) => number;
  /** ln(wₖ vₖ^(−d/2)). */
  readonly logWeight?: (c: Coefficients) => number;
  /** From rₖ to what stands in their place. */
  readonly responsibilities?: (r: readonly number[]) => readonly number[];
  /** The multiple of mₖ that δₖ takes off. */
  readonly centre?: (c: Omit<Coefficients, 's' | 'w' | 'v'>) => number;
}

/** Component values of one row. */
export interface Row {
  readonly r: readonly number[];
  readonly c: readonly Coefficients[];
  /** δₖ. */
  readonly delta: readonly (readonly number[])[];
  /** ln Σ wₖ vₖ^(−d/2) exp(−|δₖ|²/2vₖ). */
  readonly logSum: number;
}

/** The components at (t, x), with the changes. */
export function rowOf(
  blobs: Blobs,
  schedule: Schedule,
  t: number,
  x: readonly number[],
  changes: Changes,
): Row {
  const at = {
    alpha: schedule.alpha(t),
    sigma: schedule.sigma(t),
    alphaDot: schedule.alphaDot(t),
    sigmaDot: schedule.sigmaDot(t),
    d: x.length,
  };
  const centre = changes.centre?.(at) ?? at.alpha;
  const delta = blobs.means.map((m) => x.map((value, i) => value - centre * m[i]!));
  const c = blobs.stds.map((s, k): Coefficients => {
    const own = { ...at, s, w: blobs.weights[k]! };
    return { ...own, v: changes.variance?.(own) ?? own.alpha * own.alpha * s * s + own.sigma * own.sigma };
  });
  const l = c.map((own, k) => {
    const head = changes.logWeight?.(own) ?? log(own.w) - 0.5 * own.d * log(own.v);
    return head - (0.5 * squareOf(delta[k]!)) / own.v;
  });
  const top = Math.max(...l);
  const parts = l.map((value) => exp(value - top));
  const total = parts.reduce((sum, part) => sum + part, 0);
  const r = parts.map((part) => part / total);
  return { r: changes.responsibilities?.(r) ?? r, c, delta, logSum: top + log(total) };
}

export const squareOf = (a: readonly number[]): number => a.reduce((sum, value) => sum + value * value, 0);

/** u at one row. */
export function velocityOf(
  blobs: Blobs,
  schedule: Schedule,
  t: number,
  x: readonly number[],
  changes: Changes,
): number[] {
  const { r, c, delta } = rowOf(blobs, schedule, t, x, changes);
  return x.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < c.length; k++) {
      const own = c[k]!;
      const g = changes.dataGain?.(own) ?? (own.alpha * own.s * own.s) / own.v;
      const n = changes.noiseGain?.(own) ?? own.sigma / own.v;
      const data = blobs.means[k]![i]! + g * delta[k]![i]!;
      sum += r[k]! * (own.alphaDot * data + own.sigmaDot * n * delta[k]![i]!);
    }
    return sum;
  });
}

/** ln p at one row. */
export function logDensityOf(
  blobs: Blobs,
  schedule: Schedule,
  t: number,
  x: readonly number[],
  changes: Changes,
): number {
  return rowOf(blobs, schedule, t, x, changes).logSum - 0.5 * x.length * log(2 * Math.PI);
}
