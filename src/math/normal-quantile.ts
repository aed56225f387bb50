/**
 * Φ⁻¹, the quantile function of the standard normal distribution, correctly rounded for every p in (0, 1).
 *
 * Wichura's approximation x₀ and one Newton step x₀ + (p − Φ(x₀))/φ(x₀), the difference taken in double-double: relative to p in the
 * tails, and as (p − ½) − ½ erf(x₀/√2) for p in [¼, ¾], so that nothing cancels near ½. The step leaves an error near 2⁻⁶⁶; where
 * that does not settle the rounding, p is compared with Φ of the midpoint in fixed point.
 */
import { ArgumentError, show } from '../errors.ts';
import { low } from './double-double.ts';
import { erfcxParts, erfParts, overRootTwo } from './erf-kernel.ts';
import { exponent } from './exp-kernel.ts';
import { SLACK, toFixed } from './fixed-point.ts';
import { decompose } from './float-bits.ts';
import { normalCdfFixed, normalPdf, normalTailParts } from './normal-distribution.ts';
import { wichuraQuantile } from './wichura.ts';

/** 2⁻⁶³: relative error of the Newton step's result. */
const ERROR: number = 1 / 9223372036854775808;
/** √(π/2) = Φ(−x)/φ(x) ÷ erfcx(x/√2). */
const ROOT_HALF_PI: number = Math.sqrt(Math.PI / 2);

/**
 * The x with Φ(x) = p, correctly rounded. p = 0 gives −∞ and p = 1 gives ∞; anything else outside (0, 1) throws ArgumentError.
 *
 * ```ts
 * import { normalQuantile } from 'flowproof';
 * normalQuantile(0.975); // 1.9599639845400538
 * ```
 */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (!(p > 0 && p < 1)) {
    throw new ArgumentError({ argument: 'p', expected: 'a probability in [0, 1]', received: show(p) });
  }
  if (p >= 0.25 && p <= 0.75) return central(p);
  // 1 − p is exact here.
  return p < 0.5 ? lowerTail(p) : -lowerTail(1 - p);
}

function central(p: number): number {
  const start = wichuraQuantile(p);
  const z = overRootTwo(start);
  const erf = erfParts(z, low[0]!);
  const difference = p - 0.5 - 0.5 * erf - 0.5 * low[0]!;
  return rounded(p, start, difference / normalPdf(start));
}

function lowerTail(p: number): number {
  const start = wichuraQuantile(p);
  const cdf = normalTailParts(-start);
  const cdfLow = low[0]!;
  const difference = scaleUp(p, -exponent[0]!) - cdf - cdfLow;
  const z = overRootTwo(-start);
  const millsRatio = erfcxParts(z, low[0]!) * ROOT_HALF_PI;
  return rounded(p, start, (difference / cdf) * millsRatio);
}

/** p · 2ᵏ exactly, for p down to the smallest subnormal number and k up to 1100. */
function scaleUp(p: number, k: number): number {
  let x = p;
  let left = k;
  for (; left > 30; left -= 30) x *= 1073741824;
  return x * (1 << left);
}

/** start + step rounded to nearest; decided by Φ of the midpoint when the error bound straddles one. */
function rounded(p: number, start: number, step: number): number {
  const error = Math.abs(start) * ERROR;
  const below = start + (step - error);
  const above = start + (step + error);
  if (below === above) return below;
  const a = decompose(below);
  const b = decompose(above);
  const base = Math.min(a.exponent, b.exponent) - 1;
  // The midpoint of the two neighbours, in units of 2^base, one bit finer than theirs.
  const middle = (toFixed(a.integer, a.exponent - base, 0) + toFixed(b.integer, b.exponent - base, 0)) / 2n;
  return cdfIsAbove(middle, base, p) ? below : above;
}

/** Φ(integer · 2^e) > p. Precision is doubled until the two differ. */
function cdfIsAbove(integer: bigint, e: number, p: number): boolean {
  const exact = decompose(p);
  for (let bits = 192; ; bits *= 2) {
    const { value, scale } = normalCdfFixed(integer < 0n ? -integer : integer, e, integer > 0n, bits);
    const difference = value - toFixed(exact.integer, exact.exponent - scale, bits);
    if (difference > SLACK) return true;
    if (difference < -SLACK) return false;
  }
}
