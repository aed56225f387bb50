/**
 * The stability function of a Runge–Kutta method: on ẋ = λx a step multiplies by R(λh),
 *
 *   R(z) = det(I − zA + z 1bᵀ) / det(I − zA) = 1 + z bᵀ(I − zA)⁻¹ 1,
 *
 * a polynomial for an explicit method. Its interval of stability on an axis ends where |P|² first exceeds |Q|²:
 *   real:       (Q − P)(Q + P) at z = −y,
 *   imaginary:  |Q(iy)|² − |P(iy)|², a polynomial in y².
 * Both are decided exactly (first-negative.ts).
 *
 * Source: E. Hairer, G. Wanner, "Solving Ordinary Differential Equations II" (1996), IV.2 and IV.3. The determinants are
 * computed by the recursion of Le Verrier and Faddeev, which divides by integers only.
 */
import type { Stability } from './certificate.ts';
import type { ExactMethod, Size } from './exact-method.ts';
import { exactNumber, realValue } from './exact-number.ts';
import { firstNegative, type Polynomial } from './first-negative.ts';
import { type IntegerRing, power } from './integer-ring.ts';

const USEFUL_NOISE = 1e-6;

/** Coefficients 0 … s of det(I − zM). */
function determinant<T>(ring: IntegerRing<T>, m: readonly (readonly T[])[]): T[] {
  const s = m.length;
  const coefficients = [ring.from(1n, 0n)];
  let n: T[][] = m.map((row) => row.map(() => ring.zero));
  for (let k = 1; k <= s; k++) {
    const next = n.map((row, i) => row.map((x, j) => (i === j ? ring.add(x, coefficients[k - 1]!) : x)));
    n = m.map((row) =>
      row.map((_, j) => row.reduce((sum, x, l) => ring.add(sum, ring.multiply(x, next[l]![j]!)), ring.zero)),
    );
    const trace = n.reduce((sum, row, i) => ring.add(sum, row[i]!), ring.zero);
    coefficients.push(ring.divide(ring.scale(trace, -1n), BigInt(k)));
  }
  return coefficients;
}

/** Coefficients of z, z², … of bᵀA^{k−1}1, times D_b Dᵏ⁻¹. */
function tallTrees<T>({ ring, a, b, stages }: ExactMethod<T>): T[] {
  let phi: readonly T[] = a.map(() => ring.from(1n, 0n));
  return Array.from({ length: stages }, () => {
    const sum = b.values.reduce((s, x, i) => ring.add(s, ring.multiply(x, phi[i]!)), ring.zero);
    phi = a.map((row) => row.reduce((s, x, j) => ring.add(s, ring.multiply(x, phi[j]!)), ring.zero));
    return sum;
  });
}

/** P and Q with the coefficient of zᵏ over denominator^k, without vanishing ends. */
function numeratorAndDenominator<T>(method: ExactMethod<T>): { p: T[]; q: T[]; denominator: bigint } {
  const { ring, stages, b, explicit } = method;
  const one = ring.from(1n, 0n);
  const trimmed = (p: T[]): T[] => p.slice(0, p.findLastIndex((x) => !ring.isZero(x)) + 1);
  const denominator = b.denominator * method.denominator;
  const widen = (x: T): T => ring.scale(x, b.denominator);
  if (explicit) {
    const scaled = tallTrees(method).map((x, i) =>
      ring.scale(x, power(b.denominator, i) * method.denominator),
    );
    return { p: trimmed([one, ...scaled]), q: [one], denominator };
  }
  const wide = method.a.slice(0, stages).map((row) => row.slice(0, stages).map(widen));
  const weights = b.values.map((x) => ring.scale(x, -method.denominator));
  const shifted = wide.map((row) => row.map((x, j) => ring.add(x, weights[j]!)));
  return { p: trimmed(determinant(ring, shifted)), q: trimmed(determinant(ring, wide)), denominator };
}

const product = <T>(ring: IntegerRing<T>, f: Polynomial<T>, g: Polynomial<T>): T[] => {
  const out = new Array<T>(f.length + g.length - 1).fill(ring.zero);
  f.forEach((x, i) => {
    g.forEach((y, j) => {
      out[i + j] = ring.add(out[i + j]!, ring.multiply(x, y));
    });
  });
  return out;
};

const difference = <T>(ring: IntegerRing<T>, f: Polynomial<T>, g: Polynomial<T>): T[] =>
  Array.from({ length: Math.max(f.length, g.length) }, (_, i) =>
    ring.add(f[i] ?? ring.zero, ring.scale(g[i] ?? ring.zero, -1n)),
  );

/** |f(iy)|² in powers of y². */
function squareOnImaginaryAxis<T>(ring: IntegerRing<T>, f: Polynomial<T>): T[] {
  const out = new Array<T>(f.length).fill(ring.zero);
  f.forEach((x, i) => {
    f.forEach((y, j) => {
      // iⁱ (−i)ʲ = (−1)^((i − j)/2) for even i − j; odd pairs cancel.
      if ((i + j) % 2 !== 0) return;
      const sign = Math.abs(i - j) % 4 === 0 ? 1n : -1n;
      const k = (i + j) / 2;
      out[k] = ring.add(out[k]!, ring.scale(ring.multiply(x, y), sign));
    });
  });
  return out;
}

/**
 * How far a coefficient of P or Q may be off: the declared precision, or what the last digits of the tableau can do. In bᵀAᵏ⁻¹1 that is
 * followed to first order; in a determinant it is at most k δ mᵏ⁻¹ for each of the s!/(s − k)! products of k entries ≤ m, each off by δ.
 */
function coefficientNoise({ rounded, precision, explicit, stages, aSizes, b }: ExactMethod<unknown>): number {
  if (!rounded) return precision;
  let worst = 0;
  if (explicit) {
    let phi: readonly Size[] = aSizes.map(() => ({ magnitude: 1, slack: 0 }));
    const along = (row: readonly Size[]): Size => ({
      magnitude: row.reduce((sum, x, j) => sum + x.magnitude * phi[j]!.magnitude, 0),
      slack: row.reduce((sum, x, j) => sum + x.magnitude * phi[j]!.slack + x.slack * phi[j]!.magnitude, 0),
    });
    for (let k = 1; k <= stages; k++) {
      worst = Math.max(worst, along(b.sizes).slack);
      phi = aSizes.map(along);
    }
    return 2 * worst;
  }
  const sizes = [...aSizes.flat(), ...b.sizes];
  // An entry of A − 1bᵀ is a difference of two.
  const m = 2 * Math.max(1, ...sizes.map(({ magnitude }) => magnitude));
  const delta = 2 * Math.max(...sizes.map(({ slack }) => slack));
  let products = 1;
  for (let k = 1; k <= stages; k++) {
    products *= (stages - k + 1) * (k === 1 ? 1 : m);
    worst = Math.max(worst, products * k * delta);
  }
  return worst;
}

/** R and where |R| ≤ 1, of the step itself. */
export function stability<T>(method: ExactMethod<T>): Stability {
  const { ring } = method;
  const { p, q, denominator } = numeratorAndDenominator(method);
  const degree = Math.max(p.length, q.length) - 1;
  const common = (f: Polynomial<T>): T[] => f.map((x, k) => ring.scale(x, power(denominator, degree - k)));
  const [P, Q] = [common(p), common(q)];
  const numbers = (f: readonly T[]): Stability['numerator'] =>
    f.map((x, k) => exactNumber(ring, x, power(denominator, k)));
  const [numerator, bottom] = [numbers(p), numbers(q)];

  // Coefficients that are 0 for the true method are left with the noise of the digits. Those before the first other one decide the sign
  // near 0 and those after the last one the sign near ∞, and must not; but a polynomial R grows, however small its last coefficient.
  // Where the bound on the noise says nothing, the digits are taken as they stand.
  const largest = Math.max(...[...numerator, ...bottom].map(({ value }) => Math.abs(value)));
  const relative = 2 * (degree + 1) * coefficientNoise(method);
  const noise = relative < USEFUL_NOISE ? relative * largest : 0;
  const unit = power(denominator, 2 * degree);
  const isNoise = (x: T): boolean => {
    const [a, r] = ring.parts(x);
    return Math.abs(realValue(a, r, ring.radicand, unit)) <= noise;
  };
  const denoised = (f: Polynomial<T>): T[] => {
    const first = f.findIndex((x) => !isNoise(x));
    const last = method.explicit ? f.length - 1 : f.findLastIndex((x) => !isNoise(x));
    return f.map((x, k) => (first < 0 || k < first || k > last ? ring.zero : x));
  };

  const mirrored = (f: readonly T[]): T[] => f.map((x, k) => (k % 2 === 0 ? x : ring.scale(x, -1n)));
  const minusP = P.map((x) => ring.scale(x, -1n));
  const onReal = product(ring, mirrored(difference(ring, Q, P)), mirrored(difference(ring, Q, minusP)));
  const onImaginary = difference(ring, squareOnImaginaryAxis(ring, Q), squareOnImaginaryAxis(ring, P));
  const squared = firstNegative(ring, denoised(onImaginary));
  return {
    numerator,
    denominator: bottom,
    real: firstNegative(ring, denoised(onReal)),
    imaginary: squared === null ? null : Math.sqrt(squared),
  };
}
