/** Rational arithmetic for recursions that are written out by hand. */
export interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
  plus(other: Fraction): Fraction;
  minus(other: Fraction): Fraction;
  times(other: Fraction): Fraction;
  dividedBy(other: Fraction): Fraction;
  over(integer: bigint): Fraction;
  equals(other: Fraction): boolean;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

export function fraction(numerator: bigint, denominator = 1n): Fraction {
  const sign = denominator < 0n ? -1n : 1n;
  const g = gcd(numerator, denominator) * sign;
  const p = numerator / g;
  const q = denominator / g;
  return {
    p,
    q,
    plus: (o) => fraction(p * o.q + o.p * q, q * o.q),
    minus: (o) => fraction(p * o.q - o.p * q, q * o.q),
    times: (o) => fraction(p * o.p, q * o.q),
    dividedBy: (o) => fraction(p * o.q, q * o.p),
    over: (integer) => fraction(p, q * integer),
    equals: (o) => p === o.p && q === o.q,
  };
}

/** The nearest float64, or one beside it: 80 bits of the quotient are rounded once. */
export function toNumber({ p, q }: Fraction): number {
  if (p === 0n) return 0;
  const magnitude = p < 0n ? -p : p;
  const shift = BigInt(Math.max(0, 80 + q.toString(2).length - magnitude.toString(2).length));
  const scaled = Number((magnitude << shift) / q);
  return ((p < 0n ? -1 : 1) * scaled) / 2 ** Number(shift);
}
