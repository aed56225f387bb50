import { exact, unitRoundoff } from '../../arithmetic/tracked.ts';
import type { Condition, OpenCase, Operation, Tensor } from '../../contract.ts';
import { assign } from '../../formulas/assignment.ts';
import { type Row, rowsOf } from '../../formulas/batch.ts';
import { costMatrix, costMatrixByAnyForm, optimalPermutation } from '../../formulas/couplings.ts';
import { source, target } from '../fields.ts';

const batches = ({ floats, sizes }: OpenCase): [readonly Row[], readonly Row[]] => [
  rowsOf(floats.x0!, sizes.dim!),
  rowsOf(floats.x1!, sizes.dim!),
];

/** Any permutation within the roundings of the costs of the least one is right. */
function certify(open: OpenCase, { permutation }: Readonly<Record<string, Tensor>>): readonly Condition[] {
  const cost = costMatrixByAnyForm(...batches(open));
  const columns = Array.from(permutation!.data);
  const n = cost.length;
  const missed = n - new Set(columns.filter((j) => Number.isInteger(j) && j >= 0 && j < n)).size;
  const isPermutation: Condition = {
    name: 'permutation',
    value: missed,
    bound: 0,
    reason: 'each of 0 … rows − 1 once: this many are missing',
  };
  if (missed !== 0) return [isPermutation];
  const values = cost.map((row) => row.map(({ v }) => v));
  const best = assign(values);
  const { columns: least, rowPrices: u, columnPrices: v } = best;
  const total = columns.reduce((sum, j, i) => sum + values[i]![j]!, 0);
  const dual = u.reduce((a, b) => a + b, 0) + v.reduce((a, b) => a + b, 0);
  const costErrors = columns.reduce((sum, j, i) => sum + cost[i]![j]!.e + cost[i]![least[i]!]!.e, 0);
  const largest = Math.max(...values.flat());
  return [
    isPermutation,
    {
      name: 'cost over the dual optimum',
      value: Math.max(0, total - dual),
      bound: costErrors + 4 * n * n * unitRoundoff() * largest,
      reason:
        'Σ C[i, π(i)] − (Σ uᵢ + Σ vⱼ) with uᵢ + vⱼ ≤ C: no more than the errors of the costs of both assignments, and 2n roundings of each of 2n prices',
    },
  ];
}

/** Exact optimal transport between two minibatches. */
export const couplingExact: Operation = {
  name: 'coupling.exact',
  revision: 1,
  summary: 'the pairing of two minibatches with the least total squared distance',
  formula: 'π = argmin Σᵢ |x₀[i] − x₁[π(i)]|² over permutations π',
  conventions: ['x0[i] is paired with x1[permutation[i]]', 'squared Euclidean cost'],
  source:
    'Tong et al., Flow-Based Generative Models with Minibatch Optimal Transport (2024), § 3; Kuhn (1955)',
  sizes: { rows: [6, 9], dim: [2, 4] },
  settings: [],
  inputs: [source, target],
  outputs: [
    { name: 'permutation', type: 'int', shape: ['rows'], meaning: 'π(i): the row of x1 for row i of x0' },
  ],
  trace: [],
  evaluate: (open) => {
    const cost = costMatrix(...batches(open)).map((row) => row.map(({ v }) => v));
    return { permutation: optimalPermutation(cost).map(exact) };
  },
  certified: ['permutation'],
  certify,
};
