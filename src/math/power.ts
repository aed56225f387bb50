/**
 * xʸ for a fraction |y| < 1, correctly rounded (to nearest even).
 *
 * exp(y ln x) in double-double; where its error interval holds a rounding boundary, the fixed-point slow phase decides. That ends: a value
 * is never the midpoint of two float64. For y = m/2ᵏ with m odd, k ≥ 1, such a value z, odd over 54 bits, would give x^m = z^(2ᵏ), so by
 * unique factorisation z = wᵐ and x = w^(2ᵏ) for one dyadic w: with m = 1 the 54 bits of z = w square into more than x has, with m > 1
 * the power 2ᵏ > m has even more. A value that is a float64 itself the fast phase finds.
 */
import { ArgumentError, show } from '../errors.ts';
import { low, multiplyDouble } from './double-double.ts';
import { EXP_ERROR, exponent, expParts } from './exp-kernel.ts';
import { expFixed, logFixed } from './fixed-exp-log.ts';
import { settle } from './fixed-point.ts';
import { decompose, scale } from './float-bits.ts';
import { LOG_ERROR, logDouble } from './log.ts';

/** Bits by which the logarithm in the slow phase is more precise than its result. */
const GUARD = 64;

function exactPower(x: number, y: number): number {
  const base = decompose(x);
  const power = decompose(y);
  return settle((bits) => {
    const product = logFixed(base.integer, base.exponent, bits + GUARD).value * power.integer;
    return expFixed(product >> BigInt(GUARD - power.exponent), bits);
  });
}

/**
 * xʸ for x ≥ 0 and 0 < |y| < 1, correctly rounded. 0ʸ is 0 or ∞, ∞ʸ is ∞ or 0; NaN for x < 0.
 *
 * @throws {ArgumentError} for another y.
 */
export function fractionalPower(x: number, y: number): number {
  if (!(Math.abs(y) > 0 && Math.abs(y) < 1)) {
    throw new ArgumentError({ argument: 'y', expected: 'a number with 0 < |y| < 1', received: show(y) });
  }
  if (!(x > 0 && x < Infinity)) {
    if (!(x >= 0)) return Number.NaN;
    return (x === 0) === y > 0 ? 0 : Infinity;
  }
  if (x === 1) return 1;
  const logarithm = logDouble(x);
  const product = multiplyDouble(logarithm, low[0]!, y, 0);
  const hi = expParts(product, low[0]!);
  const lo = low[0]!;
  const error = hi * (2 * EXP_ERROR + Math.abs(product) * 2 * LOG_ERROR);
  const below = hi + (lo - error);
  if (below === hi + (lo + error)) return scale(below, exponent[0]!);
  return exactPower(x, y);
}
