/** What the loop over a grid asks of a method: one step at a time, in place. */
import { allocate, dtypeOf, type FloatArray } from '../array/float-array.ts';
import type { ScaledCombination, StepKernel } from './kernel.ts';
import { type Fraction, type Grid, timeIn } from './time-grid.ts';
import type { VelocityFunction } from './velocity.ts';

/** A method on its way over a grid. */
export interface Stepper {
  /** Takes step i, and returns how often it called the field. */
  advance(step: number): number;
  /** The first row whose implicit equations were not solved in the step last taken, or −1. */
  readonly stalled: number;
}

/** The state on its way, and all that moves it. Shared by the steppers that take turns on one solution. */
export interface Course<A extends FloatArray> {
  readonly kernel: StepKernel<A>;
  readonly velocity: VelocityFunction;
  readonly grid: Grid;
  /** [rows, dim]. */
  readonly x: A;
  readonly dim: number;
  /** The low half of the state, or null. */
  readonly carry: A | null;
}

/** `count` slopes [count, n] in one buffer, NaN: a field that leaves part of `out` unwritten shows at the first step, instead of standing still. */
export function slopeBuffer<A extends FloatArray>(x: A, count: number): { k: A; slopes: A[] } {
  const n = x.length;
  const k = allocate(dtypeOf(x), count * n) as A;
  k.fill(Number.NaN);
  return { k, slopes: Array.from({ length: count }, (_, j) => k.subarray(j * n, (j + 1) * n) as A) };
}

/** u at the fraction c of step i. */
export function evaluate<A extends FloatArray>(
  { velocity, grid }: Course<A>,
  step: number,
  c: Fraction,
  state: A,
  out: A,
): void {
  velocity(timeIn(grid, step, c), state, out);
}

/** out = x + h s, with the carry where there is one. */
export function combine<A extends FloatArray>(
  { kernel, x, carry }: Course<A>,
  k: A,
  by: ScaledCombination<A>,
  out: A,
): void {
  if (carry) kernel.combineWithCarry(x, carry, k, x.length, by, out);
  else kernel.combine(x, k, x.length, by, out);
}

/** x ← x + h s, with the carry where there is one. */
export function advanceState<A extends FloatArray>(
  { kernel, x, carry }: Course<A>,
  k: A,
  by: ScaledCombination<A>,
): void {
  if (carry) kernel.advanceWithCarry(x, carry, k, x.length, by);
  else kernel.combine(x, k, x.length, by, x);
}
