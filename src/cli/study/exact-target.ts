/**
 * A target with a closed-form field to stand for what was learned from.
 *
 * A distribution with a formula stands for itself; a noisy curve becomes the Gaussian mixture of its quadrature; rows of
 * data become their kernel density estimate, one Gaussian on each training row. Its width is the one, among fractions of
 * the width h = (4/(d + 2))^(1/(d + 4)) n^(−1/(d + 4)) that is optimal for Gaussian data (Silverman 1986, eq. 4.14;
 * columns are standardised), under which the rows are most likely when each is left out of its own estimate (§3.4.4).
 */
import type { ClosedFormTarget } from '../../fields/index.ts';
import { exp, log, logSumExp } from '../../math/index.ts';
import { key } from '../../random/index.ts';
import { type GaussianMixture, gaussianMixture, type NoisyCurve, type Target } from '../../targets/index.ts';
import { hasClosedForm } from '../known-floor.ts';
import { type LearningSource, sourceTarget } from '../learning-source.ts';

export interface ExactTarget {
  readonly target: ClosedFormTarget;
  /** What it is, as a noun phrase for captions. */
  readonly meaning: string;
  /** True when samples of the source have this distribution, up to 10⁻¹⁰ in the log-density. */
  readonly isSource: boolean;
}

/** Components of a kernel density estimate: more would cost time and show nothing else. Images get fewer. */
function maxKernels(dim: number): number {
  return Math.max(50, Math.min(400, Math.floor(4000 / dim)));
}
/** Numbers of quadrature nodes on each branch of a noisy curve, to be tried in turn. */
const CURVE_NODES = [100, 150, 225, 340, 510];
/** Change of the log-density by half as many nodes again that no figure and no table could show. */
const QUADRATURE_TOLERANCE = 1e-10;

export function exactTarget(source: LearningSource): ExactTarget {
  const target = sourceTarget(source);
  if (target && hasClosedForm(target))
    return { target, meaning: `the ${target.name} target`, isSource: true };
  if (target && isNoisyCurve(target)) {
    const { mixture, nodes } = curveMixture(target);
    const meaning = `the ${target.name} target, as a mixture of ${nodes} Gaussians for each branch`;
    return { target: mixture, meaning, isSource: true };
  }
  const dim = source.space.columns.length;
  const rows = target ? sampleRows(target) : (source.data as { rows: Float32Array }).rows;
  return kernelEstimate(rows.subarray(0, maxKernels(dim) * dim), dim);
}

/** The mixture with the fewest nodes whose log-density, at draws of the curve, more nodes no longer change. */
function curveMixture(curve: NoisyCurve): { readonly mixture: GaussianMixture; readonly nodes: number } {
  const draws = new Float64Array(2 * 64);
  curve.sampleInto(key(0), 0, draws);
  const logDensity = (mixture: GaussianMixture): Float64Array => {
    const out = new Float64Array(64);
    mixture.logDensity(draws, out);
    return out;
  };
  let [nodes, ...more] = CURVE_NODES as [number, ...number[]];
  let mixture = curve.asMixture(nodes);
  let values = logDensity(mixture);
  for (const count of more) {
    const finer = curve.asMixture(count);
    const finerValues = logDensity(finer);
    if (values.every((v, i) => Math.abs(v - finerValues[i]!) <= QUADRATURE_TOLERANCE)) break;
    [nodes, mixture, values] = [count, finer, finerValues];
  }
  return { mixture, nodes };
}

function kernelEstimate(rows: Float32Array | Float64Array, dim: number): ExactTarget {
  const count = rows.length / dim;
  const width = likeliestWidth(rows, count, dim);
  const means = Array.from({ length: count }, (_, k) => Array.from(rows.subarray(k * dim, (k + 1) * dim)));
  return {
    target: gaussianMixture({ weights: means.map(() => 1), means, stds: means.map(() => width) }),
    meaning: `the kernel density estimate of ${count} training rows, width ${width.toFixed(3)}`,
    isSource: false,
  };
}

function likeliestWidth(rows: Float32Array | Float64Array, count: number, dim: number): number {
  const widest = exp((log(4 / (dim + 2)) - log(count)) / (dim + 4));
  const squares = squaredDistances(rows, count, dim);
  let best = { width: widest, likelihood: -Infinity };
  for (let fraction = 1; fraction > 0.1; fraction *= 0.85) {
    const width = widest * fraction;
    const likelihood = leaveOneOut(squares, count, dim, width);
    if (likelihood > best.likelihood) best = { width, likelihood };
  }
  return best.width;
}

/** Σᵢ ln Σ_{j ≠ i} N(xᵢ; xⱼ, h² I), up to what does not depend on h. */
function leaveOneOut(squares: Float64Array, count: number, dim: number, width: number): number {
  const exponents = new Float64Array(count - 1);
  let total = -count * dim * log(width);
  for (let i = 0; i < count; i++) {
    let n = 0;
    for (let j = 0; j < count; j++) {
      if (j !== i) exponents[n++] = -squares[i * count + j]! / (2 * width * width);
    }
    total += logSumExp(exponents);
  }
  return total;
}

function squaredDistances(rows: Float32Array | Float64Array, count: number, dim: number): Float64Array {
  const squares = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let a = 0; a < dim; a++) {
        const difference = rows[i * dim + a]! - rows[j * dim + a]!;
        sum += difference * difference;
      }
      squares[i * count + j] = sum;
    }
  }
  return squares;
}

function sampleRows(target: Target): Float64Array {
  const rows = new Float64Array(maxKernels(target.dim) * target.dim);
  target.sampleInto(key(0), 0, rows);
  return rows;
}

function isNoisyCurve(target: Target): target is NoisyCurve {
  return (target as NoisyCurve).kind === 'noisy-curve';
}

/** The distribution of two columns of a mixture: a mixture again. Undefined where no such form is at hand. */
export function planeOf(
  target: ClosedFormTarget,
  columns: readonly [number, number],
): ClosedFormTarget | undefined {
  if (target.dim === 2) return target;
  if (target.kind !== 'gaussian-mixture' || target.covariances.kind !== 'isotropic') return undefined;
  const { count, dim, weights, means, covariances } = target;
  return gaussianMixture({
    weights: Array.from(weights),
    means: Array.from({ length: count }, (_, k) => columns.map((j) => means[k * dim + j]!)),
    stds: Array.from({ length: count }, (_, k) => Math.sqrt(covariances.variances[k]!)),
  });
}
