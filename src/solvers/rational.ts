/**
 * Exact rational numbers p/q, so that a tableau is what its paper says and not a rounding of it.
 *
 * Written as '-3/8' or '0.161' or '1e-25' in the data, held as a reduced pair of BigInts with q > 0. A decimal is the number that it writes,
 * not the binary one next to it.
 */
import { ArgumentError, show } from '../errors.ts';

/** The number p/q in lowest terms, q > 0. */
export interface Rational {
  readonly p: bigint;
  readonly q: bigint;
}

const FRACTION = /^(-?\d+)(?:\/([1-9]\d*))?$/;
const DECIMAL = /^(-?\d+)(?:\.(\d+))?(?:e(-?\d{1,4}))?$/;

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** p/q in lowest terms; q must be positive. */
export function rational(p: bigint, q: bigint): Rational {
  const g = gcd(p, q);
  return { p: p / g, q: q / g };
}

/** Reads '1/6', '-3/8', '2', '0.161' or '1e-25'; `argument` names the place in the error. */
export function parseRational(argument: string, text: string): Rational {
  const fraction = typeof text === 'string' ? FRACTION.exec(text) : null;
  if (fraction) return rational(BigInt(fraction[1]!), BigInt(fraction[2] ?? 1));
  const decimal = typeof text === 'string' ? DECIMAL.exec(text) : null;
  if (!decimal) {
    throw new ArgumentError({
      argument,
      expected: "an exact rational such as '1/6', '-3/8', '2' or '0.161'",
      received: show(text),
    });
  }
  const [, whole, digits = '', exponent = '0'] = decimal;
  const shift = Number(exponent) - digits.length;
  const p = BigInt(whole! + digits);
  return shift < 0 ? rational(p, powerOfTen(-shift)) : rational(p * powerOfTen(shift), 1n);
}

function powerOfTen(n: number): bigint {
  return BigInt(`1${'0'.repeat(n)}`);
}

/** The float64 next to p/q: a quotient of at least 64 bits and a bit that says whether more follow, rounded once. */
export function toNumber({ p, q }: Rational): number {
  const size = p < 0n ? -p : p;
  const shift = q.toString(2).length - size.toString(2).length + 64;
  const scaled = shift > 0 ? size << BigInt(shift) : size;
  const by = shift > 0 ? q : q << BigInt(-shift);
  const sticky = scaled % by === 0n ? 0n : 1n;
  const value = scale2(Number(((scaled / by) << 1n) | sticky), -shift - 1);
  return p < 0n ? -value : value;
}

/** x 2ᵉ by factors that are exact as long as the result is a normal number. */
function scale2(x: number, exponent: number): number {
  let value = x;
  for (let left = Math.abs(exponent); left > 0; left--) value *= exponent < 0 ? 0.5 : 2;
  return value;
}

export function addRational(a: Rational, b: Rational): Rational {
  return rational(a.p * b.q + b.p * a.q, a.q * b.q);
}

export function equalRational(a: Rational, b: Rational): boolean {
  return a.p === b.p && a.q === b.q;
}

/** The least common denominator. */
export function commonDenominator(numbers: readonly Rational[]): bigint {
  return numbers.reduce((d, { q }) => (d / gcd(d, q)) * q, 1n);
}

export function subtractRational(a: Rational, b: Rational): Rational {
  return rational(a.p * b.q - b.p * a.q, a.q * b.q);
}
