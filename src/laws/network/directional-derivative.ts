/**
 * d/ds F(s) at 0 by extrapolated central differences, for functions that may have kinks.
 *
 * Steps h = 2⁻³, 2⁻⁴, …, 2⁻¹¹, and no finer than is needed; value and error estimate as in schedules/richardson.ts, so that
 * truncation and the rounding 2δ/h of values wrong by δ are both in the error. A kink at s = 0 itself escapes central differences: they
 * settle on the mean of the two slopes. But (F(h) − 2F(0) + F(−h))/h, which is c₁h + c₃h³ + … for a smooth F, then tends to the jump of
 * the slope. Its limit, extrapolated from three steps, must be 0 up to 16δ/h (4δ/h, and less than 4 by the extrapolation).
 */
import { type DerivativeEstimate, extrapolate } from '../../schedules/richardson.ts';
import { NotSmooth } from './cases.ts';

const FIRST_STEP = 0.125;
const FEWEST = 5;
const MOST = 9;

/** `noise`: bound δ on the error of F; `scale`: size of the derivatives, of which an error of 10⁻³ is too coarse. Throws NotSmooth. */
export function directionalDerivative(
  F: (s: number) => number,
  noise: number,
  scale: number,
): DerivativeEstimate {
  const middle = F(0);
  const slopes: number[] = [];
  const bends: number[] = [];
  let found: DerivativeEstimate = { value: Number.NaN, error: Infinity };
  for (let level = 0, h = FIRST_STEP; level < MOST; level++, h /= 2) {
    const [ahead, behind] = [F(h), F(-h)];
    slopes.push((ahead - behind) / (2 * h));
    bends.push((ahead - middle - (middle - behind)) / h);
    if (level + 1 < FEWEST) continue;
    found = extrapolate(slopes, FIRST_STEP, 4, noise);
    const settled = found.error <= (4 * noise) / h;
    if (settled || level + 1 === MOST) {
      const jump = limitOfBends(bends.slice(-3));
      if (!(Math.abs(jump.value) <= (16 * noise) / h + jump.error)) throw new NotSmooth();
      break;
    }
  }
  if (!(found.error <= 1e-3 * scale)) throw new NotSmooth();
  return found;
}

/** The limit h → 0 of c₁h + c₃h³ + c₅h⁵ + … and a jump, from steps 4h, 2h, h. */
function limitOfBends([coarse, middle, fine]: readonly number[]): DerivativeEstimate {
  const first = 2 * middle! - coarse!;
  const second = 2 * fine! - middle!;
  const value = (8 * second - first) / 7;
  return { value, error: Math.abs(value - second) / 16 };
}
