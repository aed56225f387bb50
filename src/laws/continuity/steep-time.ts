/**
 * Whether p changes too steeply in time for a quadrature over [s, t] with a number of nodes: a transition that lies between the nodes is not there for
 * the quadrature, at any number of them that agree, and a right field would be called violated.
 *
 * The density at a few points, in units of its largest value there, is followed: each of sixteen cells of [s, t] is halved to where it changes most, until it changes
 * alike in both halves (four halvings in a row by which the change per width grew by less than a quarter), or is 2⁻⁴⁰ of [s, t]. Where the change per width is then more
 * than nodes/2 times its mean over [s, t], too few nodes fall into the transition. For p that moves evenly it is 1 to 3 times the mean.
 * A law asks this before it calls something violated, and says that it cannot judge where the answer is yes.
 */
import { exp } from '../../math/index.ts';
import { logDensityAt } from '../core/field-calls.ts';
import { CannotJudge } from '../core/measurement.ts';
import type { FieldSubject } from '../core/subjects.ts';

const CELLS = 16;
const GROWTH = 1.25;
const EVEN = 4;
const HALVINGS = 80;
/** 2⁻⁴⁰. */
const NARROWEST = 9.094947017729282e-13;
/** Changes of p in all of [s, t] below this share are no transition. */
const NOTHING = 1e-6;

interface Cell {
  readonly from: number;
  readonly to: number;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Σ|change| over the points. */
  readonly change: number;
  readonly even: number;
}

/** Throws CannotJudge where p at the points x [rows, dim] changes too steeply between s and t for `nodes` nodes. */
export function refuseSteep(
  field: FieldSubject,
  x: Float64Array,
  [s, t]: readonly [number, number],
  nodes: number,
): void {
  const top = logDensityAt(field, t, x).reduce((most, value) => Math.max(most, value), -Infinity);
  const densities = (time: number): Float64Array =>
    logDensityAt(field, time, x).map((value) => Math.min(exp(value - top), Number.MAX_VALUE));
  const cell = (
    from: number,
    to: number,
    before: Float64Array,
    after: Float64Array,
    parent: Cell | null,
  ): Cell => {
    const change = after.reduce((sum, value, i) => sum + Math.abs(value - before[i]!), 0);
    const grew = parent === null || change * (parent.to - parent.from) > GROWTH * parent.change * (to - from);
    return { from, to, before, after, change, even: grew ? 0 : parent.even + 1 };
  };
  const edges = Array.from({ length: CELLS + 1 }, (_, k) => s + ((t - s) * k) / CELLS);
  const known = edges.map(densities);
  const cells = edges.slice(1).map((to, k) => cell(edges[k]!, to, known[k]!, known[k + 1]!, null));
  const all = cells.reduce((sum, { change }) => sum + change, 0);
  if (!(all > NOTHING)) return;
  for (const first of cells) {
    let steepest = first;
    for (let i = 0; i < HALVINGS && steepest.even < EVEN; i++) {
      const { from, to, before, after } = steepest;
      if (to - from <= NARROWEST * (t - s)) break;
      const middle = from + (to - from) / 2;
      const there = densities(middle);
      const [left, right] = [
        cell(from, middle, before, there, steepest),
        cell(middle, to, there, after, steepest),
      ];
      steepest = left.change > right.change ? left : right;
    }
    const { from, to, change } = steepest;
    if (2 * change * (t - s) > nodes * all * (to - from)) {
      throw new CannotJudge(
        `p changes too steeply in time near t = ${from} for a quadrature over [${s}, ${t}]`,
      );
    }
  }
}
