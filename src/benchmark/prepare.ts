/** What cells of one problem share: the starting states in each precision, and where they truly end. */

import type { Ends } from './cell-result.ts';
import type { BenchmarkProblem, RunnableProblem } from './config.ts';

export interface Prepared {
  readonly name: string;
  readonly dim: number;
  readonly rows: number;
  /** Where the truth comes from, in words. */
  readonly from: string;
  readonly float64: Ends;
  /** From the float32 numbers next to the start: both precisions then solve a problem whose truth is known. */
  readonly float32: Ends;
}

function endsOf(problem: RunnableProblem): Ends & { readonly from: string } {
  const { states, radius, from } = problem.truth([1]);
  return { start: problem.start, truth: states, radius, from };
}

/** The same problem from the float32 numbers next to its start; a classic problem has no start but its own. */
export function inSingle(spec: BenchmarkProblem, { dim, start }: RunnableProblem): BenchmarkProblem {
  if (spec.kind === 'classic') return spec;
  const points = Array.from({ length: start.length / dim }, (_, row) =>
    Array.from(start.subarray(row * dim, (row + 1) * dim), Math.fround),
  );
  return { ...spec, start: { kind: 'points', points } };
}

/** What `prepare` finds out in one precision. */
export interface PreparedIn extends Omit<Prepared, 'float64' | 'float32'> {
  readonly ends: Ends;
}

/** The truth from the start in one precision, which may take long where it is a reference solution. */
export async function prepareIn(
  precision: 'float64' | 'float32',
  spec: BenchmarkProblem,
  build: (spec: BenchmarkProblem) => Promise<RunnableProblem>,
): Promise<PreparedIn> {
  const double = await build(spec);
  const problem = precision === 'float64' ? double : await build(inSingle(spec, double));
  const { from, ...ends } = endsOf(problem);
  const { name, dim, start } = double;
  return { name, dim, rows: start.length / dim, from, ends };
}

/** Both precisions; `single`: that of float32 where it is wanted. */
export function together({ ends, ...double }: PreparedIn, single: PreparedIn | null): Prepared {
  return { ...double, float64: ends, float32: single?.ends ?? ends };
}

/** Computes the truths. `single`: whether float32 is wanted. */
export async function prepare(
  spec: BenchmarkProblem,
  single: boolean,
  build: (spec: BenchmarkProblem) => Promise<RunnableProblem>,
): Promise<Prepared> {
  const double = await prepareIn('float64', spec, build);
  return together(double, single ? await prepareIn('float32', spec, build) : null);
}
