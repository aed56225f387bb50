/**
 * ∫ f over an interval by two rules that must agree, and where they cannot.
 *
 * The rules are Gauss–Lobatto with 7 nodes, both ends among them, and Gauss–Legendre with 10, on pieces of 1/20 or less; a piece is halved
 * where they differ by more than rounding. For smooth f they agree soon: the error falls like (width)¹³. After 5 halvings the difference must be below
 * 10⁻⁹ of M times the width, M the largest mean of |f| over one of the first pieces. Across a jump of f of height J it is J·width times the difference of what the two rules weigh
 * on one side: at least 0.0095 wherever the jump lies, as the weights show, and 1/42 at an end of the piece, which is a node. So the
 * halving goes on to 2⁻³⁴ of the piece: there f jumps, or is infinite, and its primitive has a kink. Where f′ jumps (a primitive
 * that is differentiable, but not twice) the difference falls like width², and ends before. So jumps are seen from
 * 10⁻⁷ of M on; noise of f below that is no jump, and counts in the error. Where f itself is nothing but rounding, M is no measure: what
 * the caller knows to be `noise` of f is no jump either.
 *
 * Error: the differences. Two rules may agree on a bend by luck, so that after 5 halvings a quarter of the difference on the piece twice
 * as wide is added, which is as large as that on this one.
 *
 * Sources: math/gauss-legendre.ts; Abramowitz & Stegun, Handbook of Mathematical Functions, table 25.6, for Lobatto.
 */

import { gaussLegendre } from '../../math/gauss-legendre.ts';
import { EPSILON } from '../core/precision.ts';

/** ∫ f, |difference of the two rules| summed, and ∫|f|; or the time at which halving did not help. */
export type Integral =
  | { readonly value: number; readonly error: number; readonly size: number; readonly rough?: undefined }
  | { readonly rough: number };

const FINE = gaussLegendre(10);
/** On [0, 1]. */
const COARSE = {
  nodes: [0, 0.08488805186071653, 0.2655756032646429, 0.5, 0.7344243967353571, 0.9151119481392835, 1],
  weights: [
    1 / 42,
    0.13841302368078298,
    0.21587269060493131,
    128 / 525,
    0.21587269060493131,
    0.13841302368078298,
    1 / 42,
  ],
};
/** Halvings after which a difference is called a jump. */
const DEPTH = 34;
/** From this many halvings on, differences per width below 10⁻⁹ are f's own noise: it may be measured itself. */
const [SETTLED, NOISE] = [5, 1e-9];
/** Rounding of sums of ten products, and of f itself. */
const ROUNDING: number = 16 * EPSILON;
/** Halvings in all: a function that is rough everywhere must not take forever. */
const BUDGET = 1000;
/** Pieces to begin with, in an interval of length 1: nodes are 0.003 apart on the average, so that little fits between them. */
const CELLS = 20;

/** The two rules on one piece, and ∫|f| by the finer one. */
function rules(
  f: (t: number) => number,
  from: number,
  to: number,
): [coarse: number, fine: number, size: number] {
  const width = to - from;
  let [coarse, fine, size] = [0, 0, 0];
  for (let i = 0; i < 7; i++) coarse += COARSE.weights[i]! * f(from + COARSE.nodes[i]! * width);
  for (let i = 0; i < 10; i++) {
    const term = FINE.weights[i]! * f(from + FINE.nodes[i]! * width);
    fine += term;
    size += Math.abs(term);
  }
  return [coarse * width, fine * width, size * width];
}

/** An interval that is still to do, after so many halvings; the difference on the piece that it is half of, and its rules if they are known. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly before: number;
  readonly found?: readonly [coarse: number, fine: number, size: number];
}

/** ∫ f from `from` to `to`; each value of f may be off by `noise`. */
export function integrate(f: (t: number) => number, from: number, to: number, noise = 0): Integral {
  let [value, error, size] = [0, 0, 0];
  let halvings = 0;
  const count = Math.max(1, Math.round(CELLS * (to - from)));
  const edge = (k: number): number => from + ((to - from) * k) / count;
  const first = Array.from({ length: count }, (_, k) => {
    const [a, b] = [edge(k), edge(k + 1)];
    return { from: a, to: b, depth: 0, before: 0, found: rules(f, a, b) };
  });
  const scale = first.reduce((most, { from: a, to: b, found }) => Math.max(most, found[2] / (b - a)), 0);
  /** What is still to do, leftmost last. */
  const open: Piece[] = first.toReversed();
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const { from: a, to: b, depth, before } = piece;
    const [coarse, fine, magnitude] = piece.found ?? rules(f, a, b);
    const difference = Math.abs(fine - coarse);
    const allowed = depth < SETTLED ? (ROUNDING * scale * (to - from)) / count : NOISE * scale * (b - a);
    if (difference <= Math.max(allowed, noise * (b - a))) {
      value += fine;
      error += depth < SETTLED ? difference : difference + before / 4;
      size += magnitude;
    } else if (depth === DEPTH || ++halvings > BUDGET) {
      return { rough: (a + b) / 2 };
    } else {
      const middle = a + (b - a) / 2;
      const half = { depth: depth + 1, before: difference };
      open.push({ from: middle, to: b, ...half }, { from: a, to: middle, ...half });
    }
  }
  return { value, error, size };
}

/** A time in [from, to] at which f jumps or is infinite, or null. */
export function roughTime(f: (t: number) => number, from: number, to: number): number | null {
  return integrate(f, from, to).rough ?? null;
}
