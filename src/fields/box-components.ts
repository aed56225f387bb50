/**
 * Uniform components on boxes under a Gaussian path: X₁ uniform on Π [aᵢ, bᵢ], X₀ ~ N(m₀, diag S₀), s₀ = √S₀, coordinate by coordinate.
 *
 * With ξ = (x − σm₀ − αz)/(σs₀), z runs over [a, b] as ξ over [lo, lo + w], lo = (x − σm₀ − αb)/(σs₀), w = α(b − a)/(σs₀), z = b − (b − a) q,
 * ξ = lo + wq. Given x, ξ is a standard normal truncated to that interval, so with V = Var q:
 *
 *   p = height/(σs₀)                     ∇ ln p = −E[ξ]/(σs₀)
 *   E[X₁|x] = b − (b − a) E[q]           E[X₀|x] = m₀ + s₀ E[ξ]          u = α̇ E[X₁|x] + σ̇ E[X₀|x]
 *   ∂ₜ ln p = (σ̇/σ)(E[ξ²] − 1) + (α̇ E[ξz] + σ̇ m₀ E[ξ])/(σs₀),  E[ξ²] = w²V + E[ξ]²,  E[ξz] = E[ξ]E[z] − w(b − a)V
 *   ∂u/∂x = α̇ w(b − a)V/(σs₀) + (σ̇/σ)(1 − w²V)
 *   Var[X₁|x] = (b − a)² V               Var[α̇X₁ + σ̇X₀|x] = (D/σ)² (b − a)² V,  D = α̇σ − ασ̇
 *
 * At σ = 0, inside the box: p = 1/(α(b − a)), ξ ~ N(0, 1), E[X₁|x] = x/α, E[X₀|x] = m₀; outside: p = 0.
 * Intervals shared by several boxes are evaluated once a row.
 */
import { log } from '../math/index.ts';
import type { UniformBoxes } from '../targets/uniform-boxes.ts';
import { type Components, meanDrift, type PathPoint, scheduleSpeed } from './components.ts';
import type { GaussianSource } from './gaussian-source.ts';
import { type TruncatedNormal, truncatedNormal } from './truncated-normal.ts';

/** The intervals of one coordinate without repetition, and what a row makes of each. */
interface Axis {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Interval of box k: index[k]. */
  readonly index: Int32Array;
  readonly logDensity: Float64Array;
  /** E[z], E[ξ], and the three central moments Var z, Cov-like w(b − a)V, Var ξ = w²V. */
  readonly meanZ: Float64Array;
  readonly meanXi: Float64Array;
  readonly varianceZ: Float64Array;
  readonly mixed: Float64Array;
  readonly varianceXi: Float64Array;
}

function axisOf({ count, dim, lower, upper }: UniformBoxes, i: number): Axis {
  const seen = new Map<string, number>();
  const index = new Int32Array(count);
  const lows: number[] = [];
  const highs: number[] = [];
  for (let k = 0; k < count; k++) {
    const [a, b] = [lower[k * dim + i]!, upper[k * dim + i]!];
    const name = `${a} ${b}`;
    if (!seen.has(name)) {
      seen.set(name, lows.length);
      lows.push(a);
      highs.push(b);
    }
    index[k] = seen.get(name)!;
  }
  const n = lows.length;
  return {
    lower: Float64Array.from(lows),
    upper: Float64Array.from(highs),
    index,
    logDensity: new Float64Array(n),
    meanZ: new Float64Array(n),
    meanXi: new Float64Array(n),
    varianceZ: new Float64Array(n),
    mixed: new Float64Array(n),
    varianceXi: new Float64Array(n),
  };
}

const moments: TruncatedNormal = { logHeight: 0, mean: 0, variance: 0, varianceXi: 0 };

/** Fills the moments of every interval of an axis for the coordinate y = x − σm₀ and the width s = σs₀ > 0. */
function evaluate(axis: Axis, y: number, alpha: number, s: number): void {
  for (let n = 0; n < axis.lower.length; n++) {
    const b = axis.upper[n]!;
    const side = b - axis.lower[n]!;
    const lo = (y - alpha * b) / s;
    const w = (alpha * side) / s;
    truncatedNormal(lo, w, moments);
    axis.logDensity[n] = moments.logHeight - log(s);
    axis.meanZ[n] = b - side * moments.mean;
    axis.meanXi[n] = lo + w * moments.mean;
    axis.varianceZ[n] = side * side * moments.variance;
    // Of two equal forms the one that neither underflows nor overflows.
    axis.mixed[n] = w < 1 ? w * side * moments.variance : (side * moments.varianceXi) / w;
    axis.varianceXi[n] = moments.varianceXi;
  }
}

/** The limit of {@link evaluate} for s = 0; `mixed`, whose uses are divided by s, has none. */
function evaluateAtTarget(axis: Axis, y: number, alpha: number): void {
  for (let n = 0; n < axis.lower.length; n++) {
    const [a, b] = [alpha * axis.lower[n]!, alpha * axis.upper[n]!];
    axis.logDensity[n] = y > a && y < b ? -log(b - a) : -Infinity;
    axis.meanZ[n] = y / alpha;
    axis.meanXi[n] = 0;
    axis.varianceZ[n] = 0;
    axis.varianceXi[n] = 1;
  }
}

export function boxComponents(target: UniformBoxes, source: GaussianSource): Components {
  const { dim, count } = target;
  const axes = Array.from({ length: dim }, (_, i) => axisOf(target, i));
  const logWeights = Float64Array.from(target.weights, log);
  const m0 = source.mean;
  const s0 = source.variances!.map(Math.sqrt);
  const drift0 = new Float64Array(dim);
  let p: PathPoint;

  /** σ̇ s₀ E[ξ], 0 at σ = 0, where E[ξ] vanishes faster than any power of σ. */
  const noiseDrift = (i: number, n: number): number =>
    p.sigma === 0 ? 0 : p.sigmaDot * s0[i]! * axes[i]!.meanXi[n]!;
  /** ∂uᵢ/∂xᵢ. */
  const slope = (k: number, i: number): number => {
    const axis = axes[i]!;
    const n = axis.index[k]!;
    if (p.sigma === 0) return p.alphaDot / p.alpha;
    const signal = (p.alphaDot * axis.mixed[n]!) / (p.sigma * s0[i]!);
    return signal + (p.sigmaDot / p.sigma) * (1 - axis.varianceXi[n]!);
  };

  return {
    dim,
    count,
    setTime(point) {
      p = point;
      for (let i = 0; i < dim; i++) drift0[i] = meanDrift(p, m0[i]!);
    },
    setRow(row, out) {
      for (let i = 0; i < dim; i++) {
        const y = row[i]! - p.sigma * m0[i]!;
        if (p.sigma === 0) evaluateAtTarget(axes[i]!, y, p.alpha);
        else evaluate(axes[i]!, y, p.alpha, p.sigma * s0[i]!);
      }
      for (let k = 0; k < count; k++) {
        let sum = logWeights[k]!;
        for (let i = 0; i < dim; i++) sum += axes[i]!.logDensity[axes[i]!.index[k]!]!;
        out[k] = sum;
      }
    },
    velocity(k, out) {
      for (let i = 0; i < dim; i++) {
        const n = axes[i]!.index[k]!;
        out[i] = p.alphaDot * axes[i]!.meanZ[n]! + drift0[i]! + noiseDrift(i, n);
      }
    },
    score(k, out) {
      for (let i = 0; i < dim; i++) {
        out[i] = p.sigma === 0 ? 0 : -axes[i]!.meanXi[axes[i]!.index[k]!]! / (p.sigma * s0[i]!);
      }
    },
    dtLogDensity(k) {
      if (p.sigma === 0) return (-dim * p.alphaDot) / p.alpha;
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        const axis = axes[i]!;
        const n = axis.index[k]!;
        const xi = axis.meanXi[n]!;
        const xiZ = xi * axis.meanZ[n]! - axis.mixed[n]!;
        sum += (p.sigmaDot / p.sigma) * (axis.varianceXi[n]! + xi * xi - 1);
        sum += (p.alphaDot * xiZ + drift0[i]! * xi) / (p.sigma * s0[i]!);
      }
      return sum;
    },
    dtMagnitude(k) {
      if (p.sigma === 0) return (dim * Math.abs(p.alphaDot)) / p.alpha;
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        const axis = axes[i]!;
        const n = axis.index[k]!;
        const xi = Math.abs(axis.meanXi[n]!);
        const xiZ = xi * Math.abs(axis.meanZ[n]!) + axis.mixed[n]!;
        sum += Math.abs(p.sigmaDot / p.sigma) * (axis.varianceXi[n]! + xi * xi + 1);
        sum += (Math.abs(p.alphaDot) * xiZ + Math.abs(drift0[i]!) * xi) / (p.sigma * s0[i]!);
      }
      return sum;
    },
    divergence(k) {
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += slope(k, i);
      return sum;
    },
    addJacobian(k, weight, out) {
      for (let i = 0; i < dim; i++) out[i * dim + i]! += weight * slope(k, i);
    },
    posteriorMeans(k, x1, x0) {
      for (let i = 0; i < dim; i++) {
        const n = axes[i]!.index[k]!;
        x1[i] = axes[i]!.meanZ[n]!;
        x0[i] = m0[i]! + s0[i]! * axes[i]!.meanXi[n]!;
      }
    },
    addPosteriorCovariance(k, weight, out) {
      for (let i = 0; i < dim; i++) out[i * dim + i]! += weight * axes[i]!.varianceZ[axes[i]!.index[k]!]!;
    },
    velocityVariance(k) {
      const speed = scheduleSpeed(p);
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        const n = axes[i]!.index[k]!;
        // (b − a)² V / σ² = s₀² w² V / α², the form that stays finite at σ = 0.
        sum +=
          p.sigma < p.alpha
            ? (axes[i]!.varianceXi[n]! * s0[i]! * s0[i]!) / (p.alpha * p.alpha)
            : axes[i]!.varianceZ[n]! / (p.sigma * p.sigma);
      }
      return sum * speed * speed;
    },
  };
}
