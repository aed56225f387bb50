/**
 * Conversions as linear algebra, derived anew: each quantity q is a row (q₁, q₀) with q = q₁ x₁ + q₀ x₀, and from x = (α, σ) and a
 * prediction f = (f₁, f₀) any other g follows by Cramer's rule,
 *
 *   g = A x + B f,   A = (g₁f₀ − g₀f₁)/Δ,   B = (αg₀ − σg₁)/Δ,   Δ = αf₀ − σf₁.
 *
 * The score −x₀/σ enters as the row (0, −1) of σ·score, so that nothing is infinite before the last division. A conversion has a
 * pole at t where A or B is unbounded near t; it is removable where the formula is 0/0 or ∞/∞ there and A and B stay bounded.
 */
import type { Parametrization } from '../../paths/index.ts';
import { givenNumber } from '../core/guard.ts';
import type { ScheduleSubject } from '../core/subjects.ts';

/** The schedule at one time. Derivatives may be infinite at an end. */
export interface SchedulePoint {
  readonly alpha: number;
  readonly sigma: number;
  readonly alphaDot: number;
  readonly sigmaDot: number;
}

/** [q₁, q₀] with q = q₁ x₁ + q₀ x₀. */
export type Row = readonly [number, number];

/** g = A x + B f, and what is known where A or B has no finite value. */
export interface Relation {
  readonly A: number;
  readonly B: number;
  readonly kind: 'regular' | 'pole' | 'removable';
}

/** Asks the schedule under test. */
export function pointAt(schedule: ScheduleSubject, t: number): SchedulePoint {
  const ask = (name: 'alpha' | 'sigma' | 'alphaDot' | 'sigmaDot'): number =>
    givenNumber(`schedule.${name}(${t})`, schedule[name](t));
  return { alpha: ask('alpha'), sigma: ask('sigma'), alphaDot: ask('alphaDot'), sigmaDot: ask('sigmaDot') };
}

/** The row of a quantity; the score's times σ. */
export function rowOf(p: SchedulePoint, name: Parametrization | 'x'): Row {
  switch (name) {
    case 'x':
      return [p.alpha, p.sigma];
    case 'x1':
      return [1, 0];
    case 'epsilon':
      return [0, 1];
    case 'velocity':
      return [p.alphaDot, p.sigmaDot];
    case 'score':
      return [0, -1];
    case 'v':
      return [-p.sigma, p.alpha];
  }
}

/** What the row is multiplied by to give the quantity. */
export const unitOf = (p: SchedulePoint, name: Parametrization): number =>
  name === 'score' ? 1 / p.sigma : 1;

function cramer(p: SchedulePoint, from: Parametrization, to: Parametrization): readonly [number, number] {
  const [f1, f0] = rowOf(p, from);
  const [g1, g0] = rowOf(p, to);
  const determinant = p.alpha * f0 - p.sigma * f1;
  const unit = unitOf(p, to);
  return [
    ((g1 * f0 - g0 * f1) / determinant) * unit,
    ((p.alpha * g0 - p.sigma * g1) / determinant) * (unit / unitOf(p, from)),
  ];
}

/** Distances from t at which growth is looked for, 2⁻¹⁶ and 2⁻²⁴: a power p of the distance grows by 2⁸ᵖ between them, the fourth root by this. */
const NEAR = [1.52587890625e-5, 5.9604644775390625e-8] as const;
const GROWTH = 4;

/** The conversion `from` → `to` at t, by this schedule's α, σ and derivatives alone. */
export function relation(
  schedule: ScheduleSubject,
  t: number,
  from: Parametrization,
  to: Parametrization,
): Relation {
  const [A, B] = cramer(pointAt(schedule, t), from, to);
  if (Number.isFinite(A) && Number.isFinite(B)) return { A, B, kind: 'regular' };
  const [far, near] = NEAR.map((distance) => {
    const [a, b] = cramer(pointAt(schedule, t < 0.5 ? t + distance : t - distance), from, to);
    return [Math.abs(a), Math.abs(b)] as const;
  }) as [Row, Row];
  const grows = Math.max(...near) > GROWTH * Math.max(...far);
  return { A: near[0], B: near[1], kind: grows ? 'pole' : 'removable' };
}
