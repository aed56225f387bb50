/** Mistakes in the update of Adam, which AdamW shares. */
import { sqrt } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, square, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  adamChange,
  adamParameter,
  adamUpdate,
  correctedRoot,
  correction,
  denominator,
  firstMoment,
  secondMoment,
} from '../formulas/optimizers.ts';
import type { Mistake } from './mistake.ts';

const both = ['optimizer.adam', 'optimizer.adamw'];
const one = exact(1);
const CHANGE = 'Δ = η m̂/(√v̂ + ε)';

export const adamMistakes: readonly Mistake[] = [
  {
    id: 'optimizer.bias-correction-missing',
    title: 'the moments are not corrected for their start at 0',
    right: 'm̂ = m/(1 − β₁ᵏ), v̂ = v/(1 − β₂ᵏ)',
    wrong: 'm̂ = m, v̂ = v',
    looksLike:
      'the first steps are several times too large, as √v is more too small than m; unseen after some 1/(1 − β₂) steps',
    operations: both,
    replace: [instead(correction, () => one)],
  },
  {
    id: 'optimizer.correction-first-only',
    title: 'only the first moment is corrected',
    right: 'v̂ = v/(1 − β₂ᵏ)',
    wrong: 'v̂ = v',
    looksLike: 'the first steps are up to 1/√(1 − β₂) times too large; unseen after some 1/(1 − β₂) steps',
    operations: both,
    replace: [instead(correctedRoot, (_right, v) => sqrt(v))],
  },
  {
    id: 'optimizer.step-off-by-one',
    title: 'the step is counted once too often',
    right: 'm̂ = m/(1 − β₁ᵏ), v̂ = v/(1 − β₂ᵏ), k = 1 at the first update',
    wrong: 'm̂ = m/(1 − β₁ᵏ⁺¹), v̂ = v/(1 − β₂ᵏ⁺¹)',
    looksLike: 'the first step is a quarter too small, the fifth a twentieth; unseen after a hundred',
    operations: both,
    replace: [instead(correction, (right, beta, step) => right(beta, step + 1))],
  },
  {
    id: 'optimizer.epsilon-inside-root',
    title: 'ε is added under the root',
    right: CHANGE,
    wrong: 'Δ = η m̂/√(v̂ + ε)',
    looksLike: 'parameters of small gradients move less: √ε takes the part of ε, 10⁻⁴ in the place of 10⁻⁸',
    operations: both,
    replace: [instead(denominator, (_right, root, epsilon) => sqrt(add(square(root), epsilon)))],
  },
  {
    id: 'optimizer.epsilon-before-correction',
    title: 'ε is added to √v before the correction',
    right: CHANGE,
    wrong: 'Δ = η √(1 − β₂ᵏ)/(1 − β₁ᵏ) · m/(√v + ε)',
    looksLike:
      "the paper's own faster form with its ε̂ in the place of ε: ε counts 1/√(1 − β₂ᵏ) times as much, thirty times at the first steps; unseen for an ε of 10⁻⁸ unless gradients are tiny",
    operations: both,
    replace: [
      instead(adamChange, (_right, m, v, { lr, beta1, beta2, epsilon, step }) =>
        divide(
          multiply(multiply(lr, divide(sqrt(correction(beta2, step)), correction(beta1, step))), m),
          denominator(sqrt(v), epsilon),
        ),
      ),
    ],
  },
  {
    id: 'optimizer.root-missing',
    title: 'the root of the second moment is left out',
    right: CHANGE,
    wrong: 'Δ = η m̂/(v̂ + ε)',
    looksLike: 'steps grow as gradients shrink: training blows up near its end',
    operations: both,
    replace: [instead(correctedRoot, (right, v, beta2, step) => square(right(v, beta2, step)))],
  },
  {
    id: 'optimizer.moments-of-last-step',
    title: 'the step is made with the moments from before the update',
    right: 'Δ from m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g²',
    wrong: 'Δ from the old m and v; then they are updated',
    looksLike: 'every gradient acts one step late; the first step is 0/0 or nothing; unseen in most curves',
    operations: both,
    replace: [
      instead(adamUpdate, (right, element, rates) => ({
        ...right(element, rates),
        change: adamChange(element.m, element.v, rates),
      })),
    ],
  },
  {
    id: 'optimizer.second-moment-of-first',
    title: 'the second moment is fed the updated first one',
    right: 'v ← β₂v + (1 − β₂)g²',
    wrong: 'v ← β₂v + (1 − β₂)m², m updated before',
    looksLike:
      'v is too small where gradients are noisy, so that noise makes steps larger instead of smaller',
    operations: both,
    replace: [
      instead(adamUpdate, (_right, element, rates) => {
        const m = firstMoment(element.m, element.gradient, rates.beta1);
        const v = secondMoment(element.v, m, rates.beta2);
        return { m, v, change: adamChange(m, v, rates) };
      }),
    ],
  },
  {
    id: 'optimizer.betas-exchanged',
    title: 'β₁ and β₂ are exchanged',
    right: 'm ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²',
    wrong: 'm ← β₂m + (1 − β₂)g, v ← β₁v + (1 − β₁)g²',
    looksLike: 'slow to turn and quick to scale: training overshoots and oscillates',
    operations: both,
    replace: [
      instead(adamUpdate, (right, element, rates) =>
        right(element, { ...rates, beta1: rates.beta2, beta2: rates.beta1 }),
      ),
    ],
  },
  {
    id: 'optimizer.undamped-moment',
    title: 'the gradient enters the first moment in full, as in momentum',
    right: 'm ← β₁m + (1 − β₁)g',
    wrong: 'm ← β₁m + g',
    looksLike:
      'steps 1/(1 − β₁) times too large, ten times for β₁ = 0.9: a learning rate that seems to need a smaller value',
    operations: both,
    replace: [instead(firstMoment, (_right, m, gradient, beta1) => add(multiply(beta1, m), gradient))],
  },
  {
    id: 'optimizer.second-moment-unsquared',
    title: 'the second moment averages g instead of g²',
    right: 'v ← β₂v + (1 − β₂)g²',
    wrong: 'v ← β₂v + (1 − β₂)|g|',
    looksLike: 'a scale of √|g|: steps depend on the size of the loss, which Adam should not',
    operations: both,
    replace: [
      instead(secondMoment, (_right, v, gradient, beta2) =>
        add(multiply(beta2, v), multiply(subtract(one, beta2), sqrt(square(gradient)))),
      ),
    ],
  },
  {
    id: 'optimizer.ascent',
    title: 'the step is added',
    right: 'θ ← θ − Δ',
    wrong: 'θ ← θ + Δ',
    looksLike: 'the loss grows from the first step on',
    operations: both,
    replace: [instead(adamParameter, (_right, parameter, change) => add(parameter, change))],
  },
];
