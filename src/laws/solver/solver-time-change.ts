/**
 * Two changes of time that leave every step as it is.
 *
 *   scaled:      u on [a, b] in N steps equals (b − a) u(a + (b − a) s, ·) on 0 ≤ s ≤ 1 in N steps;
 *   autonomous:  u(t, x) equals the field (1, u(τ, x)) of (τ, x), which does not look at the solver's time at all.
 *
 * The first holds for every Runge–Kutta method, the second for those with Σⱼ aᵢⱼ = cᵢ: the stage value of τ is then
 * tₙ + cᵢh. Judged on smooth nonlinear fields, to rounding; bound: the rounding of both computations (rounding.ts). In the scaled
 * problem h and u trade a factor b − a, so that all constants but u's keep their product with h; in the autonomous one τ is a column with
 * speed 1, on which u depends with the constant max |aᵢcᵢ|.
 *
 * Cannot see errors that both sides share, such as a wrong weight. It sees a time that does not move inside a step, or stages at the
 * wrong time. Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.2 (autonomous form).
 */

import fc from 'fast-check';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { type WaveCase, waveCases, waveWords } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { largest } from '../core/vectors.ts';
import { roundingAfter, type Smoothness, UNIT, weightsOf } from './rounding.ts';
import { requireSolver, runSolver } from './run-solver.ts';
import type { SolverSubject } from './subject.ts';
import { distance, timeRounding, type Wave, waveSmoothness, waveVelocity } from './waves.ts';

/** A problem and the change of time. */
export interface TimeChangeCase extends WaveCase {
  readonly change: 'scaled' | 'autonomous';
}

/**
 * The law of equivalent times.
 *
 * ```ts
 * import { heun } from 'flowproof';
 * import { solverTimeChange, tableauSolver } from 'flowproof/laws';
 * console.log(solverTimeChange(tableauSolver(heun)).check().status); // holds
 * ```
 */
export const solverTimeChange: Law<SolverSubject, TimeChangeCase> = defineLaw({
  id: 'solver-time-change',
  number: 9,
  title: 'u on [a, b] = (b − a) u(a + (b − a)s) on [0, 1] = the autonomous field (1, u)',
  kind: 'solver',
  assumes: ['a one-step method with equal steps', 'Σⱼ aᵢⱼ = cᵢ'],
  export: 'solverTimeChange',
  runs: 40,
  refuses(solver) {
    requireSolver(solver);
    return null;
  },
  cases: () =>
    fc
      .tuple(waveCases(), fc.constantFrom('scaled' as const, 'autonomous' as const))
      .map(([at, change]) => ({ ...at, change })),
  words: (at) => `${waveWords(at)}, ${at.change}`,
  measure(solver, { waves, x, from, to, steps, change }) {
    const dim = waves.length;
    const velocity = waveVelocity(waves);
    const span = { from, to, steps, dim };
    const straight = runSolver(solver, velocity, x, span);

    const W = weightsOf(solver);
    const length = Math.abs(to - from);
    const start = largest(x);
    const speed = Math.max(...waves.map((wave) => Math.abs(wave[0]!)));
    const smooth = waveSmoothness(waves, start + 2 * length * W * speed, timeRounding(steps));
    const grid = { steps, length, start, stages: Math.ceil(straight.calls / steps) };
    const changed =
      change === 'scaled'
        ? {
            x: runSolver(solver, scaled(velocity, from, to), x, { from: 0, to: 1, steps, dim }).x,
            rounding: roundingAfter(solver, scaledSmoothness(smooth, waves, length), { ...grid, length: 1 }),
          }
        : {
            x: withoutTime(
              runSolver(solver, autonomous(velocity, dim), withTime(x, dim, from), { ...span, dim: dim + 1 })
                .x,
              dim,
            ),
            rounding: roundingAfter(solver, autonomousSmoothness(smooth, waves), {
              ...grid,
              start: Math.max(start, Math.abs(from)),
            }),
          };
    return {
      residual: distance(straight.x, changed.x),
      bound: roundingAfter(solver, smooth, grid) + changed.rounding,
      why: 'rounding of two solves of one problem',
      detail: `it ends at [${straight.x.join(', ')}], and ${change} at [${changed.x.join(', ')}]`,
    };
  },
});

function scaled(velocity: VelocityFunction, from: number, to: number): VelocityFunction {
  const factor = to - from;
  return (s, x, out) => {
    velocity(from + factor * s, x, out);
    for (let i = 0; i < out.length; i++) out[i]! *= factor;
  };
}

/** Two more roundings of time, and one of the product. */
function scaledSmoothness(smooth: Smoothness, waves: readonly Wave[], length: number): Smoothness {
  return {
    lipschitz: length * smooth.lipschitz,
    speed: length * smooth.speed,
    evaluation: length * (smooth.evaluation + 3 * UNIT * timeSlope(waves) + 2 * UNIT * smooth.speed),
  };
}

function autonomousSmoothness(smooth: Smoothness, waves: readonly Wave[]): Smoothness {
  return {
    lipschitz: smooth.lipschitz + timeSlope(waves),
    speed: Math.max(1, smooth.speed),
    evaluation: smooth.evaluation,
  };
}

function timeSlope(waves: readonly Wave[]): number {
  return Math.max(...waves.map(([a, c]) => Math.abs(a! * c!)));
}

/** The field (1, u(τ, x)) of rows (τ, x). */
function autonomous(velocity: VelocityFunction, dim: number): VelocityFunction {
  const row = new Float64Array(dim);
  const slope = new Float64Array(dim);
  return (_, z, out) => {
    for (let i = 0; i < z.length; i += dim + 1) {
      for (let j = 0; j < dim; j++) row[j] = z[i + 1 + j]!;
      velocity(z[i]!, row, slope);
      out[i] = 1;
      for (let j = 0; j < dim; j++) out[i + 1 + j] = slope[j]!;
    }
  };
}

function withTime(x: readonly number[], dim: number, t: number): number[] {
  return Array.from({ length: (x.length / dim) * (dim + 1) }, (_, i) => {
    const column = i % (dim + 1);
    return column === 0 ? t : x[Math.floor(i / (dim + 1)) * dim + column - 1]!;
  });
}

function withoutTime(z: Float64Array, dim: number): Float64Array {
  return z.filter((_, i) => i % (dim + 1) !== 0);
}
