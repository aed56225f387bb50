/**
 * A method of order p has the error C N⁻ᵖ + O(N⁻ᵖ⁻¹): order p is reached, and order p + 1 is not.
 *
 * Each case is a nonlinear or linear problem with a known solution (known-problems.ts) and several starts: linear systems, the logistic
 * equation with a rate that grows, and marginal fields of two Gaussians, whose flow on the line keeps the distribution function. Errors are
 * measured at 1, 2, 4, … 128 steps as long as they stand clear of rounding, in the Euclidean norm over all starts and a small linear system beside
 * them, so that the leading coefficients do not vanish together by chance. Local slopes are extrapolated (observed-order.ts) and compared with p from both
 * sides; bound: the bar of the extrapolation, with what rounding can do to it. Bars are 0.001 to 0.2 here, and p is a whole number.
 *
 * Refused: fewer than four levels clear of rounding, or a bar of ½ and more around p, which is a series that has not set in, or a leading
 * error coefficient that vanishes; and above order 4 what lies beyond the bar but not ¾ below the claim, as Tsitouras'
 * method of order 5 is met at 5.9 ± 0.4.
 * Cannot see a mistake that keeps the order, such as other weights of the same order. Source: Hairer, Nørsett & Wanner, Solving Ordinary
 * Differential Equations I, II.3 and II.8 (asymptotic expansion of the global error).
 */
import fc from 'fast-check';
import { knownProblems, type Span, spans } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge } from '../core/measurement.ts';
import { companion, type KnownProblem, knownRounding, problemWords, solved } from './known-problems.ts';
import { judgeable, observeOrder, together } from './observed-order.ts';
import { unitOf } from './rounding.ts';
import { requireSolver, runSolver } from './run-solver.ts';
import type { SolverSubject } from './subject.ts';
import { euclidean } from './waves.ts';

/** Methods of higher order are made with leading coefficients so small that the next terms outweigh them until rounding does. */
const HIGH = 4;
/** So much below its claim the observed order of such a method is wrong; nearer than that or above, and beyond its bar, it is not judged. */
const WRONG = 0.75;

/** A problem with a known solution. */
export interface OrderCase extends Span {
  readonly problem: KnownProblem;
}

/**
 * The law of the order, from both sides.
 *
 * ```ts
 * import { heun } from 'flowproof';
 * import { solverOrder, tableauSolver } from 'flowproof/laws';
 * console.log(solverOrder(tableauSolver(heun)).check().status); // holds
 * console.log(solverOrder({ ...tableauSolver(heun), order: 3 }).check().status); // violated
 * console.log(solverOrder({ ...tableauSolver(heun), order: 1 }).check().status); // violated
 * ```
 */
export const solverOrder: Law<SolverSubject, OrderCase> = defineLaw({
  id: 'solver-order',
  number: 9,
  title: 'x_N − x(to) = C N⁻ᵖ + O(N⁻ᵖ⁻¹), C ≠ 0',
  kind: 'solver',
  assumes: ['a one-step method with equal steps', 'arithmetic fine enough to show four doublings'],
  export: 'solverOrder',
  runs: 12,
  refuses(solver) {
    requireSolver(solver);
    return null;
  },
  cases: () => fc.tuple(knownProblems(), spans(0.5)).map(([problem, span]) => ({ problem, ...span })),
  words: ({ problem, from, to }) => `${problemWords(problem)} at ${from}, to ${to}`,
  measure(solver, { problem, from, to }) {
    const length = Math.abs(to - from);
    const parts = [solved(problem, from, to), solved(companion(length), from, to)];
    const found = observeOrder(length * Math.max(...parts.map(({ rate }) => rate)), (steps) =>
      together(
        parts.map((known) => {
          const { velocity, start, exact, dim, growth } = known;
          const { x, calls } = runSolver(solver, velocity, start, { from, to, steps, dim });
          const grid = { steps, length, stages: calls / steps };
          return {
            error: euclidean(x, exact),
            rounding: Math.sqrt(x.length) * knownRounding(known, growth, unitOf(solver), grid),
          };
        }),
      ),
    );
    const { order, bar, words } = judgeable(found);
    const residual = Math.abs(order - solver.order);
    if (solver.order > HIGH && residual > bar && order > solver.order - WRONG) {
      throw new CannotJudge(`a series that has not set in: ${words}`);
    }
    return {
      residual,
      bound: bar,
      why: 'error bar of the extrapolated slope',
      detail: `${words}, order ${solver.order} is claimed`,
    };
  },
});
