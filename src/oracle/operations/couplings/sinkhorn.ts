import { log } from '../../../math/index.ts';
import { functionRounding, unitRoundoff } from '../../arithmetic/tracked.ts';
import type { Condition, OpenCase, Operation, Tensor } from '../../contract.ts';
import { type Row, rowsOf } from '../../formulas/batch.ts';
import { costMatrix, costMatrixByAnyForm, gibbsExponents, sinkhornPlan } from '../../formulas/couplings.ts';
import { source, target } from '../fields.ts';

/** Total mass that may lie wrong when the iteration ends; an accepted plan differs from another in few times as much. */
const RESIDUAL = 1e-4;

function exponentsOf({ floats, sizes }: OpenCase, costs: typeof costMatrix): readonly Row[] {
  const cost = costs(rowsOf(floats.x0!, sizes.dim!), rowsOf(floats.x1!, sizes.dim!));
  return gibbsExponents(cost, floats.epsilon![0]!);
}

/** Σ over lines of |their sum − what it should be|. */
const residual = (lines: readonly (readonly number[])[]): number =>
  lines.reduce((total, line) => total + Math.abs(line.reduce((a, b) => a + b, 0) - 1 / lines.length), 0);

const largestError = (exponents: readonly Row[]): number => Math.max(...exponents.flat().map(({ e }) => e));

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

/** The plan is the only one that has both marginals and whose logarithm is fᵢ + gⱼ − C/ε. */
function certify(open: OpenCase, { plan }: Readonly<Record<string, Tensor>>): readonly Condition[] {
  const exponents = exponentsOf(open, costMatrixByAnyForm);
  const [n, m] = [exponents.length, exponents[0]!.length];
  const P = exponents.map((_, i) => Array.from(plan!.data.subarray(i * m, (i + 1) * m)));
  const columns = exponents[0]!.map((_, j) => P.map((row) => row[j]!));
  const u = unitRoundoff();
  const marginalBound = RESIDUAL + 2 * (n + m) * u;
  const why = 'the contract: at most 10⁻⁴ of the mass lies wrong, and the roundings of the sums';
  const F = P.map((row, i) => row.map((p, j) => (p > 0 ? log(p) - exponents[i]![j]!.v : Number.NaN)));
  const rowMeans = F.map(average);
  const columnMeans = F[0]!.map((_, j) => average(F.map((row) => row[j]!)));
  const all = average(rowMeans);
  const coupled = Math.max(
    ...F.flatMap((row, i) => row.map((f, j) => Math.abs(f - rowMeans[i]! - columnMeans[j]! + all))),
  );
  const flat = exponents.flat();
  const size = 2 * Math.max(...flat.map(({ v }) => Math.abs(v))) + log(n * m);
  return [
    { name: 'rows', value: residual(P), bound: marginalBound, reason: `Σᵢ |Σⱼ P[i, j] − 1/rows|: ${why}` },
    {
      name: 'columns',
      value: residual(columns),
      bound: marginalBound,
      reason: `Σⱼ |Σᵢ P[i, j] − 1/columns|: ${why}`,
    },
    {
      name: 'log P + C/ε = f + g',
      value: Number.isNaN(coupled) ? Infinity : coupled,
      bound: 4 * (largestError(exponents) + 8 * u * size + 2 * functionRounding()),
      reason:
        'what is left of log P + C/ε without its row and column means: four times the errors of C/ε, of fᵢ + gⱼ − C/ε, and of exp and two factors',
    },
  ];
}

/** Entropic optimal transport between two minibatches. */
export const couplingSinkhorn: Operation = {
  name: 'coupling.sinkhorn',
  revision: 1,
  summary: 'the entropic optimal transport plan between two minibatches',
  formula: 'P[i, j] = exp(fᵢ + gⱼ − |x₀[i] − x₁[j]|²/ε),  Σⱼ P[i, j] = 1/rows,  Σᵢ P[i, j] = 1/columns',
  conventions: [
    'squared Euclidean cost, without a factor ½',
    'uniform marginals of total mass 1',
    'iterated until no more than 10⁻⁴ of the mass lies wrong',
  ],
  source: 'Cuturi, Sinkhorn Distances (2013); Peyré & Cuturi, Computational Optimal Transport (2019), § 4',
  sizes: { rows: [3, 6], columns: [3, 6], dim: [2, 4] },
  settings: [],
  inputs: [
    { ...source, domain: { kind: 'normal', scale: 0.8 } },
    { ...target, shape: ['columns', 'dim'], domain: { kind: 'normal', scale: 0.8, shift: 0.4 } },
    {
      name: 'epsilon',
      type: 'float',
      shape: [],
      meaning: 'strength ε of the entropy',
      domain: { kind: 'positive', from: 0.6, to: 3 },
    },
  ],
  outputs: [{ name: 'plan', type: 'float', shape: ['rows', 'columns'], meaning: 'P' }],
  trace: [],
  evaluate: (open) => {
    const exponents = exponentsOf(open, costMatrix);
    const plan = sinkhornPlan(exponents.map((row) => row.map(({ v }) => v)));
    const relative = 4 * largestError(exponents) + 16 * functionRounding();
    return { plan: plan.map((v) => ({ v, e: 4 * RESIDUAL + relative * Math.abs(v), q: 0 })) };
  },
  certified: ['plan'],
  certify,
};
