/**
 * Adams–Bashforth methods of order 2 and 3 on any grid, one evaluation a step:
 *
 *   x⁺ = x + h Σ_j β_j u(t_{n−j}, x_{n−j}),    β_j = (1/h) ∫ ℓ_j over the step, ℓ_j the Lagrange basis on the times passed.
 *
 * With r₁ = h_{n−1}/h, r₂ = h_{n−2}/h, exactly:
 *
 *   order 2:  β₁ = −1/(2r₁),   β₀ = 1 − β₁                                              (3/2, −1/2 for equal steps)
 *   order 3:  β₂ = (2 + 3r₁) / (6 r₂ (r₁ + r₂)),   β₁ = −(2 + 3(r₁ + r₂)) / (6 r₁ r₂),   β₀ = 1 − β₁ − β₂
 *                                                                             (23/12, −16/12, 5/12 for equal steps).
 *
 * The first steps are taken by a Runge–Kutta method of the same order. Source: F. Bashforth and J. C. Adams (1883); for uneven steps
 * Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, § III.5.
 */
import { ArgumentError, show } from '../errors.ts';
import { heun3 } from './heun3.ts';
import type { Multistep, MultistepStep } from './multistep.ts';
import { ralston } from './ralston.ts';
import { type Combination, method, type Tableau } from './tableau.ts';
import type { Grid } from './time-grid.ts';

/** An Adams–Bashforth method. */
export interface AdamsBashforth {
  readonly kind: 'adams-bashforth';
  readonly name: string;
  readonly order: 2 | 3;
  /** Takes the first steps; of order `order` − 1 at least. */
  readonly start: Tableau;
}

/**
 * Adams–Bashforth of order 2, started by Ralston's method: N + 1 evaluations for N steps. It never evaluates at the end of the interval.
 *
 * @example
 * ```ts
 * import { ab2, solve } from 'flowproof';
 *
 * const decay = (t: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void => {
 *   for (let i = 0; i < x.length; i++) out[i] = -x[i]!;
 * };
 * const grid = [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1];
 * const { x, nfe } = solve(decay, new Float64Array([1]), { dim: 1, solver: ab2, grid });
 * console.log(nfe, Math.abs(x[0]! - 0.367879) < 0.01); // 7 true
 * ```
 */
export const ab2: AdamsBashforth = { kind: 'adams-bashforth', name: 'ab2', order: 2, start: ralston };

/** Adams–Bashforth of order 3, started by Heun's method of order 3: N + 4 evaluations for N ≥ 2 steps. It never evaluates at the end of the interval. */
export const ab3: AdamsBashforth = { kind: 'adams-bashforth', name: 'ab3', order: 3, start: heun3 };

/** β_0, β_1, … for the steps h_n, h_{n−1}, … of one sign; as many steps as the order, 2 or 3. */
export function adamsBashforthWeights(steps: readonly number[]): number[] {
  const [h, h1, h2] = steps as [number, number, number | undefined];
  const r1 = h1 / h;
  if (h2 === undefined) {
    const b1 = -1 / (2 * r1);
    return [1 - b1, b1];
  }
  const r2 = h2 / h;
  const b1 = -(2 + 3 * (r1 + r2)) / (6 * r1 * r2);
  const b2 = (2 + 3 * r1) / (6 * r2 * (r1 + r2));
  return [1 - b1 - b2, b1, b2];
}

const EQUAL_STEPS: Record<AdamsBashforth['order'], { weights: number[]; denominator: number }> = {
  2: { weights: [3, -1], denominator: 2 },
  3: { weights: [23, -16, 5], denominator: 12 },
};

/** Step n writes its slope to slot n mod p. */
export function compileAdams({ order, start }: AdamsBashforth, grid: Grid): Multistep {
  const equal = EQUAL_STEPS[order];
  if (!equal)
    throw new ArgumentError({ argument: 'solver.order', expected: '2 or 3', received: show(order) });
  if (!(start?.order >= order - 1)) {
    throw new ArgumentError({
      argument: 'solver.start',
      expected: `a Runge–Kutta method of order ${order - 1} at least`,
      received: show(start?.name ?? start),
    });
  }
  const length = (i: number): number => (grid.kind === 'times' ? grid.times[i + 1]! - grid.times[i]! : 1);
  const combination = (step: number): Combination => {
    const back = Array.from({ length: order }, (_, j) => step - j);
    const stages = Int32Array.from(back, (i) => i % order);
    if (grid.kind === 'uniform') return { stages, ...equal, weights: Float64Array.from(equal.weights) };
    return { stages, weights: Float64Array.from(adamsBashforthWeights(back.map(length))), denominator: 1 };
  };
  const startSteps = Math.min(order - 1, grid.steps);
  return {
    kind: 'multistep',
    slots: order,
    unit: 'grid',
    start: method(start, 'solver.start'),
    startSteps,
    steps: Array.from({ length: grid.steps }, (_, step): MultistepStep => {
      const predictor = step < startSteps ? null : combination(step);
      return { slope: step % order, state: -1, data: null, predictor, corrector: null };
    }),
  };
}
