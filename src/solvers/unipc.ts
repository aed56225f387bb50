/**
 * UniPC of order 2 and 3 for flows, multistep, with predictions of the data, in the variant B(h) = eʰ − 1 ('bh2').
 *
 * A predictor of order p from t₀ to t₁, then D₁ at the state predicted, then a corrector with that node more, from the same state x₀:
 *
 *   UniP-p:  x₁ = (σ₁/σ₀) x₀ + A D₀ + Σ_j w_j (D₋ⱼ − D₀),            p − 1 nodes
 *   UniC-p:  … + w (D₁ − D₀),                                        p nodes
 *
 * The weights integrate the polynomial through the nodes exactly (exponential-weights.ts), whatever B, but for the lowest cases, whose
 * one weight is ½ B: UniP-2 is 2M of DPM-Solver++, and UniC-1 takes half of A. D₁ is not evaluated again at the corrected state: one evaluation a step,
 * and none at the end of the interval, where the last state stays as predicted. As for DPM-Solver++ the order drops where λ is infinite, and nowhere else: libraries that
 * lower it for the last p − 1 steps on any grid differ there. On all of [0, 1] the last step makes an error of order h²; inside, the
 * order is p + 1 after a start of order p, and 3 for both as published.
 *
 * Source: W. Zhao et al., "UniPC: a unified predictor–corrector framework for fast sampling of diffusion models" (2023), § 3 and
 * appendix.
 */
import { ArgumentError, show } from '../errors.ts';
import { compileExponential } from './exponential.ts';
import type { FlowCoefficients } from './flow-coefficients.ts';
import type { Multistep } from './multistep.ts';
import type { Tableau } from './tableau.ts';
import type { Grid } from './time-grid.ts';

/** A UniPC for one schedule. */
export interface UniPc {
  readonly kind: 'unipc';
  readonly name: string;
  readonly order: 2 | 3;
  /** The schedule of the flow. */
  readonly schedule: FlowCoefficients;
  /** Takes the first `order` − 1 steps; without it they are of order 1, 2, …, as published. */
  readonly start?: Tableau;
}

/**
 * UniPC of order 2 or 3 for flows with the given schedule, named 'unipc2', 'unipc3'.
 *
 * @throws {ArgumentError} for another order. `solve` throws PoleError where the velocity does not tell the data.
 * @example
 * ```ts
 * import { condOT, eightGaussians, key, marginalField, normal, solve, uniPc } from 'flowproof';
 *
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * const { nfe } = solve(field, normal(key(1), [4, 2]), { solver: uniPc({ order: 2, schedule: condOT }), steps: 10 });
 * console.log(nfe); // 10
 * ```
 */
export function uniPc({ order, schedule, start }: Pick<UniPc, 'order' | 'schedule' | 'start'>): UniPc {
  checkOrder('order', order);
  return { kind: 'unipc', name: `unipc${order}`, order, schedule, ...(start && { start }) };
}

function checkOrder(argument: string, order: number): void {
  if ([2, 3].includes(order)) return;
  throw new ArgumentError({ argument, expected: '2 or 3', received: show(order) });
}

export function compileUniPc(solver: UniPc, grid: Grid): Multistep {
  checkOrder('solver.order', solver.order);
  return compileExponential(solver, 'unipc', grid);
}
