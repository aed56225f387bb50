/**
 * A coupling moves all of x₀ to all of x₁: each row of either batch has the weight 1/rows in it.
 *
 * An assignment must be a permutation: residual, the largest distance of a column's count from 1; bound 0. The rows and columns of a plan
 * must sum to 1/rows and none of its entries be negative: residual, the largest error as a share of 1/rows; bound rows · ε for
 * rounding of the entries and of these sums, plus what the plan states as its `marginalError`. Where the coupling reorders batches
 * (`pair`), the paired rows of x₁ must be those of the assignment to the bit, and each row's label must come along.
 *
 * Cannot see whether pairs are good ones. Without it, the model learns another target than q: rows that are left out are never learned.
 * Source: the definition of a coupling; Birkhoff's theorem for assignments.
 */
import { ObjectError, show } from '../../errors.ts';
import { type CouplingCase, pairWords, pointPairs } from '../arbitraries/point-pairs.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import { type CouplingRun, marginalErrorOf, requireCoupling, runCoupling } from './run-coupling.ts';
import type { CouplingSubject } from './subject.ts';

/**
 * The law of marginals.
 *
 * ```ts
 * import { type CouplingSubject, couplingMarginals, exactCoupling } from 'flowproof/laws';
 * console.log(couplingMarginals(exactCoupling).check().status); // holds
 * const first: CouplingSubject = { couple: (x0, x1, rows) => new Int32Array(rows) }; // all rows take row 0
 * console.log(couplingMarginals(first).check().status); // violated
 * ```
 */
export const couplingMarginals: Law<CouplingSubject, CouplingCase> = defineLaw({
  id: 'coupling-marginals',
  number: 11,
  title: 'Σⱼ π(i, j) = Σᵢ π(i, j) = 1/rows, π ≥ 0',
  kind: 'coupling',
  assumes: ['equal weights'],
  export: 'couplingMarginals',
  runs: 60,
  refuses(coupling) {
    requireCoupling(coupling);
    return null;
  },
  cases: ({ dim }) => pointPairs(dim),
  words: pairWords,
  measure(coupling, at) {
    const run = runCoupling(coupling, at);
    const found = [run.assignment ? permutation(run, run.assignment) : sums(run, marginalErrorOf(coupling))];
    if (coupling.pair) found.push(paired(coupling, run, at));
    return worstOf(found);
  },
});

function permutation({ rows }: CouplingRun, assignment: Int32Array): Measurement {
  const counts = new Int32Array(rows);
  for (const j of assignment) counts[j]! += 1;
  return {
    residual: counts.reduce((worst, count) => Math.max(worst, Math.abs(count - 1)), 0),
    bound: 0,
    why: 'an assignment is a permutation',
    detail: `rows of x₁ are taken ${counts.join(', ')} times`,
  };
}

function sums({ plan, rows }: CouplingRun, marginalError: number): Measurement {
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    let [row, column] = [0, 0];
    for (let j = 0; j < rows; j++) {
      row += plan[i * rows + j]!;
      column += plan[j * rows + i]!;
      worst = Math.max(worst, -plan[i * rows + j]!);
    }
    worst = Math.max(worst, Math.abs(row - 1), Math.abs(column - 1));
  }
  return {
    residual: worst,
    bound: rows * EPSILON + marginalError,
    why: 'rounding of the entries of a plan and of their sums, and the stated error',
    detail: `a row or column of the plan is off by ${worst} of 1/rows`,
  };
}

/** Labels are numbers of rows, so that each says where it comes from. */
function paired(coupling: CouplingSubject, { assignment, rows }: CouplingRun, at: CouplingCase): Measurement {
  const { x0, x1, dim } = at;
  const labels = Int32Array.from({ length: rows }, (_, i) => i);
  const answer = coupling.pair!(Float64Array.from(x0), Float64Array.from(x1), labels, rows, dim);
  if (answer?.x1?.length !== rows * dim || answer.labels?.length !== rows) {
    throw new ObjectError({
      argument: 'pair(x0, x1, labels)',
      expected: `{ x1, labels } of ${rows} rows`,
      received: show(answer),
    });
  }
  let wrong = 0;
  for (let i = 0; i < rows; i++) {
    const from = answer.labels[i]!;
    const expected = assignment ? assignment[i]! : from;
    let same = from === expected;
    for (let k = 0; k < dim; k++) same &&= answer.x1[i * dim + k] === x1[expected * dim + k];
    if (!same) wrong++;
  }
  return {
    residual: wrong / rows,
    bound: 0,
    why: 'paired rows are rows of the batch, each with its own label',
    detail: `labels of the paired rows: ${Array.from(answer.labels).join(', ')}; assignment: ${assignment?.join(', ') ?? 'a plan'}`,
  };
}
