/** One guarded call of a coupling: an answer at once, of the right type and length, finite, with entries that are rows. */
import { ObjectError, show } from '../../errors.ts';
import type { CouplingCase } from '../arbitraries/point-pairs.ts';
import { givenArray, refusePromise, requireFunction } from '../core/guard.ts';
import type { CouplingAnswer, CouplingSubject } from './subject.ts';

/** The answer in one form. */
export interface CouplingRun {
  readonly rows: number;
  /** rows · π, [rows, rows]: 1 for a pair of an assignment. */
  readonly plan: Float64Array;
  /** null where a plan was given. */
  readonly assignment: Int32Array | null;
  readonly f: Float64Array | null;
  readonly g: Float64Array | null;
}

/** For `refuses` of each law. */
export function requireCoupling(coupling: CouplingSubject): void {
  requireFunction(coupling, 'couple');
  marginalErrorOf(coupling);
}

/** Beyond this share, a marginal is another one, and no error of a marginal. */
const MOST_ERROR = 0.1;

/** What a plan's marginals may err by, as the coupling states it: it widens bounds, and is believed in [0, 0.1]. */
export function marginalErrorOf({ marginalError = 0 }: { readonly marginalError?: unknown }): number {
  if (typeof marginalError === 'number' && marginalError >= 0 && marginalError <= MOST_ERROR) {
    return marginalError;
  }
  throw new ObjectError({
    argument: 'marginalError',
    expected: `a share of 1/rows in [0, ${MOST_ERROR}]`,
    received: show(marginalError),
  });
}

/** Couples two batches with the coupling under test. */
export function runCoupling(
  coupling: CouplingSubject,
  { x0, x1, dim }: Pick<CouplingCase, 'x0' | 'x1' | 'dim'>,
): CouplingRun {
  const rows = x0.length / dim;
  const call = `couple(x0, x1, ${rows}, ${dim})`;
  const answer: unknown = coupling.couple(Float64Array.from(x0), Float64Array.from(x1), rows, dim);
  const given = inFields(call, answer);
  const f = given.f === undefined ? null : numbers(`${call}.f`, given.f, rows);
  const g = given.g === undefined ? null : numbers(`${call}.g`, given.g, rows);
  if (given.assignment !== undefined) {
    const assignment = rowsOf(call, given.assignment, rows);
    const plan = new Float64Array(rows * rows);
    for (let i = 0; i < rows; i++) plan[i * rows + assignment[i]!] = 1;
    return { rows, plan, assignment, f, g };
  }
  const plan = numbers(`${call}.plan`, given.plan, rows * rows).map((mass) => rows * mass);
  return { rows, plan, assignment: null, f, g };
}

function inFields(call: string, answer: unknown): CouplingAnswer {
  if (answer instanceof Int32Array) return { assignment: answer };
  if (answer instanceof Float64Array) return { plan: answer };
  if (typeof answer === 'object' && answer !== null) {
    const fields = answer as CouplingAnswer;
    if (fields.assignment !== undefined || fields.plan !== undefined) return fields;
    refusePromise(call, answer);
  }
  throw new ObjectError({
    argument: call,
    expected: 'an Int32Array of rows, a Float64Array [rows, rows], or an object with assignment or plan',
    received: show(answer),
  });
}

function rowsOf(call: string, value: unknown, rows: number): Int32Array {
  if (!(value instanceof Int32Array) || value.length !== rows) {
    throw new ObjectError({
      argument: call,
      expected: `an Int32Array of ${rows} rows`,
      received: show(value),
    });
  }
  const bad = value.findIndex((j) => j < 0 || j >= rows);
  if (bad >= 0) {
    throw new ObjectError({
      argument: `${call}[${bad}]`,
      expected: `a row, 0 … ${rows - 1}`,
      received: show(value[bad]),
    });
  }
  return value;
}

function numbers(call: string, value: unknown, length: number): Float64Array {
  if (!(value instanceof Float64Array) || value.length !== length) {
    throw new ObjectError({
      argument: call,
      expected: `a Float64Array of ${length} numbers`,
      received: show(value),
    });
  }
  return givenArray(call, length, (out) => out.set(value));
}
