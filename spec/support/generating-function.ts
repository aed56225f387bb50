/**
 * The definition from which the tests derive everything a second time: the logarithm of the tilted density
 *
 *   G(t, x, η; a, b) = ln ∫∫ q(z) p(y) e^(η (a·z + b·y)) δ(x − α_t z − σ_t y) dz dy
 *
 * of a Gaussian mixture q and a Gaussian source p, with dense matrices. Tilting a Gaussian N(m, S) by e^(g·z) multiplies it by
 * e^(g·m + ½ gᵀSg) and moves its mean to m + S g. By differentiation, in hyper-dual arithmetic:
 *   ln p_t = G,  ∇ ln p_t = ∂ₓG,  ∂ₜ ln p_t = ∂ₜG (all at η = 0),
 *   E[a·X₁ + b·X₀ | x] = ∂_η G,  its derivative along x = ∂ₓ∂_η G,  its variance given x = ∂²_η G.
 * With a = α̇ eᵢ, b = σ̇ eᵢ that is uᵢ. No division by α, no responsibilities, no eigenvectors: nothing in common with src.
 */
import { add, div, exp, type HyperDual, hd, log, mul, scale, sqrt, sub } from './hyper-dual.ts';

export interface DenseMixture {
  readonly dim: number;
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly covariances: readonly (readonly (readonly number[])[])[];
  readonly sourceMean: readonly number[];
  readonly sourceCovariance: readonly (readonly number[])[];
}

type Matrix = HyperDual[][];

/** L with V = L Lᵀ, in hyper-duals, so that the derivative in t passes through it. */
function factor(V: Matrix): Matrix {
  const n = V.length;
  const L: Matrix = V.map(() => []);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = V[i]![j]!;
      for (let k = 0; k < j; k++) sum = sub(sum, mul(L[i]![k]!, L[j]![k]!));
      L[i]![j] = i === j ? sqrt(sum) : div(sum, L[j]![j]!);
    }
  }
  return L;
}

/** The factors of α²Sₖ + σ²S₀ for all components: they do not depend on x and η. */
export function factors(m: DenseMixture, alpha: HyperDual, sigma: HyperDual): Matrix[] {
  const a2 = mul(alpha, alpha);
  const s2 = mul(sigma, sigma);
  return m.covariances.map((S) =>
    factor(
      S.map((row, i) => row.map((value, j) => add(scale(value, a2), scale(m.sourceCovariance[i]![j]!, s2)))),
    ),
  );
}

/** G for hyper-dual α, σ, x and tilts g = η a, h = η b (η carried by the hyper-duals g, h). */
export function tiltedLogDensity(
  m: DenseMixture,
  alpha: HyperDual,
  sigma: HyperDual,
  L: readonly Matrix[],
  x: readonly HyperDual[],
  g: readonly HyperDual[],
  h: readonly HyperDual[],
): HyperDual {
  const source = tilt(m.sourceMean, m.sourceCovariance, h);
  const terms = m.weights.map((w, k) => {
    const target = tilt(m.means[k]!, m.covariances[k]!, g);
    const V = L[k]!;
    let value = add(hd(Math.log(w) - 0.5 * m.dim * Math.log(2 * Math.PI)), add(target.log, source.log));
    const y: HyperDual[] = [];
    for (let i = 0; i < m.dim; i++) {
      let rest = sub(sub(x[i]!, mul(alpha, target.mean[i]!)), mul(sigma, source.mean[i]!));
      for (let j = 0; j < i; j++) rest = sub(rest, mul(V[i]![j]!, y[j]!));
      y[i] = div(rest, V[i]![i]!);
      value = sub(value, add(scale(0.5, mul(y[i]!, y[i]!)), log(V[i]![i]!)));
    }
    return value;
  });
  const top = Math.max(...terms.map((term) => term.f));
  const sum = terms.map((term) => exp(sub(term, hd(top)))).reduce(add);
  return add(hd(top), log(sum));
}

function tilt(
  mean: readonly number[],
  S: readonly (readonly number[])[],
  g: readonly HyperDual[],
): { mean: HyperDual[]; log: HyperDual } {
  const shift = S.map((row) => row.map((value, j) => scale(value, g[j]!)).reduce(add));
  const log = mean.map((value, i) => mul(g[i]!, add(hd(value), scale(0.5, shift[i]!)))).reduce(add);
  return { mean: mean.map((value, i) => add(hd(value), shift[i]!)), log };
}
