/**
 * N equal steps are k of them followed by N − k more, each of s evaluations and none outside the interval.
 *
 * Φ_N = Φ_{N−k} ∘ Φ_k with the stop at the grid point tₖ = from + (to − from) k/N: what a one-step method with equal steps is. Judged on
 * smooth nonlinear fields, to rounding. Bound: the rounding of both computations (rounding.ts), and that of tₖ, which moves one end by
 * at most 2u and with it the state by 2u W U, amplified like any error. Calls are counted exactly: s N where the solver states
 * its stages, and as many as it reports; time may leave [from, to] by the rounding of a running sum.
 *
 * Cannot see a wrong step: any map composes with itself. It sees steps that are lost, added, unequal, or taken from the wrong state.
 * Source: the group property of a flow; for one-step methods Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.3.
 */

import fc from 'fast-check';
import { type WaveCase, waveCases, waveWords } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { largest } from '../core/vectors.ts';
import { roundingAfter, UNIT, weightsOf } from './rounding.ts';
import { requireSolver, runSolver, type SolverRun } from './run-solver.ts';
import type { SolverSubject } from './subject.ts';
import { distance, timeRounding, waveSmoothness, waveVelocity } from './waves.ts';

/** A problem, and the step after which to stop. */
export interface CompositionCase extends WaveCase {
  /** k, 1 ≤ k < steps. */
  readonly stop: number;
}

/**
 * The law that steps follow each other.
 *
 * ```ts
 * import { rk4 } from 'flowproof';
 * import { type SolverSubject, solverComposition, tableauSolver } from 'flowproof/laws';
 * const solver = tableauSolver(rk4);
 * console.log(solverComposition(solver).check().status); // holds
 * const lastStepMissing: SolverSubject = {
 *   ...solver,
 *   solve: (u, x, span) => solver.solve(u, x, { ...span, to: span.to - (span.to - span.from) / span.steps }),
 * };
 * console.log(solverComposition(lastStepMissing).check().status); // violated
 * ```
 */
export const solverComposition: Law<SolverSubject, CompositionCase> = defineLaw({
  id: 'solver-composition',
  number: 9,
  title: 'Φ_N = Φ_{N−k} ∘ Φ_k, with s N evaluations inside [from, to]',
  kind: 'solver',
  assumes: ['a one-step method with equal steps'],
  export: 'solverComposition',
  runs: 40,
  refuses(solver) {
    requireSolver(solver);
    return null;
  },
  cases: () =>
    waveCases(2).chain((at) => fc.integer({ min: 1, max: at.steps - 1 }).map((stop) => ({ ...at, stop }))),
  words: (at) => `${waveWords(at)}, with a stop after ${at.stop}`,
  measure(solver, { waves, x, from, to, steps, stop }) {
    const dim = waves.length;
    const velocity = waveVelocity(waves);
    const middle = from + ((to - from) * stop) / steps;
    const whole = runSolver(solver, velocity, x, { from, to, steps, dim });
    const first = runSolver(solver, velocity, x, { from, to: middle, steps: stop, dim });
    const second = runSolver(solver, velocity, first.x, { from: middle, to, steps: steps - stop, dim });

    const stages = Math.ceil(whole.calls / steps);
    const W = weightsOf(solver);
    const length = Math.abs(to - from);
    const start = largest(x);
    const a = Math.max(...waves.map((wave) => Math.abs(wave[0]!)));
    const smooth = waveSmoothness(waves, start + 2 * length * W * a, timeRounding(steps));
    const common = { stages, start };
    const one = roundingAfter(solver, smooth, { ...common, steps, length });
    const half = roundingAfter(solver, smooth, { ...common, steps: stop, length: Math.abs(middle - from) });
    const both = roundingAfter(solver, smooth, {
      stages,
      steps: steps - stop,
      length: Math.abs(to - middle),
      start: largest(first.x),
      error: half + 2 * UNIT * W * smooth.speed,
    });
    return worstOf([
      {
        residual: distance(whole.x, second.x),
        bound: one + both,
        why: 'rounding of the whole solve and of its two parts',
        detail: `${steps} steps end at [${whole.x.join(', ')}], ${stop} and then ${steps - stop} at [${second.x.join(', ')}]`,
      },
      ...counted(solver, whole, steps),
    ]);
  },
});

function counted(solver: SolverSubject, { calls, nfe, overshoot }: SolverRun, steps: number): Measurement[] {
  const found: Measurement[] = [
    {
      residual: overshoot,
      bound: timeRounding(steps),
      why: 'rounding of stage times, one for each step',
      detail: `the velocity is called ${overshoot} outside [from, to]`,
    },
  ];
  if (solver.stages !== undefined) {
    found.push({
      residual: Math.abs(calls - solver.stages * steps),
      bound: 0,
      why: 'calls of the velocity are counted exactly',
      detail: `${calls} calls of the velocity in ${steps} steps of ${solver.stages} stages`,
    });
  }
  if (nfe !== undefined) {
    found.push({
      residual: Math.abs(nfe - calls),
      bound: 0,
      why: 'calls of the velocity are counted exactly',
      detail: `nfe = ${nfe} after ${calls} calls of the velocity`,
    });
  }
  return found;
}
