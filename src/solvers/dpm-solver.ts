/**
 * DPM-Solver++ of order 1, 2 (multistep, midpoint) and 3 (multistep) for flows: linear in the state, exponential in λ = ln(α/σ), with the
 * prediction of the data D as what is extrapolated. One evaluation a step, never at the end of the interval.
 *
 *   1:   x₁ = (σ₁/σ₀) x₀ + A D₀,   A = α₁ − α₀σ₁/σ₀
 *   2M:  … + A (D₀ − D₋₁) / (2r),   r = (λ₀ − λ₋₁)/(λ₁ − λ₀)
 *   3M:  … + α₁ φ₂ D′ − α₁ φ₃ D″,   φ₂ = 1 − A/(α₁h),  φ₃ = φ₂/h − ½,  h = λ₁ − λ₀,
 *        where D₀ + D′s + D″s², s = (λ − λ₀)/h, is the quadratic through D₀, D₋₁, D₋₂
 *
 * The integral of that quadratic is α₁ φ₂ D′ − 2α₁ φ₃ D″: the authors' code takes half of the last term, which leaves order 2, as do
 * the copies of it that we looked at. `exact` takes the integrals themselves (exponential-weights.ts), by which 3M has order 3.
 *
 * Written in the velocity, the first line has no division but by Δ = α̇σ − σ̇α and no logarithm, so that both ends are safe:
 *
 *   x₁ = x₀ + ε x₀ + η u₀,   ε = (α̇₀ (σ₁ − σ₀) − σ̇₀ (α₁ − α₀))/Δ₀,   η = ((α₁ − α₀) σ₀ − α₀ (σ₁ − σ₀))/Δ₀ = A σ₀/Δ₀.
 *
 * For α = 1 − σ it is Euler's method: Δ = 1, ε = 0, η = h. The order drops where λ is infinite: a step that ends there is one of order 1, and a
 * time there is no node of an extrapolation. So on all of [0, 1] 2M and 3M make an error of order h² in the first step and, where σ(1) = 0, in
 * the last; inside, after a start by Runge–Kutta steps, exact 3M has order 3.
 *
 * Source: C. Lu et al., "DPM-Solver++: fast solver for guided sampling of diffusion probabilistic models" (2022), algorithm 2 and § 4.
 */
import { ArgumentError, show } from '../errors.ts';
import { compileExponential } from './exponential.ts';
import type { FlowCoefficients } from './flow-coefficients.ts';
import type { Multistep } from './multistep.ts';
import type { Tableau } from './tableau.ts';
import type { Grid } from './time-grid.ts';

/** A DPM-Solver++ for one schedule. */
export interface DpmSolver {
  readonly kind: 'dpm-solver++';
  readonly name: string;
  /** 1, 2 or 3 predictions of the data in a step, which 3M counts as its order; as published it converges with order 2. */
  readonly order: 1 | 2 | 3;
  /** The schedule of the flow. */
  readonly schedule: FlowCoefficients;
  /** 2M and 3M with the integrals of their polynomials in place of the weights as published. */
  readonly exact?: boolean;
  /** Takes the first `order` − 1 steps; without it they are of order 1, 2, …, as published. */
  readonly start?: Tableau;
}

/**
 * DPM-Solver++ 1, 2M or 3M for flows with the given schedule, named 'dpm++1', 'dpm++2m', 'dpm++3m'; with `exact`, which order 1 is in any case,
 * 'dpm++2m-exact', 'dpm++3m-exact'.
 *
 * @throws {ArgumentError} for another order. `solve` throws PoleError where the velocity does not tell the data.
 * @example
 * ```ts
 * import { condOT, dpmSolver, eightGaussians, euler, key, marginalField, normal, solve } from 'flowproof';
 *
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * const x0 = normal(key(1), [4, 2], { dtype: 'float64' });
 * const { x, nfe } = solve(field, x0, { solver: dpmSolver({ order: 1, schedule: condOT }), steps: 10 });
 * const { x: other } = solve(field, x0, { solver: euler, steps: 10 });
 * console.log(nfe, Math.abs(x.get(0, 0) - other.get(0, 0)) < 1e-14); // 10 true
 * ```
 */
export function dpmSolver({
  order,
  schedule,
  exact = false,
  start,
}: Pick<DpmSolver, 'order' | 'schedule' | 'exact' | 'start'>): DpmSolver {
  checkOrder('order', order);
  const name = order === 1 ? 'dpm++1' : `dpm++${order}m${exact ? '-exact' : ''}`;
  return { kind: 'dpm-solver++', name, order, schedule, exact, ...(start && { start }) };
}

function checkOrder(argument: string, order: number): void {
  if ([1, 2, 3].includes(order)) return;
  throw new ArgumentError({ argument, expected: '1, 2 or 3', received: show(order) });
}

export function compileDpm(solver: DpmSolver, grid: Grid): Multistep {
  checkOrder('solver.order', solver.order);
  return compileExponential(solver, solver.exact ? 'exact' : 'dpm', grid);
}
