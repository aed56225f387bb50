/**
 * p_t(x), u_t(x) and ∇ ln p_t(x) as integrals over z, at one point, with the rounding that the integrand carries.
 *
 *   p_t(x) = ∫ p_t(x|z) q(z) dz,   u_t(x) = ∫ u_t(x|z) p_t(x|z) q(z) dz / p_t(x),   ∇ ln p_t(x) likewise with ∇ ln p_t(x|z)
 *
 * Rounding: what the numbers x and z lose by one rounding moves each conditional value by ε|x·∂ₓ| + ε|z·∂_z|, measured by a relative
 * change of 2⁻²⁰ of each; to that come the sizes of the values themselves. Errors δℓ of the exponents move the weights, and with
 * them the mean by Σ r |V − mean| δℓ; errors of the values move it by Σ r δV.
 */
import { exp, log } from '../../math/index.ts';
import { givenArray } from '../core/guard.ts';
import type { MixturePair } from './conditional-pair.ts';
import { posteriorFrame, posteriorNodes } from './posterior-nodes.ts';

/** An integral, and the sum of what a relative rounding of 1 everywhere would do to it. */
export interface Expectation {
  readonly value: Float64Array;
  readonly sensitivity: Float64Array;
}

export interface PosteriorExpectation {
  /** [1]. */
  readonly logDensity: Expectation;
  /** [dim]. */
  readonly velocity: Expectation;
  /** [dim]; null where the path has no score. */
  readonly score: Expectation | null;
}

/** 2⁻²⁰. */
const NUDGE = 9.5367431640625e-7;

/** All nodes of one point: values of ln(wₖ wᵢ p_t(x|zᵢ) …) and where they are. */
interface Nodes {
  readonly z: Float64Array;
  readonly logWeights: Float64Array;
  /** |parts| of each exponent. */
  readonly sizes: Float64Array;
}

/** The integrals at (t, x) by rules of order n for each axis and component. */
export function posteriorExpectation(
  pair: MixturePair,
  t: number,
  x: Float64Array,
  n: number,
): PosteriorExpectation {
  const { path } = pair;
  const dim = x.length;
  const nodes = nodesOf(pair, t, x, n);
  const rows = nodes.logWeights.length;
  const [X, Z] = [repeat(x, rows), nodes.z];
  const nudged = (values: Float64Array): Float64Array => values.map((value) => value * (1 + NUDGE));
  const sensitivityOf = (
    f: (x: Float64Array, z: Float64Array) => Float64Array,
    base: Float64Array,
  ): Float64Array => {
    const [byX, byZ] = [f(nudged(X), Z), f(X, nudged(Z))];
    return base.map((v, i) => Math.abs(v) + (Math.abs(byX[i]! - v) + Math.abs(byZ[i]! - v)) / NUDGE);
  };
  const likelihood = (a: Float64Array, z: Float64Array): Float64Array => logLikelihood(pair, t, a, z);
  const base = likelihood(X, Z);
  const exponents = base.map((value, r) => value + nodes.logWeights[r]!);
  const unsure = sensitivityOf(likelihood, base).map((value, r) => value + nodes.sizes[r]!);
  const most = exponents.reduce((a, b) => Math.max(a, b), -Infinity);
  const shares = exponents.map((value) => (value - most < -745 ? 0 : exp(value - most)));
  const total = shares.reduce((a, b) => a + b, 0);
  for (let r = 0; r < rows; r++) shares[r]! /= total;
  const logTotal = Float64Array.of(most + log(total));
  const spread = Float64Array.of(
    shares.reduce((sum, share, r) => sum + share * unsure[r]!, Math.abs(logTotal[0]!)),
  );
  const mean = (f: (x: Float64Array, z: Float64Array) => Float64Array): Expectation => {
    const values = f(X, Z);
    return average(values, sensitivityOf(f, values), shares, unsure, dim);
  };
  const vectors =
    (name: 'velocity' | 'score') =>
    (a: Float64Array, z: Float64Array): Float64Array =>
      givenArray(`path.${name}(${t}, x, z, out)`, a.length, (out) => path[name]!(t, a, z, out));
  return {
    logDensity: { value: logTotal, sensitivity: spread },
    velocity: mean(vectors('velocity')),
    score: path.score ? mean(vectors('score')) : null,
  };
}

function average(
  values: Float64Array,
  unsureValues: Float64Array,
  shares: Float64Array,
  unsure: Float64Array,
  dim: number,
): Expectation {
  const value = new Float64Array(dim);
  const sensitivity = new Float64Array(dim);
  for (let r = 0; r < shares.length; r++) {
    for (let i = 0; i < dim; i++) value[i]! += shares[r]! * values[r * dim + i]!;
  }
  // Full covariances mix the axes, and so do their roundings.
  let sum = 0;
  for (let r = 0; r < shares.length; r++) {
    for (let i = 0; i < dim; i++) {
      const away = Math.abs(values[r * dim + i]! - value[i]!);
      sum += shares[r]! * (unsureValues[r * dim + i]! + away * unsure[r]!);
    }
  }
  return { value, sensitivity: sensitivity.fill(sum) };
}

/** ln p_t(x | z) of rows; −∞ where it is 0. */
function logLikelihood(
  { path, mixture }: MixturePair,
  t: number,
  x: Float64Array,
  z: Float64Array,
): Float64Array {
  return givenArray(
    `path.logDensity(${t}, x, z, out)`,
    z.length / mixture.dim,
    (out) => path.logDensity(t, x, z, out),
    true,
  );
}

function repeat(row: Float64Array, rows: number): Float64Array {
  const out = new Float64Array(rows * row.length);
  for (let r = 0; r < rows; r++) out.set(row, r * row.length);
  return out;
}

function nodesOf(pair: MixturePair, t: number, x: Float64Array, n: number): Nodes {
  const { dim, count, weights, means, factors } = pair.mixture;
  const z: number[] = [];
  const logWeights: number[] = [];
  const sizes: number[] = [];
  for (let k = 0; k < count; k++) {
    if (weights[k] === 0) continue;
    const at = (xi: Float64Array): Float64Array => placed(means, factors, k, dim, xi);
    const frame = posteriorFrame((xi) => {
      const values = logLikelihood(pair, t, repeat(x, xi.length / dim), at(xi));
      return values.map((value, r) => value - 0.5 * squareOf(xi, r, dim));
    }, dim);
    const nodes = posteriorNodes(frame, n);
    const points = at(nodes.xi);
    nodes.logWeights.forEach((own, r) => {
      const prior = 0.5 * squareOf(nodes.xi, r, dim);
      logWeights.push(log(weights[k]!) + own - prior);
      sizes.push(1 + Math.abs(own) + prior);
      for (let i = 0; i < dim; i++) z.push(points[r * dim + i]!);
    });
  }
  return {
    z: Float64Array.from(z),
    logWeights: Float64Array.from(logWeights),
    sizes: Float64Array.from(sizes),
  };
}

function squareOf(xi: Float64Array, r: number, dim: number): number {
  let sum = 0;
  for (let i = r * dim; i < (r + 1) * dim; i++) sum += xi[i]! * xi[i]!;
  return sum;
}

/** z = mₖ + Fₖ ξ. */
function placed(
  means: Float64Array,
  factors: Float64Array,
  k: number,
  dim: number,
  xi: Float64Array,
): Float64Array {
  const z = new Float64Array(xi.length);
  for (let at = 0; at < xi.length; at += dim) {
    for (let i = 0; i < dim; i++) {
      z[at + i] = means[k * dim + i]!;
      for (let j = 0; j < dim; j++) z[at + i]! += factors[(k * dim + i) * dim + j]! * xi[at + j]!;
    }
  }
  return z;
}
