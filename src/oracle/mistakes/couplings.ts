/** Mistakes in couplings of minibatches. */
import { exp, log } from '../../math/index.ts';
import { sqrt } from '../arithmetic/functions.ts';
import { exact, multiply } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  gibbsExponents,
  goesOn,
  marginal,
  optimalPermutation,
  sinkhornPlan,
  transportCost,
} from '../formulas/couplings.ts';
import type { Mistake } from './mistake.ts';

const permutation = ['coupling.exact'];
const plan = ['coupling.sinkhorn'];

/** Each row in turn takes the cheapest column that is left. */
function greedy(cost: readonly (readonly number[])[]): readonly number[] {
  const taken = new Set<number>();
  return cost.map((row) => {
    const free = row.map((_, j) => j).filter((j) => !taken.has(j));
    const best = free.reduce((a, b) => (row[b]! < row[a]! ? b : a));
    taken.add(best);
    return best;
  });
}

const nearest = (row: readonly number[]): number => row.indexOf(Math.min(...row));

export const couplingMistakes: readonly Mistake[] = [
  {
    id: 'coupling.unsquared-cost',
    title: 'distances are used instead of their squares',
    right: 'C = |x₀ − x₁|²',
    wrong: 'C = |x₀ − x₁|',
    looksLike: 'plans that are nearly right: long ways are not avoided as much as they should be',
    operations: ['coupling.sinkhorn', 'coupling.exact'],
    replace: [instead(transportCost, (right, x, y) => sqrt(right(x, y)))],
  },
  {
    id: 'coupling.permutation-inverted',
    title: 'the plan is read along the other side',
    right: 'x₀[i] goes to x₁[π(i)]',
    wrong: 'x₀[i] goes to x₁[π⁻¹(i)]',
    looksLike: 'pairs as far apart as random ones; right where two points exchange',
    operations: permutation,
    replace: [
      instead(optimalPermutation, (right, cost) => {
        const columns = right(cost);
        return columns.map((_, i) => columns.indexOf(i));
      }),
    ],
  },
  {
    id: 'coupling.greedy',
    title: 'each point in turn takes the nearest that is left',
    right: 'π = argmin Σᵢ C[i, π(i)]',
    wrong: 'π(i) = argmin over what is left of C[i, j]',
    looksLike: 'short ways first, very long ones for the last points; crossing paths',
    operations: permutation,
    replace: [instead(optimalPermutation, (_, cost) => greedy(cost))],
  },
  {
    id: 'coupling.nearest-of-each',
    title: 'each point takes the nearest, whoever took it before',
    right: 'π is a permutation',
    wrong: 'π(i) = argminⱼ C[i, j]',
    looksLike: 'some data is never used, some many times: the target’s distribution is bent',
    operations: permutation,
    replace: [instead(optimalPermutation, (_, cost) => cost.map(nearest))],
  },
  {
    id: 'coupling.largest-cost',
    title: 'the total cost is maximized',
    right: 'π = argmin Σᵢ C[i, π(i)]',
    wrong: 'π = argmax Σᵢ C[i, π(i)]',
    looksLike: 'paths that all cross: worse than no coupling',
    operations: permutation,
    replace: [
      instead(optimalPermutation, (right, cost) => {
        const most = Math.max(...cost.flat());
        return right(cost.map((row) => row.map((c) => most - c)));
      }),
    ],
  },
  {
    id: 'coupling.not-applied',
    title: 'the batch is left as it was drawn',
    right: 'x₀[i] goes to x₁[π(i)]',
    wrong: 'x₀[i] goes to x₁[i]',
    looksLike: 'the independent coupling: everything trains, nothing is gained',
    operations: permutation,
    replace: [instead(optimalPermutation, (_, cost) => cost.map((__, i) => i))],
  },
  {
    id: 'coupling.sinkhorn-one-iteration',
    title: 'rows and columns are scaled once',
    right: 'alternate until both marginals are right',
    wrong: 'f, then g, and stop',
    looksLike: 'columns right, rows wrong by much; the smaller ε, the worse',
    operations: plan,
    replace: [instead(goesOn, (_, round) => round < 1)],
  },
  {
    id: 'coupling.sinkhorn-rows-of-one',
    title: 'each row of the plan has the sum 1',
    right: 'Σⱼ P[i, j] = 1/n',
    wrong: 'Σⱼ P[i, j] = 1',
    looksLike: 'n times too large; harmless where rows are sampled, wrong where the plan is',
    operations: plan,
    replace: [instead(sinkhornPlan, (right, exponents) => right(exponents).map((p) => p * exponents.length))],
  },
  {
    id: 'coupling.sinkhorn-marginals-of-one',
    title: 'both marginals are vectors of ones',
    right: 'marginals 1/n and 1/m',
    wrong: 'marginals 1 and 1',
    looksLike: 'no plan where the batches differ in size; else n times too large',
    operations: plan,
    replace: [instead(marginal, () => 1), instead(goesOn, (_, round) => round < 100)],
  },
  {
    id: 'coupling.sinkhorn-epsilon-multiplied',
    title: 'costs are multiplied by ε',
    right: 'exp(−C/ε)',
    wrong: 'exp(−ε C)',
    looksLike: 'right at ε = 1; the plan blurs as ε becomes small',
    operations: plan,
    replace: [
      instead(gibbsExponents, (right, cost, epsilon) =>
        right(
          cost.map((row) => row.map((c) => multiply(multiply(c, epsilon), epsilon))),
          epsilon,
        ),
      ),
    ],
  },
  {
    id: 'coupling.sinkhorn-half-cost',
    title: 'half the squared distance is the cost',
    right: 'C = |x₀ − x₁|²',
    wrong: 'C = ½|x₀ − x₁|²',
    looksLike: 'the plan of twice the ε',
    operations: plan,
    replace: [
      instead(gibbsExponents, (right, cost, epsilon) =>
        right(
          cost.map((row) => row.map((c) => multiply(exact(0.5), c))),
          epsilon,
        ),
      ),
    ],
  },
  {
    id: 'coupling.sinkhorn-normalized-cost',
    title: 'costs are divided by the largest',
    right: 'exp(−C/ε)',
    wrong: 'exp(−C/(ε max C))',
    looksLike: 'nearly uniform plans: ε means something else in every batch',
    operations: plan,
    replace: [
      instead(gibbsExponents, (right, cost, epsilon) => {
        const most = exact(1 / Math.max(...cost.flat().map(({ v }) => v)));
        return right(
          cost.map((row) => row.map((c) => multiply(most, c))),
          epsilon,
        );
      }),
    ],
  },
  {
    id: 'coupling.sinkhorn-kernel-normalized',
    title: 'the kernel is normalized as a whole',
    right: 'P[i, j] = exp(fᵢ + gⱼ − C[i, j]/ε)',
    wrong: 'P[i, j] = exp(−C[i, j]/ε)/Σ',
    looksLike: 'points near the other batch get nearly all the mass',
    operations: plan,
    replace: [
      instead(sinkhornPlan, (_, exponents) => {
        const kernel = exponents.flat().map(exp);
        const total = kernel.reduce((a, b) => a + b, 0);
        return kernel.map((p) => p / total);
      }),
    ],
  },
  {
    id: 'coupling.sinkhorn-log-plan',
    title: 'the logarithm of the plan is returned',
    right: 'P = exp(f + g − C/ε)',
    wrong: 'f + g − C/ε',
    looksLike: 'negative numbers; drawing from them fails or is uniform',
    operations: plan,
    replace: [instead(sinkhornPlan, (right, exponents) => right(exponents).map(log))],
  },
];
