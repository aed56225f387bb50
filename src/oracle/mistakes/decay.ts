import { add, exact, multiply, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  adamParameter,
  adamwParameter,
  decayShare,
  decoupledGradient,
  movingAverage,
} from '../formulas/optimizers.ts';
import type { Mistake } from './mistake.ts';

const one = exact(1);

export const decayMistakes: readonly Mistake[] = [
  {
    id: 'optimizer.decay-in-gradient',
    title: "AdamW's decay is added to the gradient, as in Adam with an L2 penalty",
    right: 'θ ← (1 − ηλ)θ − Δ, moments of g',
    wrong: 'θ ← θ − Δ, moments of g + λθ',
    looksLike:
      'weights with large gradients decay less than others; moments are off from the first step on; λ has to be set anew whenever anything else is',
    operations: ['optimizer.adamw'],
    replace: [
      instead(decoupledGradient, (_right, gradient, parameter, decay) =>
        add(gradient, multiply(decay, parameter)),
      ),
      instead(adamwParameter, (_right, parameter, change) => adamParameter(parameter, change)),
    ],
  },
  {
    id: 'optimizer.decay-without-rate',
    title: 'the decay is not multiplied by the learning rate',
    right: 'θ ← (1 − ηλ)θ − Δ',
    wrong: 'θ ← (1 − λ)θ − Δ',
    looksLike: 'parameters shrink to nothing in tens of steps at any usual λ',
    operations: ['optimizer.adamw'],
    replace: [instead(decayShare, (_right, _lr, decay) => decay)],
  },
  {
    id: 'optimizer.decay-after-step',
    title: 'the parameters decay after the step',
    right: 'θ ← (1 − ηλ)θ − Δ',
    wrong: 'θ ← (1 − ηλ)(θ − Δ)',
    looksLike: 'off by ηλΔ, a share of ηλ of the step; no curve shows it',
    operations: ['optimizer.adamw'],
    replace: [
      instead(adamwParameter, (_right, parameter, change, lr, decay) =>
        multiply(subtract(one, decayShare(lr, decay)), adamParameter(parameter, change)),
      ),
    ],
  },
  {
    id: 'optimizer.decay-missing',
    title: 'AdamW does not decay',
    right: 'θ ← (1 − ηλ)θ − Δ',
    wrong: 'θ ← θ − Δ',
    looksLike: 'parameters grow as under Adam; unseen for λ = 0',
    operations: ['optimizer.adamw'],
    replace: [instead(decayShare, () => exact(0))],
  },
  {
    id: 'optimizer.average-reversed',
    title: 'the decay is the weight of the new parameters',
    right: 'θ̄ ← d θ̄ + (1 − d) θ',
    wrong: 'θ̄ ← (1 − d) θ̄ + d θ',
    looksLike: 'the average is the parameters of the last step, noise and all; right at d = ½',
    operations: ['optimizer.ema'],
    replace: [instead(movingAverage, (right, average, parameter, decay) => right(parameter, average, decay))],
  },
  {
    id: 'optimizer.average-unweighted',
    title: 'the new parameters enter in full',
    right: 'θ̄ ← d θ̄ + (1 − d) θ',
    wrong: 'θ̄ ← d θ̄ + θ',
    looksLike: 'the average grows to 1/(1 − d) times the parameters, a thousand times for d = 0.999',
    operations: ['optimizer.ema'],
    replace: [
      instead(movingAverage, (_right, average, parameter, decay) => add(multiply(decay, average), parameter)),
    ],
  },
  {
    id: 'optimizer.average-old-kept',
    title: 'the average is not decayed',
    right: 'θ̄ ← d θ̄ + (1 − d) θ',
    wrong: 'θ̄ ← θ̄ + (1 − d) θ',
    looksLike: 'the average grows without bound, slowly',
    operations: ['optimizer.ema'],
    replace: [
      instead(movingAverage, (_right, average, parameter, decay) =>
        add(average, multiply(subtract(one, decay), parameter)),
      ),
    ],
  },
];
