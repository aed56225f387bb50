/**
 * The order at which values fall with the step, seen from the values.
 *
 * For S(h) = c hᵖ (1 + κh² + …) the observed order log₂|S(h)/S(h/2)| is p + e with e ≈ ¾κh²/ln 2, and 4e, 16e at the steps before. So a
 * further step would change it by less than the last two did, Δ + Δ′ together; values known to 1/64 move it by up to 2/(64 ln 2) = 0.05.
 * Orders of schemes are whole numbers, so that half decides between them: uncertainty ½ + 0.05 + Δ + Δ′. Where Δ + Δ′ > 0.3 at the finest
 * steps that stand out of the noise, no order is seen: Δ + Δ′ = 3e + 12e, so that below it e < 0.02, κh² < 0.02, and the terms left out, of
 * the size of (κh²)², move no digit that counts.
 */
import { log2Ratio } from '../core/log-ratio.ts';

interface OrderOfFall {
  readonly order: number;
  /** How far the order of exact values with infinitely small steps may lie from it. */
  readonly uncertainty: number;
}

const CLEAR = 64;
const FROM_NOISE = 0.05;
const WHOLE = 0.5;
const STEADY = 0.3;

/** The order at the finest steps that stand out of the noise; null where none do, or it is unsteady there. Values at h, h/2, …; value l is certain to noise·2ˡ. */
export function orderOfFall(values: ArrayLike<number>, noise: number): OrderOfFall | null {
  for (let level = values.length - 1; level >= 3; level--) {
    const last = [0, 1, 2, 3].map((back) => Math.abs(values[level - back]!));
    const clear = CLEAR * noise * (1 << level);
    if (!last.every((value) => value > clear)) continue;
    const [now, before, earlier] = [0, 1, 2].map((back) => log2Ratio(last[back + 1]!, last[back]!));
    const change = Math.abs(now! - before!) + Math.abs(before! - earlier!);
    return change <= STEADY ? { order: now!, uncertainty: WHOLE + FROM_NOISE + change } : null;
  }
  return null;
}
