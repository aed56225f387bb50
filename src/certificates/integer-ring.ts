/**
 * The integers that exact certificates are computed in: ℤ, and ℤ[√d] for methods such as Gauss–Legendre, whose coefficients lie in
 * ℚ(√3). Denominators are kept outside (exact-method.ts), so that no fraction is ever reduced in a loop.
 */

/** Exact arithmetic on elements of type T, a subring of the real numbers. */
export interface IntegerRing<T> {
  /** d of ℤ[√d], square-free and > 1; 1 for ℤ. */
  readonly radicand: bigint;
  readonly zero: T;
  /** p + r√d. For ℤ, r must be 0. */
  from(p: bigint, r: bigint): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  /** k·a. */
  scale(a: T, k: bigint): T;
  /** a/k, where k divides a. */
  divide(a: T, k: bigint): T;
  /** Whether a = 0. */
  isZero(a: T): boolean;
  /** The sign of the real number, decided exactly: −1, 0 or 1. */
  sign(a: T): number;
  /** p and r of a = p + r√d. */
  parts(a: T): readonly [p: bigint, r: bigint];
}

export const integers: IntegerRing<bigint> = {
  radicand: 1n,
  zero: 0n,
  from: (p) => p,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
  scale: (a, k) => a * k,
  divide: (a, k) => a / k,
  isZero: (a) => a === 0n,
  sign: (a) => signOf(a),
  parts: (a) => [a, 0n],
};

/** p + r√d. */
export interface QuadraticInteger {
  readonly p: bigint;
  readonly r: bigint;
}

/** ℤ[√d] for a square-free d > 1. */
export function quadraticIntegers(d: bigint): IntegerRing<QuadraticInteger> {
  return {
    radicand: d,
    zero: { p: 0n, r: 0n },
    from: (p, r) => ({ p, r }),
    add: (a, b) => ({ p: a.p + b.p, r: a.r + b.r }),
    multiply: (a, b) => ({ p: a.p * b.p + d * (a.r * b.r), r: a.p * b.r + a.r * b.p }),
    scale: (a, k) => ({ p: a.p * k, r: a.r * k }),
    divide: (a, k) => ({ p: a.p / k, r: a.r / k }),
    isZero: (a) => a.p === 0n && a.r === 0n,
    sign: ({ p, r }) => {
      const [sp, sr] = [signOf(p), signOf(r)];
      if (sp * sr >= 0) return sp || sr;
      // Opposite signs: the larger of p² and d r² decides; they differ, as √d is irrational.
      return p * p > d * r * r ? sp : sr;
    },
    parts: (a) => [a.p, a.r],
  };
}

export function signOf(a: bigint): number {
  return a > 0n ? 1 : a < 0n ? -1 : 0;
}

/** The greatest common divisor, ≥ 0. */
export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** Of two positive numbers. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a % b === 0n) return a;
  return b % a === 0n ? b : (a / gcd(a, b)) * b;
}

/** baseᵉ for e ≥ 0. */
export function power(base: bigint, e: number): bigint {
  let result = 1n;
  for (let square = base, rest = e; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
