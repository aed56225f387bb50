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
import { cycleVerdict, exchangeOf, refusesUnlessOptimal } from './exchange.ts';
import { runCoupling } from './run-coupling.ts';
import type { CouplingSubject } from './subject.ts';

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
  refuses: refusesUnlessOptimal,
  cases: ({ dim }) => pointPairs(dim),
  words: pairWords,
  measure: (coupling, at) => cycleVerdict(exchangeOf(coupling, runCoupling(coupling, at), at)),
});
