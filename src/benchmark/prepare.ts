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

/** Computes the truths, which may take long where they are reference solutions. `single`: whether float32 is wanted. */
export async function prepare(
  spec: BenchmarkProblem,
  single: boolean,
  build: (spec: BenchmarkProblem) => Promise<RunnableProblem>,
): Promise<Prepared> {
  const problem = await build(spec);
  const { from, ...float64 } = endsOf(problem);
  const float32 = single ? endsOf(await build(inSingle(spec, problem))) : float64;
  const { name, dim, start } = problem;
  return { name, dim, rows: start.length / dim, from, float64, float32 };
}
