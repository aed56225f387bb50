/**
 * Quadrature nodes for E f(x₀, z) over one component z = m + F ξ, x₀ = m₀ + L η with ξ, η ~ N(0, I) in d dimensions each.
 *
 * N(0, I₂d) is the same in every orthonormal basis. The first d axes y of the basis used here carry x_t = ψ_t(x₀ | z) to first
 * order (the row space of ∂x_t/∂(ξ, η), by differences), the other d axes y′ leave it still. Along y, where the network and the
 * marginal velocity vary, the product Gauss–Hermite rule has n nodes for each axis; along y′, m. For a Gaussian path the
 * integrand is a polynomial of degree 2 in y′, and m = 2 is exact; for other paths m has to grow as well.
 * Nodes with a weight below 2⁻⁶⁴ are left out.
 */

import { gaussianSource, placeSource } from '../../fields/gaussian-source.ts';
import { gaussHermite } from '../../math/gauss-hermite.ts';
import { dot } from '../core/vectors.ts';
import { givenPoints, type MatchingSubject } from './subject.ts';
import type { TargetMixture } from './target-mixture.ts';

/** 2⁻⁶⁴: all nodes left out together weigh less than 2⁻⁵⁰. */
const NEGLIGIBLE = 5.421010862427522e-20;

/** Weighted pairs (x₀, z); `fibre` consecutive rows share y. */
interface PairNodes {
  readonly rows: number;
  readonly fibre: number;
  readonly weights: Float64Array;
  readonly x0: Float64Array;
  readonly z: Float64Array;
}

/** One component at one time: the basis, and the size of x_t. */
export interface GaussianFrame {
  readonly dim: number;
  /** Orthonormal rows [2d, 2d]: coordinates (ξ, η) = Qᵀ (y, y′). */
  readonly basis: Float64Array;
  /** E|x_t|² to first order. */
  readonly square: number;
  place(coordinates: Float64Array, x0: Float64Array, z: Float64Array): void;
}

/** The frame of component k at time t. */
export function gaussianFrame(
  subject: MatchingSubject,
  mixture: TargetMixture,
  k: number,
  t: number,
): GaussianFrame {
  const { dim } = mixture;
  const source = gaussianSource(subject.source, dim);
  const place = (c: Float64Array, x0: Float64Array, z: Float64Array): void => {
    for (let from = 0, to = 0; from < c.length; from += 2 * dim, to += dim) {
      for (let i = 0; i < dim; i++) {
        let shift = mixture.means[k * dim + i]!;
        for (let j = 0; j < dim; j++) shift += mixture.factors[(k * dim + i) * dim + j]! * c[from + j]!;
        z[to + i] = shift;
      }
      placeSource(source, c.subarray(from + dim, from + 2 * dim), x0.subarray(to, to + dim));
    }
  };
  // Rows: the centre, then one step of ±1 along each of the 2d coordinates.
  const probes = new Float64Array((1 + 4 * dim) * 2 * dim);
  for (let a = 0; a < 2 * dim; a++) {
    probes[(1 + 2 * a) * 2 * dim + a] = 1;
    probes[(2 + 2 * a) * 2 * dim + a] = -1;
  }
  const x0 = new Float64Array((1 + 4 * dim) * dim);
  const z = new Float64Array(x0.length);
  place(probes, x0, z);
  const x = givenPoints(subject, t, x0, z);
  const rows: Float64Array[] = [];
  let square = 0;
  for (let i = 0; i < dim; i++) {
    const slope = Float64Array.from(
      { length: 2 * dim },
      (_, a) => 0.5 * (x[(1 + 2 * a) * dim + i]! - x[(2 + 2 * a) * dim + i]!),
    );
    square += x[i]! * x[i]! + dot(slope, slope);
    rows.push(slope);
  }
  return { dim, basis: orthonormal(rows, 2 * dim), square, place };
}

/** The rows made orthonormal, then completed by unit vectors; rows that hang together are replaced. Gram–Schmidt, twice. */
function orthonormal(rows: readonly Float64Array[], size: number): Float64Array {
  const basis: Float64Array[] = [];
  const add = (row: Float64Array, least: number): void => {
    const v = Float64Array.from(row);
    const before = Math.sqrt(dot(v, v));
    for (let pass = 0; pass < 2; pass++) {
      for (const b of basis) {
        const c = dot(v, b);
        for (let i = 0; i < size; i++) v[i]! -= c * b[i]!;
      }
    }
    const norm = Math.sqrt(dot(v, v));
    if (!(norm > least * before)) return;
    basis.push(v.map((value) => value / norm));
  };
  for (const row of rows) add(row, 1e-8);
  // The unit vectors span everything, and the last ones that are missing stand out by at least 1/√size.
  while (basis.length < size) {
    const missing = Array.from(
      { length: size },
      (_, a) => 1 - basis.reduce((sum, b) => sum + b[a]! * b[a]!, 0),
    );
    const unit = new Float64Array(size);
    unit[missing.indexOf(Math.max(...missing))] = 1;
    add(unit, 0);
  }
  return Float64Array.from(basis.flatMap((b) => Array.from(b)));
}

/** The product rule with n nodes along each axis y and m along each axis y′. */
export function pairNodes({ dim, basis, place }: GaussianFrame, n: number, m: number): PairNodes {
  const outer = productRule(n, dim);
  const inner = productRule(m, dim);
  const fibre = inner.weights.length;
  const rows = outer.weights.length * fibre;
  const along = turned(outer.nodes, dim, basis, 0);
  const across = turned(inner.nodes, dim, basis, dim);
  const coordinates = new Float64Array(rows * 2 * dim);
  const weights = new Float64Array(rows);
  for (let a = 0, row = 0; a < outer.weights.length; a++) {
    for (let b = 0; b < fibre; b++, row++) {
      weights[row] = outer.weights[a]! * inner.weights[b]!;
      for (let c = 0; c < 2 * dim; c++) {
        coordinates[row * 2 * dim + c] = along[a * 2 * dim + c]! + across[b * 2 * dim + c]!;
      }
    }
  }
  const x0 = new Float64Array(rows * dim);
  const z = new Float64Array(rows * dim);
  place(coordinates, x0, z);
  return { rows, fibre, weights, x0, z };
}

/** Nodes [count, dim] along the basis rows from `first` on, as coordinates [count, 2d]. */
function turned(nodes: Float64Array, dim: number, basis: Float64Array, first: number): Float64Array {
  const out = new Float64Array(2 * nodes.length);
  for (let at = 0; at < nodes.length; at += dim) {
    for (let i = 0; i < dim; i++) {
      for (let c = 0; c < 2 * dim; c++)
        out[2 * at + c]! += nodes[at + i]! * basis[(first + i) * 2 * dim + c]!;
    }
  }
  return out;
}

interface ProductRule {
  /** [count, dim]. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<string, ProductRule>();

/** The product of `dim` Gauss–Hermite rules, negligible weights left out. */
function productRule(n: number, dim: number): ProductRule {
  const name = `${n}, ${dim}`;
  let rule = rules.get(name);
  if (!rule) {
    rule = computeProduct(n, dim);
    rules.set(name, rule);
  }
  return rule;
}

function computeProduct(n: number, dim: number): ProductRule {
  const rule = gaussHermite(n);
  let nodes: number[][] = [[]];
  let weights: number[] = [1];
  for (let axis = 0; axis < dim; axis++) {
    const longer: number[][] = [];
    const products: number[] = [];
    for (let a = 0; a < nodes.length; a++) {
      for (let i = 0; i < n; i++) {
        const weight = weights[a]! * rule.weights[i]!;
        if (weight < NEGLIGIBLE) continue;
        longer.push([...nodes[a]!, rule.nodes[i]!]);
        products.push(weight);
      }
    }
    nodes = longer;
    weights = products;
  }
  return { nodes: Float64Array.from(nodes.flat()), weights: Float64Array.from(weights) };
}

/** Rows of {@link pairNodes}, roughly, without building them. */
export function pairCount(n: number, m: number, dim: number): number {
  const rule = gaussHermite(n);
  let count = 0;
  for (const weight of rule.weights) if (weight >= NEGLIGIBLE) count++;
  let rows = 1;
  for (let axis = 0; axis < dim; axis++) rows *= count * m;
  return rows;
}
