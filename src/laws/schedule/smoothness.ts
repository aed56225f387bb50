/**
 * ∫ f over an interval by two Gauss–Legendre rules that must agree, and where they cannot.
 *
 * The rules have 7 and 10 nodes; a piece is halved where they differ by more than rounding of the whole. For smooth f they agree soon:
 * the error falls like (width)¹⁵. Across a jump of f of height J they differ by about J·width/10, so the halving goes on to a width of
 * 2⁻⁴⁰ of the whole: there f jumps, or is infinite, and its primitive has a kink. Seen from J = 10⁻⁷ beside the mean of |f| on; noise of
 * f below 10⁻⁹ is no jump, and counts in the error.
 * Where f′ jumps (a primitive that is differentiable, but not twice) they differ by J·width², which reaches rounding before.
 *
 * Jumps between two pieces are seen by neither, so edges are put where nobody puts a kink: at multiples of an irrational
 * number. One inside is missed only where both rules weigh its sides right; those places of the 7-node rule and of the
 * 10-node rule differ. In the middle of a piece the odd rule has a node. Source of the rules: math/gauss-legendre.ts.
 */
import { gaussLegendre } from '../../math/gauss-legendre.ts';

/** ∫ f, |difference of the two rules| summed, and ∫|f|; or the time at which halving did not help. */
export type Integral =
  | { readonly value: number; readonly error: number; readonly size: number; readonly rough?: undefined }
  | { readonly rough: number };

const [COARSE, FINE] = [gaussLegendre(7), gaussLegendre(10)];
/** Halvings after which a difference is called a jump. */
const DEPTH = 40;
/** From this many halvings on, differences per width below 10⁻⁹ are f's own noise: it may be measured itself. */
const [SETTLED, NOISE] = [5, 1e-9];
/** 16·2⁻⁵²: rounding of sums of ten products, and of f itself. */
const ROUNDING = 3.552713678800501e-15;
/** Halvings in all: a function that is rough everywhere must not take forever. */
const BUDGET = 1000;
const CELLS = 16;
/** 1/φ − ½: cell edges at (i + this)/16 are no simple fractions. */
const OFFSET = 0.11803398874989485;

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

/** ∫ f from `from` to `to`. */
export function integrate(f: (t: number) => number, from: number, to: number): Integral {
  let [value, error, size] = [0, 0, 0];
  let [pieces, whole] = [0, 0];
  /** What is still to do, leftmost last. */
  const open: [number, number, number][] = [[from, to, 0]];
  for (let piece = open.pop(); piece; piece = open.pop()) {
    const [a, b, depth] = piece;
    const [coarse, fine, magnitude] = rules(f, a, b);
    whole = Math.max(whole, magnitude);
    const difference = Math.abs(fine - coarse);
    const noise = depth < SETTLED ? 0 : (NOISE * whole * (b - a)) / (to - from);
    if (difference <= Math.max(ROUNDING * whole, noise)) {
      value += fine;
      error += difference;
      size += magnitude;
    } else if (depth === DEPTH || ++pieces > BUDGET) {
      return { rough: (a + b) / 2 };
    } else {
      const middle = a + (b - a) / 2;
      open.push([middle, b, depth + 1], [a, middle, depth + 1]);
    }
  }
  return { value, error, size };
}

/** A time in [from, to] at which f jumps or is infinite, or null. */
export function roughTime(f: (t: number) => number, from: number, to: number): number | null {
  const step = (to - from) / CELLS;
  const edges = [from, ...Array.from({ length: CELLS }, (_, i) => from + (i + OFFSET) * step), to];
  for (let i = 1; i < edges.length; i++) {
    const found = integrate(f, edges[i - 1]!, edges[i]!);
    if (found.rough !== undefined) return found.rough;
  }
  return null;
}
