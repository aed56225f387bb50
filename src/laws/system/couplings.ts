/** Our own couplings, as trials. */
import { independentCoupling } from '../../couplings/independent-coupling.ts';
import { key } from '../../random/index.ts';
import type { Law } from '../core/law.ts';
import type { ObjectCode } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import {
  assignmentCoupling,
  type CouplingSubject,
  couplingCyclicalMonotonicity,
  couplingDualGap,
  couplingMarginals,
  couplingPermutationEquivariance,
  exactCoupling,
} from '../coupling/index.ts';

/** The exact and the independent pairing; on the line, sorting both batches, an optimal pairing by another algorithm. */
export function couplingTrials(): Trial[] {
  const exact = { subject: exactCoupling, code: laws(['exactCoupling'], 'exactCoupling') };
  const sorted = { subject: sortedCoupling };
  const independent = [
    {
      subject: assignmentCoupling((_x0, _x1, rows) => independentCoupling(rows), {
        name: 'independent, by number',
        independent: true,
      }),
    },
    {
      subject: assignmentCoupling((_x0, _x1, rows) => independentCoupling(rows, key(5)), {
        name: 'independent, by a permutation',
        independent: true,
      }),
    },
  ];
  return [
    ...held(couplingMarginals, [exact, sorted, ...independent]),
    ...held(couplingCyclicalMonotonicity, [exact, sorted]),
    ...held(couplingDualGap, [exact, sorted]),
    ...held(couplingPermutationEquivariance, [exact, sorted, ...independent]),
  ];
}

interface Own {
  readonly subject: CouplingSubject;
  readonly code?: ObjectCode;
}

function held<Case>(law: Law<CouplingSubject, Case>, own: readonly Own[]): Trial[] {
  return own.map(({ subject, code }) => trial(law(subject, code ? { code } : {})));
}

function laws(names: readonly string[], expression: string): ObjectCode {
  return { imports: [`import { ${names.join(', ')} } from 'flowproof/laws';`], expression };
}

/** On the line, the k-th smallest of x₀ goes with the k-th smallest of x₁: optimal for every convex cost. */
const sortedCoupling: CouplingSubject = assignmentCoupling(
  (x0, x1, rows) => {
    const order = (x: Float64Array): number[] =>
      Array.from({ length: rows }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || a - b);
    const assignment = new Int32Array(rows);
    const second = order(x1);
    for (const [k, i] of order(x0).entries()) assignment[i] = second[k]!;
    return assignment;
  },
  { name: 'sorted on the line', optimal: true, dim: 1 },
);
