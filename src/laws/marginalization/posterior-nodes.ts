/**
 * Gauss–Hermite nodes for the posterior of z given x_t = x, one component z = m + F ξ, ξ ~ N(0, I), at a time.
 *
 *   ∫ N(ξ; 0, I) p_t(x | m + Fξ) f dξ = |det B| Σᵢ wᵢ e^(g(ξᵢ) + ½|ηᵢ|²) f(ξᵢ),   ξᵢ = c + B ηᵢ,   g(ξ) = −½|ξ|² + ln p_t(x | m + Fξ)
 *
 * for any centre c and matrix B. They are the mode of g and the root of the inverse of its curvature, by Newton's method on
 * differences of g alone, so that the nodes lie where the posterior does however narrow p_t(x | z) is. For a Gaussian path
 * the exponent is constant, and few nodes are exact; for others the rule converges as fast as the posterior is near a Gaussian.
 */

import { ArgumentError } from '../../errors.ts';
import { gaussHermite } from '../../math/gauss-hermite.ts';
import { cholesky, log, logDeterminant, solveLower, solveLowerTransposed } from '../../math/index.ts';

/** Where the posterior of one component lies, in the coordinates ξ. */
interface PosteriorFrame {
  readonly dim: number;
  readonly centre: Float64Array;
  /** B = the factor's inverse transposed, [dim, dim]. */
  readonly basis: Float64Array;
  /** ln |det B|. */
  readonly logScale: number;
}

/** Values of g at points [rows, dim]. */
type LogPosterior = (xi: Float64Array) => Float64Array;

const STEPS = 12;
/** A step, in standard deviations, that moves no node by anything that matters. */
const SMALL = 1e-4;

/** The frame of a component: mode and curvature where Newton's method finds them, else the prior's. */
export function posteriorFrame(g: LogPosterior, dim: number): PosteriorFrame {
  let frame: PosteriorFrame = {
    dim,
    centre: new Float64Array(dim),
    basis: identity(dim),
    logScale: 0,
  };
  for (let step = 0; step < STEPS; step++) {
    const next = newton(g, frame);
    if (next === null) break;
    frame = next.frame;
    if (next.moved < SMALL) break;
  }
  return frame;
}

function newton(g: LogPosterior, frame: PosteriorFrame): { frame: PosteriorFrame; moved: number } | null {
  const { dim, centre, basis } = frame;
  const { slope, curvature } = quadratic(g, frame);
  const A = curvature.map((value) => -value);
  let factor: Float64Array;
  try {
    factor = cholesky(A, dim);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    // Not concave here: the nodes stay where they are, and the orders decide whether that is good enough.
    return null;
  }
  const delta = solveLowerTransposed(factor, dim, solveLower(factor, dim, slope));
  const moved = Math.sqrt(delta.reduce((sum, d) => sum + d * d, 0));
  const shifted = Float64Array.from(centre);
  const turned = new Float64Array(dim * dim);
  const row = new Float64Array(dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) shifted[i]! += basis[i * dim + j]! * delta[j]!;
    // Row i of B L⁻ᵀ is L⁻¹ applied to row i of B.
    solveLower(factor, dim, basis.subarray(i * dim, (i + 1) * dim), row);
    turned.set(row, i * dim);
  }
  const logScale = frame.logScale - 0.5 * logDeterminant(factor, dim);
  const stretch = A.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (at % (dim + 1) === 0 ? 1 : 0))),
    0,
  );
  return { frame: { dim, centre: shifted, basis: turned, logScale }, moved: Math.max(moved, stretch) };
}

/** Gradient and Hessian of η ↦ g(c + Bη) at 0, by differences of step 1: exact where g is quadratic. */
function quadratic(
  g: LogPosterior,
  { dim, centre, basis }: PosteriorFrame,
): { slope: Float64Array; curvature: Float64Array } {
  const offsets: number[][] = [new Array<number>(dim).fill(0)];
  for (let i = 0; i < dim; i++) {
    for (const s of [1, -1]) offsets.push(unit(dim, i, s));
    for (let j = 0; j < i; j++) {
      for (const [a, b] of [
        [1, 1],
        [-1, -1],
        [1, -1],
        [-1, 1],
      ] as const) {
        const offset = unit(dim, i, a);
        offset[j] = b;
        offsets.push(offset);
      }
    }
  }
  const values = g(place(Float64Array.from(offsets.flat()), dim, centre, basis));
  const slope = new Float64Array(dim);
  const curvature = new Float64Array(dim * dim);
  let at = 1;
  for (let i = 0; i < dim; i++) {
    const [right, left] = [values[at]!, values[at + 1]!];
    slope[i] = 0.5 * (right - left);
    curvature[i * dim + i] = right - values[0]! + (left - values[0]!);
    at += 2;
    for (let j = 0; j < i; j++, at += 4) {
      const mixed = 0.25 * (values[at]! - values[at + 2]! + (values[at + 1]! - values[at + 3]!));
      curvature[i * dim + j] = curvature[j * dim + i] = mixed;
    }
  }
  return { slope, curvature };
}

function unit(dim: number, i: number, value: number): number[] {
  return Array.from({ length: dim }, (_, j) => (i === j ? value : 0));
}

function identity(dim: number): Float64Array {
  return Float64Array.from({ length: dim * dim }, (_, at) => (at % (dim + 1) === 0 ? 1 : 0));
}

/** ξ = c + Bη for rows of η. */
function place(eta: Float64Array, dim: number, centre: Float64Array, basis: Float64Array): Float64Array {
  const xi = new Float64Array(eta.length);
  for (let at = 0; at < eta.length; at += dim) {
    for (let i = 0; i < dim; i++) {
      xi[at + i] = centre[i]!;
      for (let j = 0; j < dim; j++) xi[at + i]! += basis[i * dim + j]! * eta[at + j]!;
    }
  }
  return xi;
}

/** Nodes ξ [rows, dim] of the product rule of order n, and ln wᵢ + ½|ηᵢ|² + ln|det B| for each. */
export function posteriorNodes(
  { dim, centre, basis, logScale }: PosteriorFrame,
  n: number,
): { xi: Float64Array; logWeights: Float64Array } {
  const rule = gaussHermite(n);
  const rows = dim === 1 ? n : n * n;
  const eta = new Float64Array(rows * dim);
  const logWeights = new Float64Array(rows).fill(logScale);
  for (let r = 0; r < rows; r++) {
    for (let i = 0, rest = r; i < dim; i++, rest = Math.floor(rest / n)) {
      const y = rule.nodes[rest % n]!;
      eta[r * dim + i] = y;
      logWeights[r]! += log(rule.weights[rest % n]!) + 0.5 * y * y;
    }
  }
  return { xi: place(eta, dim, centre, basis), logWeights };
}
