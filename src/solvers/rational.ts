/**
 * Exact rational numbers p/q, so that a tableau is what its paper says and not a rounding of it.
 *
 * Written as '−3/8'-like strings in the data, held as a reduced pair of BigInts with q > 0.
 */
import { ArgumentError, show } from '../errors.ts';

/** The number p/q in lowest terms, q > 0. */
export interface Rational {
  readonly p: bigint;
  readonly q: bigint;
}

const PATTERN = /^(-?\d+)(?:\/([1-9]\d*))?$/;

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** p/q in lowest terms; q must be positive. */
export function rational(p: bigint, q: bigint): Rational {
  const g = gcd(p, q);
  return { p: p / g, q: q / g };
}

/** Reads '1/6', '-3/8' or '2'; `argument` names the place in the error. */
export function parseRational(argument: string, text: string): Rational {
  const match = typeof text === 'string' ? PATTERN.exec(text) : null;
  if (!match) {
    throw new ArgumentError({
      argument,
      expected: "an exact rational such as '1/6', '-3/8' or '2'",
      received: show(text),
    });
  }
  return rational(BigInt(match[1]!), BigInt(match[2] ?? 1));
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
