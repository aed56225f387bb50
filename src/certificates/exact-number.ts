/** Exact quotients for people: the nearest float64, and text in lowest terms such as '-1/6' or '1/4 - √3/6'. */
import { bitLength, roundScaled } from '../math/float-bits.ts';
import { gcd, type IntegerRing, signOf } from './integer-ring.ts';

/** A real number as text, where that is short, and as a float64. */
export interface ExactNumber {
  /** In lowest terms; null where it would be longer than 60 characters. */
  readonly exact: string | null;
  readonly value: number;
}

const MAX_TEXT = 60;

const size = (a: bigint): bigint => (a < 0n ? -a : a);
const bits = (a: bigint): number => (a === 0n ? 0 : bitLength(size(a)));

/** p/q for q > 0, rounded once to the nearest float64. */
export function ratio(p: bigint, q: bigint): number {
  if (p === 0n) return 0;
  const shift = Math.max(0, bits(q) - bits(p) + 66);
  const scaled = size(p) << BigInt(shift);
  const quotient = scaled / q;
  // An odd last bit stands for what is left over, far below the bit that is rounded at.
  const sticky = quotient * q === scaled ? quotient : quotient | 1n;
  return roundScaled(p < 0n ? -sticky : sticky, -shift);
}

/** ⌊√n⌋. */
function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(bits(n) / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** (p + r√d)/q as a float64, to some 60 bits even where p and r√d cancel. */
export function realValue(p: bigint, r: bigint, d: bigint, q: bigint): number {
  if (r === 0n) return ratio(p, q);
  // |p + r√d| ≥ 1/(|p| + |r|√d), so this many further bits leave 64 of the sum.
  const extra = BigInt(2 * (Math.max(bits(p), bits(r)) + bits(d)) + 64);
  const root = integerRoot((r * r * d) << (2n * extra));
  return ratio((p << extra) + (r < 0n ? -root : root), q << extra);
}

/** a/q in lowest terms: '3', '-1/6', '1/4 - √3/6'. */
function exactText(p: bigint, r: bigint, d: bigint, q: bigint): string {
  const rationalPart = quotientText(p, q);
  if (r === 0n) return rationalPart;
  const g = gcd(r, q);
  const [top, bottom] = [size(r / g), q / g];
  const root = `${top === 1n ? '' : top}√${d}${bottom === 1n ? '' : `/${bottom}`}`;
  if (p === 0n) return r < 0n ? `-${root}` : root;
  return `${rationalPart} ${r < 0n ? '-' : '+'} ${root}`;
}

function quotientText(p: bigint, q: bigint): string {
  const g = gcd(p, q);
  return q === g ? String(p / g) : `${p / g}/${q / g}`;
}

/** The element `a` of a ring divided by q > 0. */
export function exactNumber<T>(ring: IntegerRing<T>, a: T, q: bigint): ExactNumber {
  const [p, r] = ring.parts(a);
  const d = ring.radicand;
  // Long numbers are not reduced only to be thrown away.
  const text = bits(q) > 4000 ? '' : exactText(p, r, d, q);
  return {
    exact: text !== '' && text.length <= MAX_TEXT ? text : null,
    value: signOf(p) === 0 && signOf(r) === 0 ? 0 : realValue(p, r, d, q),
  };
}
