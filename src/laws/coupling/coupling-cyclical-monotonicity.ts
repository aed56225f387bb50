/**
 * A plan is optimal if and only if no exchange of partners lowers its cost: Σ ‖x₀⁽ⁱ⁾ − x₁⁽ᵃ⁽ⁱ⁾⁾‖² ≤ Σ ‖x₀⁽ⁱ⁾ − x₁⁽ᵃ⁽ʲ⁾⁾‖² over every cycle of rows.
 *
 * Residual: what the cycle found by Bellman–Ford in the exchange graph saves (exchange-graph.ts); 0 where there is none, of any length. Bound: rounding
 * of the costs that both sides compare. A cost is off by (dim + 2) u of itself here and in the coupling under test, whose sums of up to
 * 2 · rows costs decide: 2 · rows · (dim + 2 + 2 · rows) ε max c for all. Coordinates of the edge tier are whole, and nothing is rounded.
 *
 * Cannot see wrong marginals, which it takes as they are. Source: Villani, Optimal Transport: Old and New, theorem 5.10;
 * R. T. Rockafellar, Pacific J. Math. 17 (1966).
 */
import { type CouplingCase, pairWords, pointPairs } from '../arbitraries/point-pairs.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { costsOf, decideExchange, exchangeWeights } from './exchange-graph.ts';
import { requireCoupling, runCoupling } from './run-coupling.ts';
import type { CouplingSubject } from './subject.ts';

/** The rounding of sums of costs over a cycle. */
export function cycleRounding(rows: number, dim: number, largest: number): number {
  return 2 * rows * (dim + 2 + 2 * rows) * Number.EPSILON * largest;
}

/** An entry of a plan below this share of 1/rows is rounding. */
export function noMass(coupling: CouplingSubject, rows: number): number {
  return rows * Number.EPSILON + (coupling.marginalError ?? 0);
}

/**
 * The law of exchanges.
 *
 * ```ts
 * import { type CouplingSubject, couplingCyclicalMonotonicity, exactCoupling } from 'flowproof/laws';
 * console.log(couplingCyclicalMonotonicity(exactCoupling).check().status); // holds
 * const byNumber: CouplingSubject = {
 *   optimal: true,
 *   couple: (x0, x1, rows) => Int32Array.from({ length: rows }, (_, i) => i),
 * };
 * console.log(couplingCyclicalMonotonicity(byNumber).check().status); // violated
 * ```
 */
export const couplingCyclicalMonotonicity: Law<CouplingSubject, CouplingCase> = defineLaw({
  id: 'coupling-cyclical-monotonicity',
  number: 11,
  title: 'no cycle of exchanged partners lowers Σ ‖x₀ − x₁‖²',
  kind: 'coupling',
  assumes: ['optimal for the squared distance'],
  export: 'couplingCyclicalMonotonicity',
  runs: 60,
  refuses(coupling) {
    requireCoupling(coupling);
    return coupling.optimal ? null : 'it does not claim to be optimal';
  },
  cases: ({ dim }) => pointPairs(dim),
  words: pairWords,
  measure(coupling, at) {
    const run = runCoupling(coupling, at);
    const { costs, largest } = costsOf(at.x0, at.x1, at.dim);
    const bound = cycleRounding(run.rows, at.dim, largest);
    const weights = exchangeWeights(run, costs, noMass(coupling, run.rows));
    const found = decideExchange(weights, run.rows, bound / run.rows);
    return {
      residual: found.kind === 'cycle' ? found.gain : 0,
      bound,
      why: 'rounding of the costs along a cycle',
      detail:
        found.kind === 'cycle'
          ? `rows ${found.rows.join(' → ')} → ${found.rows[0]} of x₀ save ${found.gain} by taking over partners`
          : 'no cycle saves anything',
    };
  },
});
