/**
 * Guidance of velocities, one element.
 *
 *   classifier-free   ũ = u_∅ + γ (u_c − u_∅)                          γ = 0 unconditional, γ = 1 conditional
 *   classifier        s̃ = s + γ ∇ log p(y|x)  ⇒  ũ = u + γ b ∇ log p(y|x),   b = σ (α̇ σ − σ̇ α)/α
 *
 * b is the factor of the score in the velocity, u = (α̇ x + σ (α̇σ − σ̇α) s)/α. Sources: Ho & Salimans, Classifier-Free Diffusion
 * Guidance (2022); Dhariwal & Nichol (2021), § 4; Zheng et al., Guided Flows (2023).
 */
import type { ScheduleSpec } from '../../schedules/index.ts';
import { add, divide, multiply, subtract, type Tracked, times } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import { alpha, alphaDot, sigma, sigmaDot } from './schedules.ts';

/** u_∅ + γ (u_c − u_∅). */
export const classifierFree: Formula<
  [conditional: Tracked, unconditional: Tracked, scale: Tracked],
  Tracked
> = formula('guidance.classifier-free', (conditional, unconditional, scale) =>
  add(unconditional, multiply(scale, subtract(conditional, unconditional))),
);

/** b = σ (α̇ σ − σ̇ α)/α. */
export const scoreFactor: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'guidance.score-factor',
  (schedule, t) => {
    const [a, s] = [alpha(schedule, t), sigma(schedule, t)];
    const rate = subtract(multiply(alphaDot(schedule, t), s), multiply(sigmaDot(schedule, t), a));
    return divide(multiply(s, rate), a);
  },
);

/** u + γ b ∇ log p(y|x). */
export const classifierGuided: Formula<
  [velocity: Tracked, gradient: Tracked, factor: Tracked, scale: Tracked],
  Tracked
> = formula('guidance.classifier', (velocity, gradient, factor, scale) =>
  add(velocity, times(scale, factor, gradient)),
);
