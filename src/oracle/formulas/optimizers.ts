/**
 * Adam, AdamW and the moving average of parameters, one element at a time; k = 1, 2, … counts the updates, this one included.
 *
 *   m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  Δ = η · m/(1 − β₁ᵏ) / (√(v/(1 − β₂ᵏ)) + ε)
 *   Adam: θ ← θ − Δ       AdamW: θ ← (1 − ηλ)θ − Δ       average: θ̄ ← dθ̄ + (1 − d)θ
 *
 * Sources: Kingma & Ba, Adam (2015), algorithm 1; Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019), algorithm 2,
 * with the rate applied to the decay; Polyak & Juditsky (1992) for averaging.
 */
import { sqrt } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, square, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

const one: Tracked = exact(1);

/** One parameter with its gradient and moments before the update. */
export interface Element {
  readonly parameter: Tracked;
  readonly gradient: Tracked;
  readonly m: Tracked;
  readonly v: Tracked;
}

export interface Rates {
  readonly lr: Tracked;
  readonly beta1: Tracked;
  readonly beta2: Tracked;
  readonly epsilon: Tracked;
  readonly step: number;
}

/** The moments after the update, and the change Δ that they make. */
export interface Update {
  readonly m: Tracked;
  readonly v: Tracked;
  readonly change: Tracked;
}

/** β₁m + (1 − β₁)g. */
export const firstMoment: Formula<[m: Tracked, gradient: Tracked, beta1: Tracked], Tracked> = formula(
  'adam.first-moment',
  (m, gradient, beta1) => add(multiply(beta1, m), multiply(subtract(one, beta1), gradient)),
);

/** β₂v + (1 − β₂)g². */
export const secondMoment: Formula<[v: Tracked, gradient: Tracked, beta2: Tracked], Tracked> = formula(
  'adam.second-moment',
  (v, gradient, beta2) => add(multiply(beta2, v), multiply(subtract(one, beta2), square(gradient))),
);

/** βᵏ. */
export const decayPower: Formula<[beta: Tracked, step: number], Tracked> = formula(
  'adam.decay-power',
  (beta, step) => Array.from({ length: step - 1 }).reduce<Tracked>((p) => multiply(p, beta), beta),
);

/** 1 − βᵏ: how much of the moments is not the zero that they started from. */
export const correction: Formula<[beta: Tracked, step: number], Tracked> = formula(
  'adam.correction',
  (beta, step) => subtract(one, decayPower(beta, step)),
);

/** √v̂, v̂ = v/(1 − β₂ᵏ). */
export const correctedRoot: Formula<[v: Tracked, beta2: Tracked, step: number], Tracked> = formula(
  'adam.corrected-root',
  (v, beta2, step) => sqrt(divide(v, correction(beta2, step))),
);

/** √v̂ + ε. */
export const denominator: Formula<[root: Tracked, epsilon: Tracked], Tracked> = formula(
  'adam.denominator',
  (root, epsilon) => add(root, epsilon),
);

/** η · m/(1 − β₁ᵏ) / denominator. */
export const scaledStep: Formula<
  [m: Tracked, correction1: Tracked, lr: Tracked, denominator: Tracked],
  Tracked
> = formula('adam.scaled-step', (m, correction1, lr, below) =>
  divide(multiply(lr, divide(m, correction1)), below),
);

/** Δ from the moments after the update. */
export const adamChange: Formula<[m: Tracked, v: Tracked, rates: Rates], Tracked> = formula(
  'adam.change',
  (m, v, { lr, beta1, beta2, epsilon, step }) =>
    scaledStep(m, correction(beta1, step), lr, denominator(correctedRoot(v, beta2, step), epsilon)),
);

/** Moments and change of one element. */
export const adamUpdate: Formula<[element: Element, rates: Rates], Update> = formula(
  'adam.update',
  (element, rates) => {
    const m = firstMoment(element.m, element.gradient, rates.beta1);
    const v = secondMoment(element.v, element.gradient, rates.beta2);
    return { m, v, change: adamChange(m, v, rates) };
  },
);

/** θ − Δ. */
export const adamParameter: Formula<[parameter: Tracked, change: Tracked], Tracked> = formula(
  'adam.parameter',
  (parameter, change) => subtract(parameter, change),
);

/** The gradient that AdamW's moments see: the loss's own, without the decay. */
export const decoupledGradient: Formula<[gradient: Tracked, parameter: Tracked, decay: Tracked], Tracked> =
  formula('adamw.gradient', (gradient) => gradient);

/** ηλ, the share of θ that decays. */
export const decayShare: Formula<[lr: Tracked, decay: Tracked], Tracked> = formula(
  'adamw.decay-share',
  (lr, decay) => multiply(lr, decay),
);

/** (1 − ηλ)θ − Δ. */
export const adamwParameter: Formula<
  [parameter: Tracked, change: Tracked, lr: Tracked, decay: Tracked],
  Tracked
> = formula('adamw.parameter', (parameter, change, lr, decay) =>
  adamParameter(multiply(subtract(one, decayShare(lr, decay)), parameter), change),
);

/** dθ̄ + (1 − d)θ. */
export const movingAverage: Formula<[average: Tracked, parameter: Tracked, decay: Tracked], Tracked> =
  formula('ema.average', (average, parameter, decay) =>
    add(multiply(decay, average), multiply(subtract(one, decay), parameter)),
  );
