/** Mistakes in activations and their derivatives. */
import { erf, tanh } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  exact,
  larger,
  multiply,
  negate,
  square,
  subtract,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  gelu,
  geluSlope,
  hyperbolicTangent,
  logistic,
  normalCdf,
  relu,
  reluSlope,
  silu,
  siluSlope,
  slope,
  softplus,
  softplusSlope,
  tanhSlope,
} from '../formulas/activations.ts';
import { unitSlope } from '../formulas/mlp.ts';
import type { Mistake } from './mistake.ts';

const derivatives = ['mlp.vjp', 'mlp.jvp', 'mlp.divergence', 'mlp.gradient', 'mlp.cfm-gradient'];
const all = ['mlp.forward', ...derivatives];
const one = exact(1);
const half = exact(0.5);
/** √(2/π). */
const rate = (): Tracked => constant(0.7978845608028654);
const cube = (): Tracked => constant(0.044715);
const gate = (): Tracked => constant(1.702);

const bent = (z: Tracked): Tracked =>
  tanh(multiply(rate(), add(z, multiply(cube(), multiply(z, square(z))))));

export const activationMistakes: readonly Mistake[] = [
  {
    id: 'activation.gelu-tanh',
    title: 'GELU by its tanh approximation',
    right: 'gelu z = z Φ(z)',
    wrong: 'gelu z ≈ ½ z (1 + tanh(√(2/π)(z + 0.044715 z³)))',
    looksLike:
      'answers off by up to 5·10⁻⁴, the most for |z| about 2.7; harmless in itself, but weights trained with one and sampled with the other drift apart; seen with gelu only',
    operations: all,
    replace: [
      instead(gelu, (_right, z) => multiply(multiply(half, z), add(one, bent(z)))),
      instead(geluSlope, (_right, z) => {
        const h = bent(z);
        const growth = multiply(rate(), add(one, multiply(exact(3), multiply(cube(), square(z)))));
        const inner = multiply(subtract(one, square(h)), growth);
        return multiply(half, add(add(one, h), multiply(z, inner)));
      }),
    ],
  },
  {
    id: 'activation.gelu-sigmoid',
    title: 'GELU by its sigmoid approximation',
    right: 'gelu z = z Φ(z)',
    wrong: 'gelu z ≈ z s(1.702 z)',
    looksLike: 'answers off by up to 0.02; seen with gelu only',
    operations: all,
    replace: [
      instead(gelu, (_right, z) => multiply(z, logistic(multiply(gate(), z)))),
      instead(geluSlope, (_right, z) => {
        const s = logistic(multiply(gate(), z));
        return add(s, multiply(multiply(gate(), z), multiply(s, subtract(one, s))));
      }),
    ],
  },
  {
    id: 'activation.gelu-erf-unscaled',
    title: 'erf takes z, not z/√2',
    right: 'Φ(z) = ½(1 + erf(z/√2))',
    wrong: 'Φ(z) = ½(1 + erf z)',
    looksLike: 'a GELU that is steeper near 0, off by up to 0.08; seen with gelu only',
    operations: all,
    replace: [instead(normalCdf, (_right, z) => multiply(half, add(one, erf(z))))],
  },
  {
    id: 'activation.gelu-slope-gate',
    title: "GELU's derivative without z φ(z)",
    right: 'gelu′ z = Φ(z) + z φ(z)',
    wrong: 'gelu′ z = Φ(z)',
    looksLike:
      'answers are right, gradients of hidden layers are not: training is slower and stops early; seen with gelu only',
    operations: derivatives,
    replace: [instead(geluSlope, (_right, z) => normalCdf(z))],
  },
  {
    id: 'activation.silu-slope-gate',
    title: "SiLU's derivative without z s′(z)",
    right: 'silu′ z = s(z) + z s(z)(1 − s(z))',
    wrong: 'silu′ z = s(z)',
    looksLike:
      'answers are right, gradients of hidden layers are not: training is slower and stops early; seen with silu only',
    operations: derivatives,
    replace: [instead(siluSlope, (_right, z) => logistic(z))],
  },
  {
    id: 'activation.silu-gate',
    title: 'the sigmoid alone in the place of SiLU',
    right: 'silu z = z s(z)',
    wrong: 'silu z = s(z)',
    looksLike: 'hidden values between 0 and 1; training goes on, slower; seen with silu only',
    operations: all,
    replace: [
      instead(silu, (_right, z) => logistic(z)),
      instead(siluSlope, (_right, z) => {
        const s = logistic(z);
        return multiply(s, subtract(one, s));
      }),
    ],
  },
  {
    id: 'activation.tanh-slope-unsquared',
    title: "tanh's derivative without the square",
    right: 'tanh′ z = 1 − tanh² z',
    wrong: 'tanh′ z = 1 − tanh z',
    looksLike:
      'answers are right; gradients of hidden layers are right near z = 0, half the truth for large z, and near 2 instead of 0 for very negative z; seen with tanh only',
    operations: derivatives,
    replace: [instead(tanhSlope, (_right, z) => subtract(one, hyperbolicTangent(z)))],
  },
  {
    id: 'activation.relu-leaky',
    title: 'a leaky ReLU, slope 0.01 below zero',
    right: 'relu z = max(z, 0)',
    wrong: 'relu z = max(z, 0.01 z)',
    looksLike: 'answers off by a hundredth of what is cut; seen with relu only',
    operations: all,
    replace: [
      instead(relu, (_right, z) => larger(z, multiply(constant(0.01), z))),
      instead(reluSlope, (right, z) => add(constant(0.01), multiply(constant(0.99), right(z)))),
    ],
  },
  {
    id: 'activation.softplus-shifted',
    title: 'a softplus shifted to pass through 0',
    right: 'softplus z = ln(1 + e^z)',
    wrong: 'softplus z = ln(1 + e^z) − ln 2',
    looksLike: 'hidden values lower by 0.693, as if by another bias; seen with softplus only',
    operations: all,
    replace: [instead(softplus, (right, z) => subtract(right(z), constant(0.6931471805599453)))],
  },
  {
    id: 'activation.softplus-slope-tail',
    title: "softplus' derivative is that of the other side",
    right: 'softplus′ z = s(z)',
    wrong: 'softplus′ z = s(−z)',
    looksLike:
      'answers are right; units that matter learn least, those that do not learn most; seen with softplus only',
    operations: derivatives,
    replace: [instead(softplusSlope, (_right, z) => logistic(negate(z)))],
  },
  {
    id: 'activation.slope-at-output',
    title: 'the derivative is taken at h = σ(z) instead of at z',
    right: 'δ = σ′(z) ⊙ Wᵀδ',
    wrong: 'δ = σ′(σ(z)) ⊙ Wᵀδ',
    looksLike:
      'answers are right, gradients of hidden layers lean to the right direction: training goes on and ends too high; unseen with relu',
    operations: derivatives,
    replace: [instead(unitSlope, (_right, kind, _z, h) => slope(kind, h))],
  },
  {
    id: 'activation.slope-missing',
    title: 'the derivative of the activation is left out',
    right: 'δ = σ′(z) ⊙ Wᵀδ',
    wrong: 'δ = Wᵀδ',
    looksLike:
      'answers are right; all Jacobians are W₃W₂W₁ wherever they are taken, and units that are off go on learning',
    operations: derivatives,
    replace: [instead(unitSlope, () => one)],
  },
];
