/**
 * Which flows have a closed form, found from the target itself:
 *
 *   'distribution function'   a mixture in one dimension: x′ = F_t′⁻¹(F_t(x))                                    (line-flow.ts)
 *   'matrix flow'             one Gaussian, any covariances: x_t = c_t + P diag(√(v(t)/v(0))) P⁻¹ (x_0 − c_0)    (normal-coordinates.ts)
 *   'line and matrix'         a mixture with one covariance whose means lie on one line, in any dimension.
 *
 * The last one: in the coordinates z = P⁻¹(x − c_t) of the common covariance S = P diag(λ) Pᵀ and the source S₀ = PPᵀ, with c_t the
 * path of the first mean, the components have the means α τₖ v for one unit vector v. Where λ is the same along all of v (for a common
 * isotropic covariance always), responsibilities depend on s = v·z alone. So s flows as the mixture Σ wₖ N(τₖ, λ_v) on the line from
 * N(0, 1), and z − s v as under a single Gaussian.
 */
import type { ClosedFormTarget } from '../fields/components-of.ts';
import type { GaussianSourceSpec } from '../fields/gaussian-source.ts';
import { type GaussianSource, gaussianSource } from '../fields/gaussian-source.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { Covariances } from '../targets/covariances.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import { type LineFlow, lineFlow } from './line-flow.ts';
import { growth, type NormalCoordinates, normalCoordinates, product } from './normal-coordinates.ts';

/** A flow that is known without a solver. */
export interface ExactFlow {
  /** In words, for a table. */
  readonly from: string;
  /** Writes the states at `t` of the solutions through `start` [rows, dim] at 0 to `out`; returns the largest error that any may have. */
  states(t: number, start: Float64Array, out: Float64Array): number;
}

const UNIT = 2.220446049250313e-16;

/** The exact flow of the marginal field, or null where none is known. */
export function exactFlow(
  schedule: Schedule,
  target: ClosedFormTarget,
  sourceSpec: GaussianSourceSpec | undefined,
): ExactFlow | null {
  if (target.kind !== 'gaussian-mixture') return null;
  const source = gaussianSource(sourceSpec, target.dim);
  const counted = Array.from(target.weights.keys()).filter((k) => target.weights[k]! > 0);
  if (target.dim === 1 && counted.length > 1) return onTheLine(schedule, target, source, counted);
  const common = commonCovariance(target.covariances, counted, target.dim);
  if (!common) return null;
  const coordinates = normalCoordinates(common, source, target.dim);
  const { dim } = target;
  const mean = (k: number): Float64Array => target.means.slice(k * dim, (k + 1) * dim);
  const centre = { mean: mean(counted[0]!), source: source.mean };
  const line = axisOf(coordinates, counted.map(mean));
  if (line === undefined) return null;
  const along =
    line &&
    lineFlow({
      schedule,
      weights: Float64Array.from(counted, (k) => target.weights[k]!),
      means: line.offsets,
      variances: new Float64Array(counted.length).fill(line.ratio),
      sourceMean: 0,
      sourceVariance: 1,
      meanError: line.error,
    });
  return inCoordinates(schedule, coordinates, centre, line && { axis: line.axis, flow: along! });
}

function onTheLine(
  schedule: Schedule,
  target: GaussianMixture,
  source: GaussianSource,
  counted: readonly number[],
): ExactFlow {
  const { covariances: S } = target;
  const variances = S.kind === 'full' ? S.matrices : S.variances;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(counted, (k) => values[k]!);
  const flow = lineFlow({
    schedule,
    weights: pick(target.weights),
    means: pick(target.means),
    variances: pick(variances),
    sourceMean: source.mean[0]!,
    sourceVariance: source.variances ? source.variances[0]! : source.factor![0]! * source.factor![0]!,
    meanError: 0,
  });
  return {
    from: 'distribution function',
    states(t, start, out) {
      flow.map(t, start, out);
      return start.reduce((radius, x, i) => Math.max(radius, flow.bound(t, x, 0, out[i]!)), 0);
    },
  };
}

/** The covariance that all components share, as that of a single one; null when they do not. */
function commonCovariance(S: Covariances, counted: readonly number[], dim: number): Covariances | null {
  const width = S.kind === 'isotropic' ? 1 : S.kind === 'diagonal' ? dim : dim * dim;
  const values = S.kind === 'full' ? S.matrices : S.variances;
  const first = counted[0]!;
  for (const k of counted) {
    for (let i = 0; i < width; i++) {
      if (values[k * width + i] !== values[first * width + i]) return null;
    }
  }
  const slice = (a: Float64Array, n: number): Float64Array => a.slice(first * n, (first + 1) * n);
  if (S.kind !== 'full') return { kind: S.kind, variances: slice(S.variances, width) };
  return {
    kind: 'full',
    matrices: slice(S.matrices, width),
    eigenvalues: slice(S.eigenvalues, dim),
    eigenvectors: slice(S.eigenvectors, width),
  };
}

interface Axis {
  /** v, a unit vector. */
  readonly axis: Float64Array;
  /** τₖ. */
  readonly offsets: Float64Array;
  /** λ along v. */
  readonly ratio: number;
  /** How far P⁻¹(mₖ − m₁) may lie from τₖ v. */
  readonly error: number;
}

/** The line of the means in normal coordinates; null when all means are one point, undefined when they lie on no line along which λ is one. */
function axisOf(
  { dim, inverse, ratios, condition, diagonal }: NormalCoordinates,
  means: readonly Float64Array[],
): Axis | null | undefined {
  const size = new Float64Array(dim);
  const offsets = means.map((m) => {
    const out = new Float64Array(dim);
    product(
      inverse,
      m.map((value, i) => value - means[0]![i]!),
      out,
      size,
    );
    return out;
  });
  const norms = offsets.map(norm);
  const length = Math.max(...norms);
  if (length === 0) return null;
  const axis = offsets[norms.indexOf(length)]!.map((value) => value / length);
  const along = offsets.map((d) => dot(d, axis));
  // Rounding of the means themselves, of P⁻¹ and of v; the means may be multiples of a vector with irrational components.
  const slack = 8 * (diagonal ? 1 : dim * condition) * UNIT;
  const error = slack * (length + Math.max(...means.map(norm)) * Math.max(...inverse.map(Math.abs)));
  const ratio = axis.reduce((sum, v, i) => sum + v * v * ratios[i]!, 0);
  const largest = Math.max(...ratios);
  const apart = offsets.some((d, k) => norm(d.map((value, i) => value - along[k]! * axis[i]!)) > error);
  const uneven = ratios.some((r, i) => Math.abs(r - ratio) * Math.abs(axis[i]!) > slack * largest);
  if (apart || uneven) return undefined;
  return { axis, offsets: Float64Array.from(along), ratio, error };
}

function inCoordinates(
  schedule: Schedule,
  coordinates: NormalCoordinates,
  centre: { readonly mean: Float64Array; readonly source: Float64Array },
  line: { readonly axis: Float64Array; readonly flow: LineFlow } | null,
): ExactFlow {
  const { dim, basis, inverse, ratios, condition, diagonal } = coordinates;
  const largest = Math.max(...ratios);
  const centreAt = (t: number): Float64Array => {
    const [a, s] = [schedule.alpha(t), schedule.sigma(t)];
    return centre.mean.map((m, i) => a * m + s * centre.source[i]!);
  };
  const [y, z, x] = [new Float64Array(dim), new Float64Array(dim), new Float64Array(dim)];
  const [sizeZ, sizeX, errors] = [new Float64Array(dim), new Float64Array(dim), new Float64Array(dim)];
  const [s, image] = [new Float64Array(1), new Float64Array(1)];
  const absolute = basis.map(Math.abs);
  // Sums of dim products, the conditioning of P, and the few operations of c and √(v/v).
  const rounding = (diagonal ? 8 : 8 + 2 * dim * condition) * UNIT;
  return {
    from: line ? 'line and matrix' : 'matrix flow',
    states(t, start, out) {
      const factors = growth(schedule, t, ratios);
      const blur = eigenvalueBlur(schedule, t, ratios, diagonal ? 0 : 8 * dim * UNIT * largest);
      const [c0, c] = [centreAt(0), centreAt(t)];
      let radius = 0;
      for (let at = 0; at < start.length; at += dim) {
        let offset = 0;
        for (let i = 0; i < dim; i++) {
          y[i] = start[at + i]! - c0[i]!;
          offset = Math.max(offset, Math.abs(start[at + i]!) + Math.abs(c0[i]!));
        }
        product(inverse, y, z, sizeZ);
        const lost = 2 * UNIT * offset * Math.max(...inverse.map(Math.abs));
        let lineError = 0;
        let share = 0;
        if (line) {
          s[0] = dot(z, line.axis);
          line.flow.map(t, s, image);
          const inputError = rounding * norm(sizeZ) + Math.sqrt(dim) * lost;
          lineError = line.flow.bound(t, s[0]!, inputError, image[0]!);
          share = Math.abs(s[0]!);
        }
        for (let i = 0; i < dim; i++) {
          const v = line ? line.axis[i]! : 0;
          const rest = line ? z[i]! - s[0]! * v : z[i]!;
          const size = sizeZ[i]! + share * Math.abs(v);
          z[i] = factors[i]! * rest + (line ? image[0]! * v : 0);
          errors[i] =
            rounding * (factors[i]! * size + Math.abs(z[i]!)) + factors[i]! * lost + blur * norm(sizeZ);
          errors[i]! += lineError * Math.abs(v) + (line ? rounding * Math.abs(image[0]!) : 0);
        }
        product(basis, z, x, sizeX);
        for (let i = 0; i < dim; i++) {
          out[at + i] = c[i]! + x[i]!;
          let error = rounding * (sizeX[i]! + Math.abs(c[i]!));
          for (let j = 0; j < dim; j++) error += absolute[i * dim + j]! * errors[j]!;
          radius = Math.max(radius, error);
        }
      }
      return radius;
    },
  };
}

/**
 * What an error δ of the matrix diag(λ) does to √(v(t)/v(0)): the divided differences of √(α²λ + σ²) are at most α²/(2√v), and those of
 * the denominator likewise (Daleckii & Krein).
 */
function eigenvalueBlur(schedule: Schedule, t: number, ratios: Float64Array, delta: number): number {
  if (delta === 0) return 0;
  const least = Math.min(...ratios);
  const part = (time: number): { relative: number; root: number } => {
    const [a, s] = [schedule.alpha(time), schedule.sigma(time)];
    const v = a * a * least + s * s;
    return {
      relative: Math.min((a * a * delta) / (2 * v), Math.sqrt((a * a * delta) / v)),
      root: Math.sqrt(v),
    };
  };
  const [start, end] = [part(0), part(t)];
  const widest = Math.max(...growth(schedule, t, ratios));
  if (end.root === 0) return Math.sqrt(delta) / start.root;
  return (end.relative * end.root) / start.root + start.relative * widest;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
