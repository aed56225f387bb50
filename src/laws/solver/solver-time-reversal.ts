/**
 * There and back: N steps from a to b and N steps from b to a end at the start, up to O(N⁻ᵠ) with q = p for odd p, q = p + 1 for even p.
 *
 * Proof: one step forward has the local error c(x) hᵖ⁺¹ and one step with −h the error c(x) (−h)ᵖ⁺¹, so that the two together leave
 * (1 + (−1)ᵖ⁺¹) c hᵖ⁺¹ + O(hᵖ⁺²): twice the error for odd p, none to this power for even p. N such steps add up to hᵠ. A symmetric method
 * (`symmetric: true`) comes back to rounding. The statement needs no known solution; the problems are the linear and logistic ones of solver-order with its linear companion (of two Gaussians the leading defect
 * nearly vanishes over long intervals), with a
 * rounding bound for the way there and back. Slopes are extrapolated (observed-order.ts) and must be at least q; bound: their bar. They
 * may be larger, and are not judged from above. Where the defect is lost in rounding before four doublings, there is nothing to extrapolate:
 * it is then refused, except for symmetric methods.
 *
 * Cannot see mistakes that are the same in both directions and of order p. It sees wrong signs and times of backward steps, and stages that
 * are not mirrored. Source: Hairer, Lubich & Wanner, Geometric Numerical Integration, V.1 (adjoint methods).
 */
import fc from 'fast-check';
import { gentleProblems, spans } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import type { Measurement } from '../core/measurement.ts';
import { companion, knownRounding, problemWords, type SolvedProblem, solved } from './known-problems.ts';
import { judgeable, type Level, observeOrder, together } from './observed-order.ts';
import { unitOf, weightsOf } from './rounding.ts';
import { requireSolver, runSolver } from './run-solver.ts';
import type { OrderCase } from './solver-order.ts';
import type { SolverSubject } from './subject.ts';
import { euclidean } from './waves.ts';

/**
 * The law of the way back.
 *
 * ```ts
 * import { rk4 } from 'flowproof';
 * import { solverTimeReversal, tableauSolver } from 'flowproof/laws';
 * console.log(solverTimeReversal(tableauSolver(rk4)).check().status); // holds
 * ```
 */
export const solverTimeReversal: Law<SolverSubject, OrderCase> = defineLaw({
  id: 'solver-time-reversal',
  number: 9,
  title: 'b → a after a → b leaves O(N⁻ᵖ), O(N⁻ᵖ⁻¹) for even p, nothing for symmetric methods',
  kind: 'solver',
  assumes: ['a one-step method with equal steps', 'arithmetic fine enough to show four doublings'],
  export: 'solverTimeReversal',
  runs: 8,
  refuses(solver) {
    requireSolver(solver);
    return null;
  },
  cases: () => fc.tuple(gentleProblems(), spans(0.5)).map(([problem, span]) => ({ problem, ...span })),
  words: ({ problem, from, to }) => `${problemWords(problem)} at ${from}, to ${to} and back`,
  measure(solver, { problem, from, to }) {
    const length = Math.abs(to - from);
    const parts = [solved(problem, from, to), solved(companion(length), from, to)];
    const defect = (steps: number): Defect =>
      together(
        parts.map((known) => {
          const span = { from, to, steps, dim: known.dim };
          const there = runSolver(solver, known.velocity, known.start, span);
          const back = runSolver(solver, known.velocity, there.x, { ...span, from: to, to: from });
          const grid = {
            steps,
            length,
            stages: (there.calls + back.calls) / (2 * steps),
          };
          return { error: euclidean(back.x, known.start), rounding: roundTrip(solver, known, grid) };
        }),
      );
    const scale = length * Math.max(...parts.map(({ rate }) => rate));
    return solver.symmetric ? toRounding(defect(16)) : toOrder(solver, scale, defect);
  },
});

type Defect = Omit<Level, 'steps'>;

/** Errors of the way there grow back with the way back, and those of the way back by themselves. */
function roundTrip(
  solver: SolverSubject,
  known: SolvedProblem,
  grid: { steps: number; length: number; stages: number },
): number {
  const one = knownRounding(known, known.growthBack, unitOf(solver), grid);
  return 2 * Math.sqrt(known.start.length) * Math.max(1, weightsOf(solver)) * one;
}

function toRounding({ error, rounding }: Defect): Measurement {
  return {
    residual: error,
    bound: rounding,
    why: 'rounding of the way there and back',
    detail: `16 steps there and back end ${error} from the start`,
  };
}

function toOrder(solver: SolverSubject, scale: number, defect: (steps: number) => Defect): Measurement {
  const q = solver.order % 2 === 0 ? solver.order + 1 : solver.order;
  const { order, bar, words } = judgeable(observeOrder(scale, defect));
  return {
    residual: Math.max(0, q - order),
    bound: bar,
    why: 'error bar of the extrapolated slope',
    detail: `${words} there and back, at least ${q} follows from order ${solver.order}`,
  };
}
