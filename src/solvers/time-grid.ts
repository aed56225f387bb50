/**
 * The grids that a solver can walk: the uniform one, t_i = from + (to − from) · i/N, or any monotone list of times.
 *
 * On the uniform grid,
 * time is a function of the index and never a running sum: adding h in float32 drifts by 1e-5 over a thousand steps.
 * A stage at the fraction c = p/q of step i sits at u = (iq + p)/(Nq), one correctly rounded quotient of integers, so
 * that c = 1 is the next grid point to the bit, both ends are hit exactly, and time reversed on [0, 1] is
 * 1 − u for the same u: solving u(t, x) from 1 to 0 has the times 1 − s of solving −u(1 − s, x) from 0 to 1.
 *
 * On a list, stage c of step i sits at t_i + c (t_{i+1} − t_i), inside the step whatever the rounding. A list that falls is mirrored: its
 * stages sit at 1 − s for those of the list 1 − t_i, so that time reversed mirrors to the bit there too, wherever 1 − t_i is exact.
 */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';

/** A fraction of a step; p/q with integers, or q = 1 and p rounded. */
export interface Fraction {
  readonly p: number;
  readonly q: number;
}

/** N equal steps, or the times t_0 … t_N. */
export type Grid =
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number; readonly steps: number }
  | { readonly kind: 'times'; readonly times: Float64Array; readonly steps: number };

/** What says which grid: the number of steps with the ends, or the times themselves. */
export interface GridOptions {
  readonly steps?: number | undefined;
  readonly grid?: ArrayLike<number> | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A checked grid. */
export function gridOf({ steps, grid, from, to }: GridOptions): Grid {
  if (grid !== undefined) {
    const twice = Object.entries({ steps, from, to }).find(([, value]) => value !== undefined);
    if (twice) {
      throw new ArgumentError({
        argument: twice[0],
        expected: 'nothing beside grid, which has both ends and all steps',
        received: show(twice[1]),
      });
    }
    const times = checkTimes(grid);
    const equal = equalSteps(times);
    return times.every((t, i) => t === gridTime(equal, i))
      ? equal
      : { kind: 'times', times, steps: equal.steps };
  }
  checkCount('steps', steps as number, 1);
  return { kind: 'uniform', ...endsOf({ from, to }), steps: steps as number };
}

/** Both ends of an integration, in [0, 1] and not equal; by default from 0 to 1. */
export function endsOf({ from = 0, to = 1 }: Pick<GridOptions, 'from' | 'to'>): { from: number; to: number } {
  checkNumber('from', from, 0, 1);
  checkNumber('to', to, 0, 1);
  if (from !== to) return { from, to };
  throw new ArgumentError({
    argument: 'to',
    expected: `a time other than from = ${from}`,
    received: show(to),
  });
}

/** The uniform grid between the ends of a list: a list that is that grid is solved like it, to the bit. */
function equalSteps(times: Float64Array): Grid {
  const steps = times.length - 1;
  return { kind: 'uniform', from: times[0]!, to: times[steps]!, steps };
}

/** At least two times in [0, 1] that rise or fall throughout; `name` stands in errors. */
export function checkTimes(grid: ArrayLike<number>, name = 'grid'): Float64Array {
  if (typeof grid !== 'object' || grid === null || !(grid.length >= 2)) {
    throw new ArgumentError({
      argument: name,
      expected: 'at least two times',
      received: show(grid),
    });
  }
  const times = Float64Array.from({ length: grid.length }, (_, i) =>
    checkNumber(`${name}[${i}]`, grid[i]!, 0, 1),
  );
  const rises = times[1]! > times[0]!;
  for (let i = 1; i < times.length; i++) {
    const [before, here] = [times[i - 1]!, times[i]!];
    if (rises ? here > before : here < before) continue;
    throw new ArgumentError({
      argument: `${name}[${i}]`,
      expected: `a time ${rises ? 'after' : 'before'} ${name}[${i - 1}] = ${before}: times that rise or fall throughout`,
      received: show(here),
    });
  }
  return times;
}

/** The time of the fraction c of step i. */
export function timeIn(grid: Grid, step: number, c: Fraction): number {
  if (grid.kind === 'uniform') return stageTime(grid.from, grid.to, grid.steps, step, c);
  const { times } = grid;
  const [a, b] = [times[step]!, times[step + 1]!];
  if (c.p === 0) return a;
  if (c.p === c.q) return b;
  if (b > a) return Math.min(Math.max(between(a, b, c), a), b);
  return Math.max(Math.min(1 - between(1 - a, 1 - b, c), a), b);
}

function between(a: number, b: number, { p, q }: Fraction): number {
  return a + ((b - a) * p) / q;
}

/** t_i. */
export function gridTime(grid: Grid, i: number): number {
  return grid.kind === 'uniform' ? stageTime(grid.from, grid.to, grid.steps, i, START) : grid.times[i]!;
}

/** t_0 … t_N; shape [steps + 1]. */
export function timesOf(grid: Grid): Float64Array {
  return grid.kind === 'uniform' ? timeGrid(grid.from, grid.to, grid.steps) : grid.times.slice();
}

/** The length of step i, to be divided by {@link spanSteps}. */
export function stepSpan(grid: Grid, i: number): number {
  return grid.kind === 'uniform' ? grid.to - grid.from : grid.times[i + 1]! - grid.times[i]!;
}

/** What {@link stepSpan} is to be divided by for the length of a step: kept apart, so that h/D is rounded once. */
export function spanSteps(grid: Grid): number {
  return grid.kind === 'uniform' ? grid.steps : 1;
}

/** The time of stage c = p/q of step i, inside [from, to] whatever the rounding. */
export function stageTime(from: number, to: number, steps: number, step: number, c: Fraction): number {
  const u = (step * c.q + c.p) / (steps * c.q);
  if (u === 1) return to;
  // Inside without a clamp: u ≤ 1 − 1/(Nq) outweighs the rounding of to − from, and rounding is monotone.
  return from + (to - from) * u;
}

const START: Fraction = { p: 0, q: 1 };

/** t_0 = from, …, t_N = to; shape [steps + 1]. */
export function timeGrid(from: number, to: number, steps: number): Float64Array {
  const times = new Float64Array(steps + 1);
  for (let i = 0; i <= steps; i++) times[i] = stageTime(from, to, steps, i, START);
  return times;
}
