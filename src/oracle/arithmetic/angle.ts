/**
 * Angles of tracked numbers, without any engine's inverse functions: θ = atan2(s, c) by halvings, a series, and one correction.
 *
 *   tan(θ/2) = s/(c + √(s² + c²)),    arctan t = t − t³/3 + t⁵/5 − …,    θ ← θ + (s cos θ − c sin θ)/√(s² + c²)
 *
 * The remainder of the correction is of third order. What is left are roundings: of s cos θ and c sin θ, 2u each of at most rθ, and of the sums;
 * 8u hold them all, and 3.3u is the most that has been seen.
 */
import { cos, sin } from '../../math/index.ts';
import { outward } from './functions.ts';
import { functionRounding, rounded, type Tracked } from './tracked.ts';

const PI = 3.141592653589793;
/** π − PI. */
const PI_REST = 1.2246467991473532e-16;
const TERMS = 12;
/** 8u: what an angle may lose of 53 bits. */
const OWN = 8.881784197001252e-16;

/** The angle of (c, s) in (−π, π], in float64. */
export function angleOf(s: number, c: number): number {
  const r = Math.sqrt(s * s + c * c);
  if (r === 0) return 0;
  if (c < 0) {
    const turned = PI - (angleOf(Math.abs(s), -c) - PI_REST);
    return s < 0 ? -turned : turned;
  }
  // tan of θ/8: the first halving takes s and c, the other two the tangent.
  let t = s / (c + r);
  t /= 1 + Math.sqrt(1 + t * t);
  t /= 1 + Math.sqrt(1 + t * t);
  let series = 0;
  for (let k = TERMS; k >= 0; k--) series = 1 / (2 * k + 1) - t * t * series;
  const first = 8 * t * series;
  return first + (s * cos(first) - c * sin(first)) / r;
}

/**
 * atan2(s, c): a change (δs, δc) turns it by no more than π/2 · (|δs| + |δc|) over the distance that is left to 0. The jump from π to −π is the
 * caller's: none has s < 0 beside c < 0 but the torus, where a whole turn is nothing.
 */
export function angle(s: Tracked, c: Tracked): Tracked {
  const v = angleOf(s.v, c.v);
  const r = Math.sqrt(s.v * s.v + c.v * c.v);
  const room = r - s.e - c.e;
  const e = room > 0 ? (1.5707963267948968 * (s.e + c.e)) / room : Infinity;
  const q = (c.v * c.v * s.q + s.v * s.v * c.q) / (r * r * r * r);
  return rounded(v, e + OWN * Math.abs(v), q, functionRounding());
}

const arccosOf = (c: number): number => {
  const inside = Math.min(1, Math.max(-1, c));
  return angleOf(Math.sqrt((1 - inside) * (1 + inside)), inside);
};

/** arccos c; where c may leave [−1, 1] by its error, the nearest end counts. */
export function arccos(c: Tracked): Tracked {
  const v = arccosOf(c.v);
  const e = Math.max(arccosOf(outward(c.v, -c.e)) - v, v - arccosOf(outward(c.v, c.e)));
  const slope = c.e === 0 ? 0 : e / c.e;
  // Once for v, and once for each side of the difference.
  return rounded(v, e + OWN * (2 * v + e), slope * slope * c.q, functionRounding());
}
