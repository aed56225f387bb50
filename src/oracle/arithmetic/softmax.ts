/**
 * Softmax and log-sum-exp of tracked numbers, with errors that know what cancels.
 *
 *   rₖ = e^(lₖ)/Σⱼ e^(lⱼ) = 1/(1 + Σⱼ e^(lⱼ − lₖ)),   L = ln Σⱼ e^(lⱼ)
 *
 * Composed from exp, sum and divide, rₖ ≈ 1 would seem as uncertain as its logit, though no error of lₖ moves it. With relative
 * uncertainties εⱼ of e^(lⱼ) (whatever shift they share cancels) and E = εⱼ + εₖ:
 *
 *   r̂ₖ ≥ rₖ/(1 + A),  A = Σⱼ≠ₖ rⱼ (e^E − 1);    r̂ₖ ≤ rₖ/(1 − B),  B = Σⱼ≠ₖ rⱼ (1 − e^(−E));    |L̂ − L| ≤ ln(1 + Σ rⱼ (e^(εⱼ) − 1))
 *
 * beside the roundings of the sum, the quotient or the logarithm. A mean of 1/x is at least 1 over that of x, so that 1/(1 − B) ≤ 1 + A and A
 * serves on both sides. It holds for shifts by the largest, by any of about its size, and for rₖ = e^(lₖ − L).
 */
import * as math from '../../math/index.ts';
import { exact, functionRounding, rounded, sum, type Tracked, unitRoundoff } from './tracked.ts';

/** Σ e^(l − top) and what is uncertain about it. */
interface Shares {
  readonly top: number;
  readonly total: number;
  /** e^(lⱼ − top), each with its relative uncertainty ε and the variance of that. */
  readonly parts: readonly { readonly share: number; readonly epsilon: number; readonly variance: number }[];
  /** Relative error of the sum. */
  readonly summed: number;
}

function sharesOf(logits: readonly Tracked[]): Shares {
  const largest = logits.reduce((a, b) => (b.v > a.v ? b : a));
  const u = unitRoundoff();
  const f = functionRounding();
  const parts = logits.map(({ v, e, q }) => {
    const shift = u * (Math.abs(v - largest.v) + e + largest.e + logits.length);
    return {
      share: math.exp(v - largest.v),
      epsilon: e + shift + f,
      variance: q + (shift * shift + f * f) / 3,
    };
  });
  const total = sum(parts.map(({ share }) => exact(share)));
  return { top: largest.v, total: total.v, parts, summed: total.e / total.v };
}

/** Relative error that a backend makes which takes rₖ = e^(lₖ − L): of L, and of the last exponential, which no other cancels. */
const byLogarithm = ({ top, total }: Shares): number =>
  2 * unitRoundoff() * Math.abs(top) + functionRounding() * (1 + math.log(total));

/** rₖ = e^(lₖ)/Σ e^(lⱼ). */
export function softmax(logits: readonly Tracked[]): readonly Tracked[] {
  const shares = sharesOf(logits);
  const { parts, total, summed } = shares;
  const relative = summed + byLogarithm(shares) + 2 * unitRoundoff();
  // A logit of which nothing is known may be NaN.
  const known = parts.every(({ epsilon }) => epsilon < Infinity);
  return parts.map((own, k) => {
    const r = own.share / total;
    let above = 0;
    let below = 0;
    let variance = (1 - r) * (1 - r) * own.variance;
    for (const [j, other] of parts.entries()) {
      if (j === k) continue;
      const weight = other.share / total;
      const gap = own.epsilon + other.epsilon;
      above += weight * math.expm1(gap);
      below -= weight * math.expm1(-gap);
      variance += weight * weight * other.variance;
    }
    // A share that has underflown says nothing of its size.
    const e = below < 1 && r * above <= 1 ? r * above : 1;
    return rounded(r, known ? e : Infinity, r * r * variance, relative);
  });
}

/** L = ln Σ e^(lⱼ). */
export function logSumExp(logits: readonly Tracked[]): Tracked {
  const { top, total, parts, summed } = sharesOf(logits);
  const v = top + math.log(total);
  let growth = 0;
  let variance = 0;
  for (const part of parts) {
    const r = part.share / total;
    growth += r * math.expm1(part.epsilon);
    variance += r * r * part.variance;
  }
  const own = summed + functionRounding() * Math.max(Math.abs(v), math.log(total));
  return rounded(v, math.log1p(growth) + own, variance + (own * own) / 3, unitRoundoff());
}
