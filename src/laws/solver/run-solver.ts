/**
 * One guarded solve: the answer is finite, at once and of the right length; the field was called with finite states of the right
 * length; and a solver that would never stop meets an error in its next call of the field.
 */
import { isFloatArray } from '../../array/float-array.ts';
import { ObjectError, show } from '../../errors.ts';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { givenArray, givenFinite, requireFunction } from '../core/guard.ts';
import type { SolverSpan, SolverSubject } from './subject.ts';

/** A finished solve. */
export interface SolverRun {
  readonly x: Float64Array;
  /** Calls of the field, counted here. */
  readonly calls: number;
  /** What the solver itself says of its calls. */
  readonly nfe?: number;
  /** How far outside [from, to] the field was called. */
  readonly overshoot: number;
}

/** No one-step method of practice needs this many evaluations a step. */
const MOST_CALLS_PER_STEP = 1000;

/** Refuses what has no `solve` or no order; for `refuses` of each law. */
export function requireSolver(solver: SolverSubject): void {
  requireFunction(solver, 'solve');
  const { order, stages } = solver;
  if (!(Number.isInteger(order) && order >= 1)) {
    throw new ObjectError({ argument: 'order', expected: 'an integer ≥ 1', received: show(order) });
  }
  if (stages !== undefined && !(Number.isInteger(stages) && stages >= 1)) {
    throw new ObjectError({ argument: 'stages', expected: 'an integer ≥ 1', received: show(stages) });
  }
}

/** Solves ẋ = u(t, x) with the solver under test. */
export function runSolver(
  solver: SolverSubject,
  velocity: VelocityFunction,
  x0: ArrayLike<number>,
  span: SolverSpan,
): SolverRun {
  const { from, to, steps, dim } = span;
  const n = x0.length;
  const text = `solve(u, x0, { from: ${from}, to: ${to}, steps: ${steps}, dim: ${dim} })`;
  const most = steps * MOST_CALLS_PER_STEP;
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  let calls = 0;
  let overshoot = 0;
  const watched: VelocityFunction = (t, x, out) => {
    calls++;
    if (calls > most) fault(text, `an end after ${steps} steps`, `${calls} calls of the velocity`);
    givenFinite('the time given to the velocity', t);
    if (!isFloatArray(x) || x.length !== n) fault('the state given to the velocity', `${n} numbers`, show(x));
    if (!isFloatArray(out) || out.length !== n)
      fault('the buffer given to the velocity', `${n} numbers`, show(out));
    for (let i = 0; i < n; i++) givenFinite(`x[${i}] given to the velocity`, x[i]);
    overshoot = Math.max(overshoot, first - t, t - last);
    velocity(t, x, out);
  };
  let nfe: number | undefined;
  const x = givenArray(text, n, (out) => {
    const answer: unknown = solver.solve(watched, Float64Array.from(x0), span);
    if (typeof answer === 'object' && answer !== null && 'then' in answer) return answer;
    const state = isFloatArray(answer) ? answer : (answer as { x?: unknown } | null | undefined)?.x;
    if (!isFloatArray(state) || state.length !== n) fault(text, `${n} numbers`, show(state ?? answer));
    out.set(state);
    const reported = (answer as { nfe?: unknown }).nfe;
    if (reported !== undefined) nfe = givenFinite('nfe', reported);
    return undefined;
  });
  return { x, calls, overshoot, ...(nfe === undefined ? {} : { nfe }) };
}

function fault(argument: string, expected: string, received: string): never {
  throw new ObjectError({ argument, expected, received });
}
