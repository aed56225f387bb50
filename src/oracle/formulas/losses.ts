/**
 * Regression losses of flow matching and their gradients with respect to the prediction.
 *
 *   L = 1/N Σᵣ ‖vᵣ − uᵣ‖²,   ∂L/∂vᵣ = 2(vᵣ − uᵣ)/N     (N rows: mean over rows, sum over dims)
 *
 * FM: u is the marginal velocity; CFM: u = α̇ₜ x₁ + σ̇ₜ x₀. Source: Lipman et al., Flow Matching for Generative Modeling (2023),
 * eqs. 5, 9 and 14.
 */
import type { ScheduleSpec } from '../../schedules/index.ts';
import { divide, exact, multiply, square, subtract, sum, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';
import { pairVelocity } from './paths.ts';
import { alphaDot, sigmaDot } from './schedules.ts';

/** What the sum of squares is divided by. */
export const lossCount: Formula<[rows: number, dim: number], Tracked> = formula('loss.count', (rows) =>
  exact(rows),
);

/** v − u of a row. */
export const lossResidual: Formula<[prediction: Row, target: Row], Row> = formula(
  'loss.residual',
  (prediction, target) => prediction.map((v, i) => subtract(v, target[i]!)),
);

/** L of the residuals [rows][dim]. */
export const lossValue: Formula<[residuals: readonly Row[]], Tracked> = formula('loss.value', (residuals) =>
  divide(sum(residuals.flat().map(square)), lossCount(residuals.length, residuals[0]!.length)),
);

/** ∂L/∂v, [rows][dim]. */
export const lossGradient: Formula<[residuals: readonly Row[]], readonly Row[]> = formula(
  'loss.gradient',
  (residuals) => {
    const count = lossCount(residuals.length, residuals[0]!.length);
    return residuals.map((row) => row.map((r) => divide(multiply(exact(2), r), count)));
  },
);

/** The velocity that conditional flow matching regresses on, for a pair and its time. */
export const cfmTarget: Formula<[schedule: ScheduleSpec, t: Tracked, x0: Row, x1: Row], Row> = formula(
  'loss.cfm-target',
  (schedule, t, x0, x1) => {
    const a = alphaDot(schedule, t);
    const s = sigmaDot(schedule, t);
    return x0.map((noise, i) => pairVelocity(a, s, noise, x1[i]!));
  },
);

/** The point that the model sees while it is trained: xₜ. */
export const modelPoint: Formula<[xt: Row, x0: Row, x1: Row], Row> = formula('loss.model-point', (xt) => xt);
