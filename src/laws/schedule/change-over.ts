/**
 * How much f changes from one time to another, against the integral of what is given as its derivative.
 *
 * f(b) − f(a) − ∫ f′ adds up over pieces. Nodes of a quadrature are 0.003 apart (smoothness.ts), so that a steep and smooth rise of f may lie
 * between them: the two rules then agree on an integral that lacks it. f itself knows where that is. So where the difference
 * exceeds its bound, the piece that holds most of it is halved, again and again (and where they agree within a poor bound, the piece known worst). What the nodes had missed shrinks into a piece in
 * which they see it, and is gone. A derivative that is wrong stays wrong: from some width on, both halves hold their share.
 * Three halvings without a growth of the difference per width by more than a quarter are taken for that. A rise that is still within one piece
 * of width 2⁻⁴⁴ is a jump of f, and there is no derivative to judge.
 */
import { integrate } from './smoothness.ts';

/** f(to) − f(from), ∫ given with its error, and ∫|given|; or the time at which one of them jumps. */
export type Change =
  | {
      readonly change: number;
      readonly integral: number;
      readonly error: number;
      readonly size: number;
      readonly rough?: undefined;
    }
  | { readonly rough: number };

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly change: number;
  readonly integral: number;
  readonly error: number;
  readonly size: number;
  /** |change − integral| per width. */
  readonly density: number;
  /** Halvings in a row by which the density hardly grew. */
  readonly even: number;
}

const GROWTH = 1.25;
const EVEN = 3;
/** An integral known to this share of ∫|f′| is not refined any more. */
const SETTLED = 1e-8;
/** 2⁻⁴⁴. */
const NARROWEST = 5.684341886080802e-14;
/** Each rise takes less than 44, and three of them are found whatever else there is. */
const HALVINGS = 150;

/**
 * `rounding`: what f(to) − f(from) and the integral may be off by for other reasons than the quadrature, given ∫|given|. `noise`: what each
 * value of `given` may be off by.
 */
export function changeOver(
  f: (t: number) => number,
  given: (t: number) => number,
  from: number,
  to: number,
  rounding: (size: number) => number,
  noise = 0,
): Change {
  const first = pieceOf(f, given, from, to, noise, null);
  if ('rough' in first) return first;
  let pieces: readonly Piece[] = [first];
  const total = (name: 'change' | 'integral' | 'error' | 'size'): number =>
    pieces.reduce((sum, piece) => sum + piece[name], 0);
  const found = (): Exclude<Change, { readonly rough: number }> => ({
    change: first.change,
    integral: total('integral'),
    error: total('error'),
    size: total('size'),
  });
  for (let halvings = 0; halvings < HALVINGS; halvings++) {
    const { change, integral, error, size } = found();
    const differs = Math.abs(change - integral) > error + rounding(size);
    if (!differs && error <= Math.max(SETTLED * size, noise * (to - from))) break;
    const rank = differs ? differenceOf : errorOf;
    const worst = pieces.reduce((most, piece) => (rank(piece) > rank(most) ? piece : most));
    if (differs && worst.even >= EVEN) break;
    if (worst.to - worst.from <= NARROWEST) return { rough: worst.from };
    const middle = worst.from + (worst.to - worst.from) / 2;
    const [left, right] = [
      pieceOf(f, given, worst.from, middle, noise, worst),
      pieceOf(f, given, middle, worst.to, noise, worst),
    ];
    if ('rough' in left) return left;
    if ('rough' in right) return right;
    pieces = [...pieces.filter((piece) => piece !== worst), left, right];
  }
  return found();
}

const errorOf = ({ error }: Piece): number => error;
const differenceOf = ({ change, integral }: Piece): number => Math.abs(change - integral);

function pieceOf(
  f: (t: number) => number,
  given: (t: number) => number,
  from: number,
  to: number,
  noise: number,
  parent: Piece | null,
): Piece | { readonly rough: number } {
  const integral = integrate(given, from, to, noise);
  if (integral.rough !== undefined) return integral;
  const change = f(to) - f(from);
  const density = Math.abs(change - integral.value) / (to - from);
  const even = parent && density <= GROWTH * parent.density ? parent.even + 1 : 0;
  return {
    from,
    to,
    change,
    integral: integral.value,
    error: integral.error,
    size: integral.size,
    density,
    even,
  };
}
