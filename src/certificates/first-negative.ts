/**
 * Where a polynomial first turns negative on (0, ∞), decided in exact arithmetic.
 *
 * On [lo, hi] the coefficients in the Bernstein basis bound it: where none is negative, it is not. Intervals on which they disagree are
 * halved (de Casteljau), down to a relative width of 2⁻⁵². What touches zero and turns back there counts as not negative.
 *
 * Source: R. T. Farouki, "The Bernstein polynomial basis: a centennial retrospective", Comput. Aided Geom. Des. 29 (2012).
 */
import { type IntegerRing, power } from './integer-ring.ts';

const DEPTH = 52;

/** Coefficients of y⁰, y¹, …, in a ring. */
export type Polynomial<T> = readonly T[];

/** The binomial coefficients of row n. */
function binomials(n: number): bigint[] {
  const row = [1n];
  for (let i = 1; i <= n; i++) row.push((row[i - 1]! * BigInt(n - i + 1)) / BigInt(i));
  return row;
}

/** n! times the Bernstein coefficients on [0, 1]: b_j = Σ_{i ≤ j} C(j, i)/C(n, i) a_i. */
function bernstein<T>(ring: IntegerRing<T>, p: Polynomial<T>): T[] {
  const n = p.length - 1;
  const top = binomials(n);
  const factorial = Array.from({ length: n }, (_, i) => BigInt(i + 1)).reduce((f, i) => f * i, 1n);
  return p.map((_, j) => {
    const row = binomials(j);
    let sum = ring.zero;
    for (let i = 0; i <= j; i++) sum = ring.add(sum, ring.scale(p[i]!, (row[i]! * factorial) / top[i]!));
    return sum;
  });
}

/** p(s (1 + u)) as a polynomial in u. */
function shifted<T>(ring: IntegerRing<T>, p: Polynomial<T>, s: bigint): T[] {
  const q = p.map((a, i) => ring.scale(a, power(s, i)));
  for (let i = 0; i < q.length; i++) {
    for (let j = q.length - 2; j >= i; j--) q[j] = ring.add(q[j]!, q[j + 1]!);
  }
  return q;
}

/** Both halves, all coefficients times 2ⁿ. */
function halves<T>(ring: IntegerRing<T>, b: readonly T[]): [T[], T[]] {
  const n = b.length - 1;
  const [left, right]: [T[], T[]] = [[], []];
  let row = [...b];
  for (let r = 0; r <= n; r++) {
    const rest = power(2n, n - r);
    left.push(ring.scale(row[0]!, rest));
    right.unshift(ring.scale(row.at(-1)!, rest));
    row = row.slice(1).map((x, i) => ring.add(row[i]!, x));
  }
  return [left, right];
}

/** The first u in [lo, lo + width] from where it is negative, from its Bernstein coefficients there; null for none. */
function search<T>(
  ring: IntegerRing<T>,
  b: readonly T[],
  lo: number,
  width: number,
  depth: number,
): number | null {
  const signs = b.map((x) => ring.sign(x));
  if (signs[0]! < 0) return lo;
  if (signs.every((s) => s >= 0)) return null;
  if (depth === DEPTH) return signs.at(-1)! < 0 ? lo + width / 2 : null;
  const [left, right] = halves(ring, b);
  return (
    search(ring, left, lo, width / 2, depth + 1) ?? search(ring, right, lo + width / 2, width / 2, depth + 1)
  );
}

/** The first y > 0 from where p(y) < 0; null when there is none. */
export function firstNegative<T>(ring: IntegerRing<T>, p: Polynomial<T>): number | null {
  const lowest = p.findIndex((a) => !ring.isZero(a));
  if (lowest < 0) return null;
  // A power of y changes no sign.
  const q = p.slice(lowest, p.findLastIndex((a) => !ring.isZero(a)) + 1);
  if (ring.sign(q[0]!) < 0) return 0;
  const first = search(ring, bernstein(ring, q), 0, 1, 0);
  if (first !== null) return first;
  for (let k = 0; ; k++) {
    const block = shifted(ring, q, power(2n, k));
    // Descartes: coefficients at 2ᵏ that are nowhere negative stay so for all larger y.
    if (block.every((a) => ring.sign(a) >= 0)) return null;
    const found = search(ring, bernstein(ring, block), 0, 1, 0);
    if (found !== null) return (1 + found) * Number(power(2n, k));
  }
}
