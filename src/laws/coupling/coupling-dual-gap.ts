/**
 * Duality: potentials with fᵢ + gⱼ ≤ ‖x₀⁽ⁱ⁾ − x₁⁽ʲ⁾‖² bound every plan's cost from below, and the optimal plan meets them:
 *
 *   Σ π c = (Σ f + Σ g)/rows.
 *
 * The potentials are those of the coupling, or, where it gives none, shortest paths in the exchange graph (exchange-graph.ts), which exist for optimal
 * plans alone. Residual: the larger of the gap and of the worst fᵢ + gⱼ − c. Bound: with M = max c + max |f| + max |g|, potentials are sums of up to
 * rows path lengths of up to rows costs, three roundings each, and the comparison adds rows + dim + 8: (3 rows² + rows + dim + 8) u M.
 * Shortest paths are found up to what counts as rounding of an edge (exchange.ts); a pair's f + g may lie below its cost by that much, and so may the mean.
 *
 * It proves optimality independently of the search that found the plan. Cannot see which of several optimal plans was taken.
 * Source: Villani, Optimal Transport: Old and New, theorem 5.10 (Kantorovich duality).
 */
import { ObjectError } from '../../errors.ts';
import { type CouplingCase, pairWords, pointPairs } from '../arbitraries/point-pairs.ts';
import { defineLaw, type Law } from '../core/law.ts';
import type { Measurement } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import { cycleVerdict, exchangeOf, refusesUnlessOptimal } from './exchange.ts';
import { type Costs, costsOf } from './exchange-graph.ts';
import { type CouplingRun, runCoupling } from './run-coupling.ts';
import type { CouplingSubject } from './subject.ts';

interface Potentials {
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly origin: 'given' | 'found';
  /** How far a pair's fᵢ + gⱼ may lie below its cost although the plan is optimal. */
  readonly error: number;
}

/**
 * The law of potentials.
 *
 * ```ts
 * import { optimalCoupling } from 'flowproof';
 * import { type CouplingSubject, couplingDualGap, exactCoupling } from 'flowproof/laws';
 * console.log(couplingDualGap(exactCoupling).check().status); // holds
 * const negated: CouplingSubject = {
 *   optimal: true,
 *   couple: (x0, x1, rows, dim) => {
 *     const { assignment, f, g } = optimalCoupling(x0, x1, dim);
 *     return { assignment, f, g: g.map((value) => -value) };
 *   },
 * };
 * console.log(couplingDualGap(negated).check().status); // violated
 * ```
 */
export const couplingDualGap: Law<CouplingSubject, CouplingCase> = defineLaw({
  id: 'coupling-dual-gap',
  number: 11,
  title: 'f + g ≤ ‖x₀ − x₁‖², Σ π ‖x₀ − x₁‖² = (Σ f + Σ g)/rows',
  kind: 'coupling',
  assumes: ['optimal for the squared distance'],
  export: 'couplingDualGap',
  runs: 60,
  refuses: refusesUnlessOptimal,
  cases: ({ dim }) => pointPairs(dim),
  words: pairWords,
  measure(coupling, at) {
    const run = runCoupling(coupling, at);
    const { f, g } = run;
    if (f && g) return gap(run, costsOf(at.x0, at.x1, at.dim), at.dim, { f, g, origin: 'given', error: 0 });
    if (f || g) {
      throw new ObjectError({
        argument: 'couple(x0, x1)',
        expected: 'both f and g, or neither',
        received: f ? 'f alone' : 'g alone',
      });
    }
    const exchange = exchangeOf(coupling, run, at);
    const { known, edge, found } = exchange;
    if (found.kind === 'cycle') {
      const verdict = cycleVerdict(exchange);
      return { ...verdict, detail: `no potentials exist: ${verdict.detail}` };
    }
    const completing = completed(found.f, known.costs);
    return gap(run, known, at.dim, { f: found.f, g: completing, origin: 'found', error: edge });
  },
});

/** gₗ = minᵢ (c(i, l) − fᵢ), the largest that f allows. */
function completed(f: Float64Array, costs: Float64Array): Float64Array {
  const n = f.length;
  return f.map((_, l) => {
    let least = Infinity;
    for (let i = 0; i < n; i++) least = Math.min(least, costs[i * n + l]! - f[i]!);
    return least;
  });
}

function gap(
  { plan, rows }: CouplingRun,
  { costs, largest }: Costs,
  dim: number,
  { f, g, origin, error }: Potentials,
): Measurement {
  let [primal, dual, above] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    dual += f[i]! + g[i]!;
    for (let j = 0; j < rows; j++) {
      primal += plan[i * rows + j]! * costs[i * rows + j]!;
      above = Math.max(above, f[i]! + g[j]! - costs[i * rows + j]!);
    }
  }
  const difference = Math.abs(primal - dual) / rows;
  const size = [...f, ...g].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    residual: Math.max(difference, above),
    bound: (3 * rows * rows + rows + dim + 8) * (EPSILON / 2) * (largest + 2 * size) + error,
    why: 'rounding of potentials, which are sums of path lengths',
    detail: `cost ${primal / rows} against ${dual / rows} of the ${origin} potentials, which exceed a cost by ${above}`,
  };
}
