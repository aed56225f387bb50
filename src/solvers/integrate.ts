/**
 * The loop of a fixed-grid method over one [rows, dim] batch, in place and without allocation after its start. Rows meet
 * only inside the field, so a field that treats rows apart may be integrated tile by tile with the same bits.
 */
import { allocate, dtypeOf, type FloatArray, firstNonFinite } from '../array/float-array.ts';
import { DivergenceError } from '../errors.ts';
import type { StepKernel } from './kernel.ts';
import { float32Kernel } from './kernel-float32.ts';
import { float64Kernel } from './kernel-float64.ts';
import { type Prepared, stepperOf } from './solver.ts';
import type { Method } from './tableau.ts';
import { type Grid, gridTime } from './time-grid.ts';
import type { VelocityFunction } from './velocity.ts';

/** What to integrate over which grid, as plain data; all checked before it comes here. */
export interface Plan {
  readonly method: Prepared;
  readonly grid: Grid;
  readonly dim: number;
  readonly compensated: boolean;
  /** Takes the last step in place of `method`, or null. */
  readonly lastStep: Method | null;
}

/** The first state that left the finite numbers. */
export interface Breakdown {
  /** The step that led there, 1 … N. */
  readonly step: number;
  /** The time at the end of that step. */
  readonly t: number;
  readonly row: number;
  readonly value: number;
  /** Every number is finite, but the stages of an implicit method were not found. */
  readonly unsolved?: boolean;
}

export interface Integration {
  /** Calls of the field, counted one by one. */
  readonly nfe: number;
  /** Where it stopped early, or null at a finite end. */
  readonly breakdown: Breakdown | null;
}

/** The error that tells a breakdown. */
export function divergence(at: Breakdown, steps: number): DivergenceError {
  if (at.unsolved) {
    return new DivergenceError({
      argument: `stages of step ${at.step} of ${steps}, to t = ${at.t}, row ${at.row}`,
      expected: 'an iteration that converges',
      received: 'one that does not',
      wayOut: 'take more steps: the step times the Lipschitz constant of the field must be below about 3',
    });
  }
  return new DivergenceError({
    argument: `x at step ${at.step} of ${steps}, t = ${at.t}, row ${at.row}`,
    expected: 'a finite state',
    received: String(at.value),
    wayOut:
      at.step === 1 && Number.isNaN(at.value)
        ? 'let the field write every element of out, and check its formula at the start'
        : 'take more steps, or stop before the time where the field has a pole',
  });
}

/** Integrates `x` [rows, dim] in place; `record` sees the state at every grid point, 0 … N. */
export function integrate(
  velocity: VelocityFunction,
  x: FloatArray,
  plan: Plan,
  record: ((step: number, x: FloatArray) => void) | null,
): Integration {
  return x instanceof Float32Array
    ? integrateWith(float32Kernel, velocity, x, plan, record)
    : integrateWith(float64Kernel, velocity, x, plan, record);
}

function integrateWith<A extends FloatArray>(
  kernel: StepKernel<A>,
  velocity: VelocityFunction,
  x: A,
  { method, grid, dim, compensated, lastStep }: Plan,
  record: ((step: number, x: FloatArray) => void) | null,
): Integration {
  const carry = compensated ? (allocate(dtypeOf(x), x.length) as A) : null;
  const course = { kernel, velocity, grid, x, dim, carry };
  const stepper = stepperOf(method, course);
  const closing = lastStep ? stepperOf(lastStep, course) : stepper;
  let nfe = 0;
  record?.(0, x);
  for (let step = 0; step < grid.steps; step++) {
    const one = step === grid.steps - 1 ? closing : stepper;
    nfe += one.advance(step);
    const unsolved = one.stalled >= 0;
    const bad = unsolved ? one.stalled * dim : firstNonFinite(x);
    if (bad >= 0) {
      const [t, row] = [gridTime(grid, step + 1), Math.floor(bad / dim)];
      const breakdown = { step: step + 1, t, row, value: x[bad]!, ...(unsolved && { unsolved }) };
      return { nfe, breakdown };
    }
    record?.(step + 1, x);
  }
  return { nfe, breakdown: null };
}
