/** Mistakes in the regression losses: how squares are reduced, what the model is held to and what it is fed. */
import { sqrt } from '../arithmetic/functions.ts';
import {
  absolute,
  add,
  divide,
  exact,
  multiply,
  negate,
  square,
  sum,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { cfmTarget, lossCount, lossGradient, lossValue, modelPoint } from '../formulas/losses.ts';
import type { Mistake } from './mistake.ts';

const everyLoss = ['loss.fm', 'loss.cfm', 'mlp.gradient', 'mlp.cfm-gradient'];
const conditional = ['loss.cfm', 'mlp.cfm-gradient'];
const MEAN = 'L = 1/rows · Σᵣ ‖vᵣ − uᵣ‖²';

const norm = (row: readonly Tracked[]): Tracked => sqrt(sum(row.map(square)));

export const lossMistakes: readonly Mistake[] = [
  {
    id: 'loss.mean-over-all',
    title: 'the mean is taken over rows and dims',
    right: MEAN,
    wrong: 'L = 1/(rows · dim) · Σᵣ ‖vᵣ − uᵣ‖²',
    looksLike:
      'loss and gradients too small by exactly 1/dim: a smaller learning rate under SGD, nearly invisible under Adam, and losses that cannot be compared across dimensions or with the floor of the theory; unseen for dim = 1',
    operations: everyLoss,
    replace: [instead(lossCount, (_right, rows, dim) => exact(rows * dim))],
  },
  {
    id: 'loss.sum-over-rows',
    title: 'the squares are summed over rows, not averaged',
    right: MEAN,
    wrong: 'L = Σᵣ ‖vᵣ − uᵣ‖²',
    looksLike:
      'loss and gradients too large by the number of rows: the best learning rate changes with the batch size; unseen for one row',
    operations: everyLoss,
    replace: [instead(lossCount, () => exact(1))],
  },
  {
    id: 'loss.mean-over-dims',
    title: 'mean and sum are exchanged: the mean over dims, the sum over rows',
    right: MEAN,
    wrong: 'L = 1/dim · Σᵣ ‖vᵣ − uᵣ‖²',
    looksLike:
      'loss and gradients wrong by rows/dim, as by an axis of the wrong number; unseen for rows = dim',
    operations: everyLoss,
    replace: [instead(lossCount, (_right, _rows, dim) => exact(dim))],
  },
  {
    id: 'loss.half',
    title: 'a factor ½ before the square',
    right: MEAN,
    wrong: 'L = 1/(2 rows) · Σᵣ ‖vᵣ − uᵣ‖²',
    looksLike:
      'loss and gradients exactly half; training is right, a loss compared with the floor looks like a leak',
    operations: everyLoss,
    replace: [instead(lossCount, (_right, rows) => exact(2 * rows))],
  },
  {
    id: 'loss.not-squared',
    title: 'the norm is not squared',
    right: MEAN,
    wrong: 'L = 1/rows · Σᵣ ‖vᵣ − uᵣ‖',
    looksLike:
      'gradients of length 1/rows whatever the error: the model learns a median of the conditional velocities instead of their mean, and samples are biased however long it trains',
    operations: everyLoss,
    replace: [
      instead(lossValue, (_right, residuals) => divide(sum(residuals.map(norm)), exact(residuals.length))),
      instead(lossGradient, (_right, residuals) =>
        residuals.map((row) => row.map((r) => divide(r, multiply(norm(row), exact(residuals.length))))),
      ),
    ],
  },
  {
    id: 'loss.absolute',
    title: 'absolute errors instead of squares',
    right: MEAN,
    wrong: 'L = 1/rows · Σᵣ Σᵢ |vᵣᵢ − uᵣᵢ|',
    looksLike:
      'gradients of ±1/rows: the model learns coordinate-wise medians of the conditional velocities, right only for symmetric targets',
    operations: everyLoss,
    replace: [
      instead(lossValue, (_right, residuals) =>
        divide(sum(residuals.flat().map(absolute)), exact(residuals.length)),
      ),
      instead(lossGradient, (_right, residuals) =>
        residuals.map((row) => row.map((r) => divide(exact(Math.sign(r.v)), exact(residuals.length)))),
      ),
    ],
  },
  {
    id: 'loss.root',
    title: 'the root of the mean square',
    right: MEAN,
    wrong: 'L = √(1/rows · Σᵣ ‖vᵣ − uᵣ‖²)',
    looksLike:
      'the gradient is divided by 2√L: each batch is weighted by its own error, so that batches do not average to the gradient of the whole; few see it in a curve',
    operations: everyLoss,
    replace: [
      instead(lossValue, (right, residuals) => sqrt(right(residuals))),
      instead(lossGradient, (right, residuals) => {
        const below = multiply(
          exact(2),
          sqrt(divide(sum(residuals.flat().map(square)), exact(residuals.length))),
        );
        return right(residuals).map((row) => row.map((g) => divide(g, below)));
      }),
    ],
  },
  {
    id: 'loss.gradient-without-two',
    title: 'the derivative of the square lacks its factor 2',
    right: '∂L/∂v = 2(v − u)/rows',
    wrong: '∂L/∂v = (v − u)/rows',
    looksLike: 'the loss is right, every gradient exactly half: a smaller learning rate, unseen under Adam',
    operations: everyLoss,
    replace: [
      instead(lossGradient, (right, residuals) =>
        right(residuals).map((row) => row.map((g) => multiply(exact(0.5), g))),
      ),
    ],
  },
  {
    id: 'loss.gradient-not-averaged',
    title: 'the gradient is summed over rows where the loss is a mean',
    right: '∂L/∂v = 2(v − u)/rows',
    wrong: '∂L/∂v = 2(v − u)',
    looksLike:
      'the loss is right, every gradient too large by the number of rows: the best learning rate changes with the batch size; unseen for one row',
    operations: everyLoss,
    replace: [
      instead(lossGradient, (right, residuals) =>
        right(residuals).map((row) => row.map((g) => multiply(exact(residuals.length), g))),
      ),
    ],
  },
  {
    id: 'loss.gradient-sign',
    title: 'the gradient has the wrong sign',
    right: '∂L/∂v = 2(v − u)/rows',
    wrong: '∂L/∂v = 2(u − v)/rows',
    looksLike: 'the loss is right and grows with every step',
    operations: everyLoss,
    replace: [instead(lossGradient, (right, residuals) => right(residuals).map((row) => row.map(negate)))],
  },
  {
    id: 'loss.target-data',
    title: 'the model is held to the data point, not to the velocity',
    right: 'u = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'u = x₁',
    looksLike:
      'training goes well and the loss is small; integrated as a velocity the answer drifts towards the mean of the data and never forgets the noise',
    operations: conditional,
    replace: [instead(cfmTarget, (_right, _schedule, _t, _x0, x1) => x1)],
  },
  {
    id: 'loss.target-noise',
    title: 'the model is held to the noise, not to the velocity',
    right: 'u = α̇ₜ x₁ + σ̇ₜ x₀',
    wrong: 'u = x₀',
    looksLike: 'training goes well, as of a diffusion model; integrated as a velocity the noise only grows',
    operations: conditional,
    replace: [instead(cfmTarget, (_right, _schedule, _t, x0) => x0)],
  },
  {
    id: 'loss.model-fed-data',
    title: 'the model is fed x₁ instead of xₜ',
    right: 'v(xₜ, t)',
    wrong: 'v(x₁, t)',
    looksLike:
      'the loss falls below the floor of the theory, as the answer is leaked to the model; samples are poor, as it never saw a point on the way',
    operations: ['mlp.cfm-gradient'],
    replace: [instead(modelPoint, (_right, _xt, _x0, x1) => x1)],
  },
  {
    id: 'loss.model-fed-noise',
    title: 'the model is fed x₀ instead of xₜ',
    right: 'v(xₜ, t)',
    wrong: 'v(x₀, t)',
    looksLike: 'a loss that does not depend on t beyond chance; samples collapse to the mean of the data',
    operations: ['mlp.cfm-gradient'],
    replace: [instead(modelPoint, (_right, _xt, x0) => x0)],
  },
  {
    id: 'loss.model-fed-sum',
    title: 'the model is fed the plain sum of signal and noise',
    right: 'v(xₜ, t), xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'v(x₁ + x₀, t)',
    looksLike:
      'training goes well; samples are blurred, as the points of training have the same noise at every time',
    operations: ['mlp.cfm-gradient'],
    replace: [instead(modelPoint, (_right, _xt, x0, x1) => x1.map((x, i) => add(x, x0[i]!)))],
  },
];
