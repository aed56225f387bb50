/**
 * How far rounding alone can move the end of a solve: two computations of one Runge–Kutta method on one problem differ by at
 * most the sum of two of these.
 *
 * With u = ε/2 and m evaluations a step, a stage state x + h Σ a k rounds its sum and product by
 *
 *   η ≤ u (|x| + (m + 3) h W U),     W ≥ Σⱼ|aᵢⱼ|, Σⱼ|bⱼ|,  U ≥ |u(t, x)|,
 *
 * and a slope is off by η_u: the field's own rounding, that of the stage time, and u U for storing it. Through the stages a
 * slope error is at most K = (L (E + η) + η_u)(1 + q + … + qᵐ⁻¹), q = h W L, so that a step takes the error E to
 *
 *   E⁺ = E + h W K + η.
 *
 * Derivation: the difference of the two computations, stage by stage, in the maximum norm, with L the Lipschitz constant there.
 * Products of two roundings are left out; they are 10⁻¹⁶ of the rest.
 */
import { EPSILON, precisionOf } from '../core/precision.ts';
import type { SolverSubject } from './subject.ts';

/** What a bound must know of the problem, in the maximum norm. */
export interface Smoothness {
  /** Lipschitz constant in x. */
  readonly lipschitz: number;
  /** The largest |u|. */
  readonly speed: number;
  /** Error of one evaluation in float64, that of the stage time included. */
  readonly evaluation: number;
}

/** Half of the distance of neighbouring floats at 1. */
export const UNIT: number = EPSILON / 2;

/** u of the solver's arithmetic. */
export function unitOf(solver: SolverSubject): number {
  return precisionOf(solver) / 2;
}

/** W of the solver. */
export function weightsOf({ weights = 4 }: SolverSubject): number {
  return weights;
}

/** The grid that was taken, and the start. */
interface RoundedSolve {
  readonly steps: number;
  /** |to − from|. */
  readonly length: number;
  /** Evaluations a step. */
  readonly stages: number;
  /** The largest |x₀|. */
  readonly start: number;
  /** Error that the start already has; default 0. */
  readonly error?: number;
}

/** The bound E after N steps. */
export function roundingAfter(
  solver: SolverSubject,
  { lipschitz, speed, evaluation }: Smoothness,
  { steps, length, stages, start, error = 0 }: RoundedSolve,
): number {
  const u = unitOf(solver);
  const W = weightsOf(solver);
  const h = length / steps;
  const size = start + length * W * speed;
  const state = u * (size + (stages + 3) * h * W * speed);
  const slope = evaluation + u * speed;
  const q = h * W * lipschitz;
  let growth = 0;
  for (let j = 0, power = 1; j < stages; j++, power *= q) growth += power;
  // A start that the solver rounds to its own arithmetic.
  let E = error + u * start;
  for (let i = 0; i < steps; i++) E += h * W * growth * (lipschitz * (E + state) + slope) + state;
  return E;
}
