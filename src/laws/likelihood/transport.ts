/**
 * A point and its log-density along the flow: dx/dt = u, d ln p/dt = −div u, by the classical Runge–Kutta method in float64.
 *
 * The state is [dim + 1]: x, then ln p. The divergence is the field's own, or central differences of the velocity of sixth order,
 * Σ cⱼ(uᵢ(x + jh eᵢ) − uᵢ(x − jh eᵢ))/h with c = 3/4, −3/20, 1/60 and h = 1/(4N)
 * for N steps, so that its error falls along with that of the steps.
 */

import { ObjectError, show } from '../../errors.ts';
import { rk4, solve } from '../../solvers/index.ts';
import { logDensityWithMass } from '../core/field-calls.ts';
import { givenArray } from '../core/guard.ts';
import { CannotJudge, type Measurement, ratioOf } from '../core/measurement.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** A field that may bring its own way of carrying points and log-densities. */
export interface TransportSubject extends FieldSubject {
  /**
   * x and ln p at time `to`, from those at time `from` (before or after it), in `steps` steps of a method of any order ≥ 1: writes
   * [dim + 1] numbers, the point and then ln p. Default: the classical Runge–Kutta method.
   */
  transport?(from: number, to: number, state: Float64Array, steps: number, out: Float64Array): void;
  /** What `transport` may err by in any entry however many steps are asked for, in [0, 0.01]; default 0: the error falls with the steps. */
  readonly tolerance?: number;
}

/** Beyond a hundredth of a nat, what `transport` errs by is a mistake. */
const MOST_TOLERANCE = 0.01;

/** The field's `tolerance`. Throws ObjectError unless it is in [0, 0.01]: it widens bounds, and nobody may buy a pass with it. */
export function toleranceOf({ tolerance = 0 }: { readonly tolerance?: unknown }): number {
  if (typeof tolerance === 'number' && tolerance >= 0 && tolerance <= MOST_TOLERANCE) return tolerance;
  throw new ObjectError({
    argument: 'tolerance',
    expected: `a number in [0, ${MOST_TOLERANCE}]`,
    received: show(tolerance),
  });
}

const SIXTH_ORDER = [3 / 4, -3 / 20, 1 / 60] as const;

function divergenceAt(field: FieldSubject, t: number, x: Float64Array, width: number): number {
  const { dim } = field;
  if (field.divergence) {
    return givenArray('divergence(t, x)', 1, (out) => field.divergence!(t, x, out))[0]!;
  }
  const points = new Float64Array(6 * dim * dim);
  for (let row = 0; row < 6 * dim; row++) {
    points.set(x, row * dim);
    const j = row % 6;
    points[row * dim + Math.floor(row / 6)]! += (j < 3 ? j + 1 : 2 - j) * width;
  }
  const u = givenArray('velocity(t, x)', points.length, (out) => field.velocity(t, points, out));
  let sum = 0;
  for (let i = 0; i < dim; i++) {
    SIXTH_ORDER.forEach((c, j) => {
      sum += (c * (u[(6 * i + j) * dim + i]! - u[(6 * i + 3 + j) * dim + i]!)) / width;
    });
  }
  return sum;
}

/** The state [dim + 1] that is carried from x at t: x and ln p. */
export function startOf(field: TransportSubject, t: number, x: readonly number[]): Float64Array {
  const state = new Float64Array(field.dim + 1);
  state.set(x);
  state[field.dim] = logDensityWithMass(field, t, state.subarray(0, field.dim));
  return state;
}

/** The state [dim + 1] at `to`. Throws CannotJudge where the point leaves the finite numbers. */
export function carry(
  field: TransportSubject,
  from: number,
  to: number,
  state: Float64Array,
  steps: number,
): Float64Array {
  const { dim } = field;
  if (field.transport) {
    const call = `transport(${from}, ${to}, …)`;
    return givenArray(call, dim + 1, (out) => field.transport!(from, to, state.slice(), steps, out));
  }
  const rate = (t: number, y: ArrayLike<number>, out: { [i: number]: number }): void => {
    const x = Float64Array.from({ length: dim }, (_, i) => y[i]!);
    const u = givenArray('velocity(t, x)', dim, (buffer) => field.velocity(t, x, buffer));
    for (let i = 0; i < dim; i++) out[i] = u[i]!;
    out[dim] = -divergenceAt(field, t, x, 0.25 / steps);
  };
  const { x } = solve(rate, state, { solver: rk4, steps, from, to, dim: dim + 1 });
  if (!x.every(Number.isFinite)) throw new CannotJudge('the flow leaves the finite numbers');
  return x;
}

const PIECES = 8;
/** How much there must be to carry, as a multiple of what may be missed. */
const LEAST = 20;

/** Throws CannotJudge where the field may miss more than a twentieth of all that the flow changes on its way from `start`. */
export function refuseIdleTolerance(
  field: TransportSubject,
  from: number,
  to: number,
  start: Float64Array,
  steps: number,
): void {
  const tolerance = toleranceOf(field);
  if (tolerance === 0) return;
  const way = new Float64Array(start.length);
  let here = start;
  for (let k = 0; k < PIECES; k++) {
    const time = (j: number): number => from + ((to - from) * j) / PIECES;
    const there = carry(field, time(k), time(k + 1), here, Math.ceil(steps / PIECES));
    for (let i = 0; i < way.length; i++) way[i]! += Math.abs(there[i]! - here[i]!);
    here = there;
  }
  const most = Math.max(...way);
  if (LEAST * tolerance > most) {
    throw new CannotJudge(
      `the flow changes x and ln p by ${most} at most from t = ${from} to ${to}, which a tolerance of ${tolerance} cannot tell from a mistake`,
    );
  }
}

/** A quantity that should vanish, at a number of steps, and a bound on what finite steps leave of it, entry by entry. */
interface Settled {
  readonly value: Float64Array;
  readonly error: Float64Array;
  readonly steps: number;
}

const FIRST_STEPS = 4;
const MOST_STEPS = 2048;
/** Truncation is then still above rounding, and mistakes of 10⁻⁵ show. */
const FINE = 1e-6;
/** A change so far below that need not fall any more: it may be rounding. */
const NOTHING = 1e-9;

/**
 * Doubles the steps N until the entries of `value` change by less than 10⁻⁶ of `size`, and did so as those of a smooth flow do: two doublings in
 * a row divide the change by 6 or more (order 4 by 16; a kink or a jump in t by 4 or 2, and by much more or less by chance). The
 * change from N to 2N then bounds the error at 2N, with a sixteenth of the change before. Throws CannotJudge where they do not settle.
 */
export function settle(
  value: (steps: number) => Float64Array,
  size: number,
  firstSteps: number = FIRST_STEPS,
): Settled {
  let coarse = value(2 * firstSteps);
  let before = distance(coarse, value(firstSteps));
  // Nothing came before: a first change counts as one that did not fall.
  let earlier: Float64Array = before.map(() => 0);
  const last = Math.max(MOST_STEPS, 8 * firstSteps);
  for (let steps = 4 * firstSteps; ; steps *= 2) {
    const fine = value(steps);
    const change = distance(fine, coarse);
    const error = change.map((v, i) => Math.max(v, before[i]! / 16));
    const most = error.reduce((a, b) => Math.max(a, b));
    const smooth = change.every((v, i) => falls(v, before[i]!, size) && falls(before[i]!, earlier[i]!, size));
    if (smooth && most <= FINE * size) return { value: fine, error, steps };
    if (steps >= last) {
      throw new CannotJudge(
        `the flow does not settle to 10⁻⁶ as a smooth one does: ${most} between ${steps / 2} and ${steps} steps`,
      );
    }
    coarse = fine;
    earlier = before;
    before = change;
  }
}

/**
 * A measurement by {@link settle}, again from its number of steps on where it is a violation: steps that are too coarse for a steep u may settle by
 * luck, and do not again with four times as many, while a mistake stays.
 */
export function confirmed(
  measure: (firstSteps: number) => { readonly measurement: Measurement; readonly steps: number },
): Measurement {
  const { measurement, steps } = measure(FIRST_STEPS);
  return ratioOf(measurement) <= 1 ? measurement : measure(Math.min(steps, MOST_STEPS / 2)).measurement;
}

/** True where a doubling divides the change as a smooth flow's does, or nothing is left to divide. */
const falls = (change: number, before: number, size: number): boolean =>
  change <= NOTHING * size || change <= before / 6;

const distance = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => Math.abs(v - b[i]!));
