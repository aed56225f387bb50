/**
 * The rows of a batch have no order: permuting x₀ and x₁ permutes the pairs, π(P x₀, Q x₁) = P π(x₀, x₁) Qᵀ. An independent coupling
 * does not look at points at all: it pairs the same row numbers whatever stands in them.
 *
 * Assignments are compared exactly: residual, the largest difference of a pair's share of 1/rows; bound 0. Plans likewise, with the bound
 * 4 · rows · ε and twice the stated `marginalError`. Where several pairings are optimal (a cycle of the exchange graph that costs nothing, up to
 * rounding), only the cost must be the same; bound: rounding of two sums of costs.
 *
 * Cannot see a criterion that is wrong for all orders alike. It sees greedy searches, sorting by a column, and pairings that
 * remember the order of the batch. Source: the definition; uniqueness from the exchange graph (exchange-graph.ts).
 */
import { type CouplingCase, pairWords, pointPairs } from '../arbitraries/point-pairs.ts';
import { defineLaw, type Law } from '../core/law.ts';
import type { Measurement } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import { cycleRounding, noMass } from './exchange.ts';
import { costsOf, exchangeWeights, lightestCycle } from './exchange-graph.ts';
import { type CouplingRun, marginalErrorOf, requireCoupling, runCoupling } from './run-coupling.ts';
import type { CouplingSubject } from './subject.ts';

/**
 * The law of row orders.
 *
 * ```ts
 * import { couplingPermutationEquivariance, exactCoupling } from 'flowproof/laws';
 * console.log(couplingPermutationEquivariance(exactCoupling).check().status); // holds
 * ```
 */
export const couplingPermutationEquivariance: Law<CouplingSubject, CouplingCase> = defineLaw({
  id: 'coupling-permutation-equivariance',
  number: 11,
  title: 'π(P x₀, Q x₁) = P π(x₀, x₁) Qᵀ; independent: π does not depend on points',
  kind: 'coupling',
  assumes: ['optimal, independent, or a plan that depends on the points alone'],
  export: 'couplingPermutationEquivariance',
  runs: 60,
  refuses(coupling) {
    requireCoupling(coupling);
    return null;
  },
  cases: ({ dim }) => pointPairs(dim),
  words: (at) =>
    `${pairWords(at)}, rows of x₀ in the order ${at.order0.join(' ')}, of x₁ ${at.order1.join(' ')}`,
  measure(coupling, at) {
    const { dim, x0, x1, order0, order1 } = at;
    const straight = runCoupling(coupling, at);
    const permuted = runCoupling(coupling, {
      dim,
      x0: inOrder(x0, order0, dim),
      x1: inOrder(x1, order1, dim),
    });
    if (coupling.independent) {
      return compare(permuted, straight.plan, 0, 'an independent coupling does not look at the points');
    }
    const expected = permutedPlan(straight, order0, order1);
    const entries = straight.assignment ? 0 : 4 * straight.rows * EPSILON + 2 * marginalErrorOf(coupling);
    if (!straight.assignment && !coupling.optimal) {
      return compare(
        permuted,
        expected,
        entries,
        'rounding of the entries of two plans, and their stated errors',
      );
    }
    const { costs, largest } = costsOf(x0, x1, dim);
    const rounding = cycleRounding(straight.rows, dim, largest);
    const weights = exchangeWeights(straight, costs, noMass(coupling, straight.rows));
    if (lightestCycle(weights, straight.rows) > rounding) {
      return compare(permuted, expected, entries, 'the optimal pairing is unique');
    }
    const back = permutedPlan(permuted, inverted(order0), inverted(order1));
    return {
      residual: Math.abs(costOf(back, costs) - costOf(straight.plan, costs)),
      bound: rounding,
      why: 'rounding of the costs of two pairings, where several are optimal',
      detail: `cost ${costOf(straight.plan, costs)}, permuted ${costOf(back, costs)}`,
    };
  },
});

function compare(permuted: CouplingRun, expected: Float64Array, bound: number, why: string): Measurement {
  const residual = expected.reduce(
    (worst, mass, k) => Math.max(worst, Math.abs(mass - permuted.plan[k]!)),
    0,
  );
  return { residual, bound, why, detail: `a pair has the share ${residual} of 1/rows more or less` };
}

/** Row i of the answer is row order[i]. */
function inOrder(x: readonly number[], order: readonly number[], dim: number): number[] {
  return order.flatMap((row) => x.slice(row * dim, (row + 1) * dim));
}

function permutedPlan(
  { plan, rows }: CouplingRun,
  order0: readonly number[],
  order1: readonly number[],
): Float64Array {
  return plan.map((_, k) => plan[order0[Math.floor(k / rows)]! * rows + order1[k % rows]!]!);
}

function inverted(order: readonly number[]): number[] {
  const out: number[] = [];
  order.forEach((row, i) => {
    out[row] = i;
  });
  return out;
}

function costOf(plan: Float64Array, costs: Float64Array): number {
  return plan.reduce((sum, mass, k) => sum + mass * costs[k]!, 0);
}
