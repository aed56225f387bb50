/** Other ways to write stochastic steps and guidance. */
import { sqrt } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, square, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { drift, noiseIncrement } from '../formulas/diffusion.ts';
import { classifierFree, classifierGuided, scoreFactor } from '../formulas/guidance.ts';
import { alpha, alphaDot, sigma, sigmaDot } from '../formulas/schedules.ts';
import type { Form } from './form.ts';

export const guidanceForms: readonly Form[] = [
  {
    id: 'sde.noise-by-variance',
    formula: '√(w² Δt) z',
    operations: ['sde.step'],
    replace: [instead(noiseIncrement, (_, w, dt, z) => multiply(sqrt(multiply(square(w), dt)), z))],
  },
  {
    id: 'sde.halved-last',
    formula: 'u + w (w s)/2;  w (√Δt z)',
    operations: ['sde.step'],
    replace: [
      instead(drift, (_, u, score, w) => add(u, divide(multiply(w, multiply(w, score)), exact(2)))),
      instead(noiseIncrement, (_, w, dt, z) => multiply(w, multiply(sqrt(dt), z))),
    ],
  },
  {
    id: 'guidance.weighted-mean',
    formula: '(1 − γ) u_∅ + γ u_c',
    operations: ['guidance.classifier-free'],
    replace: [
      instead(classifierFree, (_, c, u, scale) =>
        add(multiply(subtract(exact(1), scale), u), multiply(scale, c)),
      ),
    ],
  },
  {
    id: 'guidance.from-conditional',
    formula: 'u_c + (γ − 1)(u_c − u_∅)',
    operations: ['guidance.classifier-free'],
    replace: [
      instead(classifierFree, (_, c, u, scale) =>
        add(c, multiply(subtract(scale, exact(1)), subtract(c, u))),
      ),
    ],
  },
  {
    id: 'guidance.factor-by-logarithms',
    formula: 'b = σ² (α̇/α − σ̇/σ)',
    operations: ['guidance.classifier'],
    replace: [
      instead(scoreFactor, (_, schedule, t) => {
        const [a, s] = [alpha(schedule, t), sigma(schedule, t)];
        const rate = subtract(divide(alphaDot(schedule, t), a), divide(sigmaDot(schedule, t), s));
        return multiply(square(s), rate);
      }),
    ],
  },
  {
    id: 'guidance.factor-as-diffusion',
    formula: 'b = (α̇/α) σ² − σ σ̇;  (γ ∇) b',
    operations: ['guidance.classifier'],
    replace: [
      instead(scoreFactor, (_, schedule, t) => {
        const s = sigma(schedule, t);
        const growth = divide(alphaDot(schedule, t), alpha(schedule, t));
        return subtract(multiply(growth, square(s)), multiply(s, sigmaDot(schedule, t)));
      }),
      instead(classifierGuided, (_, u, gradient, factor, scale) =>
        add(u, multiply(multiply(scale, gradient), factor)),
      ),
    ],
  },
];
