import { instead } from '../formula.ts';
import { interpolate } from '../formulas/paths.ts';
import type { Mistake } from './mistake.ts';

export const pathMistakes: readonly Mistake[] = [
  {
    id: 'path.coefficients-swapped',
    title: 'α and σ are exchanged',
    right: 'xₜ = αₜ x₁ + σₜ x₀',
    wrong: 'xₜ = σₜ x₁ + αₜ x₀',
    looksLike: 'runs from data to noise; right at t = ½ of a symmetric schedule',
    operations: ['path.sample'],
    replace: [instead(interpolate, (right, alpha, sigma, x0, x1) => right(sigma, alpha, x0, x1))],
  },
];
