/** Mistakes in guidance. */
import { add, exact, multiply, negate, square } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { classifierFree, scoreFactor } from '../formulas/guidance.ts';
import { alpha, sigma } from '../formulas/schedules.ts';
import type { Mistake } from './mistake.ts';

const free = ['guidance.classifier-free'];
const classifier = ['guidance.classifier'];

export const guidanceMistakes: readonly Mistake[] = [
  {
    id: 'guidance.one-plus-scale',
    title: 'the scale is taken for that of the convention 1 + w',
    right: 'ũ = u_∅ + γ (u_c − u_∅)',
    wrong: 'ũ = u_c + γ (u_c − u_∅)',
    looksLike: 'guidance stronger by one; without guidance (γ = 0) the conditional model answers',
    operations: free,
    replace: [instead(classifierFree, (right, c, u, scale) => right(c, u, add(scale, exact(1))))],
  },
  {
    id: 'guidance.sides-exchanged',
    title: 'conditional and unconditional are exchanged',
    right: 'ũ = u_∅ + γ (u_c − u_∅)',
    wrong: 'ũ = u_c + γ (u_∅ − u_c)',
    looksLike: 'guides away from the condition; right at γ = ½',
    operations: free,
    replace: [instead(classifierFree, (right, c, u, scale) => right(u, c, scale))],
  },
  {
    id: 'guidance.difference-sign',
    title: 'the difference is taken the other way round',
    right: 'ũ = u_∅ + γ (u_c − u_∅)',
    wrong: 'ũ = u_∅ + γ (u_∅ − u_c)',
    looksLike: 'guides away from the condition',
    operations: free,
    replace: [instead(classifierFree, (right, c, u, scale) => right(c, u, negate(scale)))],
  },
  {
    id: 'guidance.difference-missing',
    title: 'the conditional velocity is added instead of the difference',
    right: 'ũ = u_∅ + γ (u_c − u_∅)',
    wrong: 'ũ = u_∅ + γ u_c',
    looksLike: 'velocities 1 + γ times too large: samples fly off',
    operations: free,
    replace: [instead(classifierFree, (_, c, u, scale) => add(u, multiply(scale, c)))],
  },
  {
    id: 'guidance.classifier-unscaled',
    title: 'the gradient is added to the velocity as to a score',
    right: 'ũ = u + γ (σ (α̇ σ − σ̇ α)/α) ∇ log p(y|x)',
    wrong: 'ũ = u + γ ∇ log p(y|x)',
    looksLike: 'too weak near the noise, far too strong near the data',
    operations: classifier,
    replace: [instead(scoreFactor, () => exact(1))],
  },
  {
    id: 'guidance.classifier-sign',
    title: 'the gradient is subtracted',
    right: 'ũ = u + γ b ∇ log p(y|x)',
    wrong: 'ũ = u − γ b ∇ log p(y|x)',
    looksLike: 'guides away from the class',
    operations: classifier,
    replace: [instead(scoreFactor, (right, schedule, t) => negate(right(schedule, t)))],
  },
  {
    id: 'guidance.classifier-twice',
    title: 'the factor of the reverse stochastic equation is used for the flow',
    right: 'b = σ (α̇ σ − σ̇ α)/α = g²/2',
    wrong: 'b = g²',
    looksLike: 'guidance of twice the scale',
    operations: classifier,
    replace: [instead(scoreFactor, (right, schedule, t) => multiply(exact(2), right(schedule, t)))],
  },
  {
    id: 'guidance.classifier-variance',
    title: 'the gradient is scaled by σ², as for the prediction of the data',
    right: 'b = σ (α̇ σ − σ̇ α)/α',
    wrong: 'b = σ²',
    looksLike: 'too weak; vanishes faster than it should near the data',
    operations: classifier,
    replace: [instead(scoreFactor, (_, schedule, t) => square(sigma(schedule, t)))],
  },
  {
    id: 'guidance.classifier-without-alpha',
    title: 'the division by α is forgotten',
    right: 'b = σ (α̇ σ − σ̇ α)/α',
    wrong: 'b = σ (α̇ σ − σ̇ α)',
    looksLike: 'too weak near the noise, right near the data, and right where α ≡ 1',
    operations: classifier,
    replace: [instead(scoreFactor, (right, schedule, t) => multiply(alpha(schedule, t), right(schedule, t)))],
  },
];
