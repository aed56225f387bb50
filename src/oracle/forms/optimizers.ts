import { exp, log, sqrt } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, square, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  adamParameter,
  adamwParameter,
  correctedRoot,
  correction,
  decayPower,
  decayShare,
  firstMoment,
  movingAverage,
  scaledStep,
  secondMoment,
} from '../formulas/optimizers.ts';
import type { Form } from './form.ts';

const both = ['optimizer.adam', 'optimizer.adamw'];
const one = exact(1);

export const optimizerForms: readonly Form[] = [
  {
    id: 'optimizer.moments-by-difference',
    formula: 'm + (1 − β₁)(g − m),  v + (1 − β₂)(g² − v)',
    operations: both,
    replace: [
      instead(firstMoment, (_right, m, gradient, beta1) =>
        add(m, multiply(subtract(one, beta1), subtract(gradient, m))),
      ),
      instead(secondMoment, (_right, v, gradient, beta2) =>
        add(v, multiply(subtract(one, beta2), subtract(square(gradient), v))),
      ),
    ],
  },
  {
    id: 'optimizer.power-by-exponential',
    formula: 'βᵏ = e^(k ln β)',
    operations: both,
    replace: [instead(decayPower, (_right, beta, step) => exp(multiply(exact(step), log(beta))))],
  },
  {
    id: 'optimizer.rate-corrected',
    formula: 'Δ = (η/(1 − β₁ᵏ)) · (m/(√(v · 1/(1 − β₂ᵏ)) + ε))',
    operations: both,
    replace: [
      instead(scaledStep, (_right, m, correction1, lr, below) =>
        multiply(divide(lr, correction1), divide(m, below)),
      ),
      instead(correctedRoot, (_right, v, beta2, step) =>
        sqrt(multiply(v, divide(one, correction(beta2, step)))),
      ),
    ],
  },
  {
    id: 'optimizer.roots-apart',
    formula: 'Δ = ((η/(1 − β₁ᵏ)) · m)/(√v/√(1 − β₂ᵏ) + ε)',
    operations: both,
    replace: [
      instead(scaledStep, (_right, m, correction1, lr, below) =>
        divide(multiply(divide(lr, correction1), m), below),
      ),
      instead(correctedRoot, (_right, v, beta2, step) => divide(sqrt(v), sqrt(correction(beta2, step)))),
    ],
  },
  {
    id: 'optimizer.decay-subtracted',
    formula: 'θ ← (θ − Δ) − ηλθ',
    operations: ['optimizer.adamw'],
    replace: [
      instead(adamwParameter, (_right, parameter, change, lr, decay) =>
        subtract(adamParameter(parameter, change), multiply(decayShare(lr, decay), parameter)),
      ),
    ],
  },
  {
    id: 'optimizer.average-from-old',
    formula: 'θ̄ + (1 − d)(θ − θ̄)',
    operations: ['optimizer.ema'],
    replace: [
      instead(movingAverage, (_right, average, parameter, decay) =>
        add(average, multiply(subtract(one, decay), subtract(parameter, average))),
      ),
    ],
  },
  {
    id: 'optimizer.average-from-new',
    formula: 'θ + d(θ̄ − θ)',
    operations: ['optimizer.ema'],
    replace: [
      instead(movingAverage, (_right, average, parameter, decay) =>
        add(parameter, multiply(decay, subtract(average, parameter))),
      ),
    ],
  },
];
