/** Mistakes in densities of flows. */
import { divide, dot, exact, multiply, negate, square, sum } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  carry,
  changeOfVariables,
  normalConstant,
  probeMean,
  pullBack,
  quadraticForm,
} from '../formulas/densities.ts';
import { divergence, jacobian, rowOf, velocity } from '../formulas/polynomial-field.ts';
import { walk } from '../formulas/solvers.ts';
import type { Mistake } from './mistake.ts';

const likelihood = ['density.log-likelihood'];
const estimate = ['density.hutchinson'];

export const densityMistakes: readonly Mistake[] = [
  {
    id: 'density.log-det-sign',
    title: 'the integral of the divergence is added',
    right: 'log p₁ = log p₀(x₀) − ∫ div v dt',
    wrong: 'log p₁ = log p₀(x₀) + ∫ div v dt',
    looksLike: 'dense regions come out thin; right for fields without divergence',
    operations: likelihood,
    replace: [instead(changeOfVariables, (right, x0, integral, x1) => right(x0, negate(integral), x1))],
  },
  {
    id: 'density.log-det-missing',
    title: 'the change of volume is forgotten',
    right: 'log p₁ = log p₀(x₀) − ∫ div v dt',
    wrong: 'log p₁ = log p₀(x₀)',
    looksLike: 'does not integrate to 1; right for fields without divergence',
    operations: likelihood,
    replace: [instead(changeOfVariables, (right, x0, _, x1) => right(x0, exact(0), x1))],
  },
  {
    id: 'density.source-missing',
    title: 'the density of the source is forgotten',
    right: 'log p₁ = log p₀(x₀) − ∫ div v dt',
    wrong: 'log p₁ = −∫ div v dt',
    looksLike: 'far too large away from the centre; looks fine as a training curve',
    operations: likelihood,
    replace: [instead(changeOfVariables, (_, __, integral) => negate(integral))],
  },
  {
    id: 'density.source-at-data',
    title: 'the source’s density is taken at the data',
    right: 'log p₁ = log p₀(x₀) − ∫ div v dt',
    wrong: 'log p₁ = log p₀(x₁) − ∫ div v dt',
    looksLike: 'right where the flow does not move; the solver’s result is never used',
    operations: likelihood,
    replace: [instead(changeOfVariables, (right, _, integral, x1) => right(x1, integral, x1))],
  },
  {
    id: 'density.normal-constant-missing',
    title: 'the constant of the normal density is dropped',
    right: 'log p₀(x) = −½|x|² − (d/2) ln 2π',
    wrong: 'log p₀(x) = −½|x|²',
    looksLike: 'larger by 0.919 for each dimension, the same for all points',
    operations: likelihood,
    replace: [instead(normalConstant, () => exact(0))],
  },
  {
    id: 'density.jacobian-summed',
    title: 'the divergence is the sum of all entries of the Jacobian',
    right: 'div v = Σᵢ ∂vᵢ/∂xᵢ',
    wrong: 'Σᵢⱼ ∂vᵢ/∂xⱼ: the gradient of v.sum(), summed',
    looksLike: 'right in one dimension and for diagonal Jacobians',
    operations: likelihood,
    replace: [instead(divergence, (_, A, B, x) => sum(jacobian(A, B, x)))],
  },
  {
    id: 'density.integrated-forwards',
    title: 'the data is carried forwards instead of back',
    right: 'dxₜ/dt = v from t = 1 to t = 0',
    wrong: 'dxₜ/dt = v from t = 0 to t = 1, started at the data',
    looksLike: 'data spreads out instead of becoming noise: likelihoods are far too small',
    operations: likelihood,
    replace: [
      instead(pullBack, (_, field, x1, steps) => {
        const { x, integral } = carry(field, x1, steps, [0, 1]);
        return { x0: x, integral };
      }),
    ],
  },
  {
    id: 'density.log-det-by-rectangles',
    title: 'the divergence is summed at the start of each step while the points take rk4',
    right: 'x and ∫ div v dt are one state of the solver',
    wrong: '∫ div v dt ≈ Σₙ h div v(tₙ, xₙ)',
    looksLike: 'points to full order, likelihoods of order 1',
    operations: likelihood,
    replace: [
      instead(pullBack, (right, field, x1, steps) => {
        const states = walk('rk4', (t, x) => velocity(field, t, x), x1, [exact(1), exact(0)], steps);
        const terms = states.slice(0, -1).map((x) => divergence(field.A, field.B, x));
        return { x0: right(field, x1, steps).x0, integral: divide(sum(terms), exact(steps)) };
      }),
    ],
  },
  {
    id: 'density.hutchinson-sum',
    title: 'the estimates of the probes are added up',
    right: '(1/K) Σₖ εₖᵀ J εₖ',
    wrong: 'Σₖ εₖᵀ J εₖ',
    looksLike: 'K times too large; right with one probe',
    operations: estimate,
    replace: [instead(probeMean, (_, estimates) => sum(estimates))],
  },
  {
    id: 'density.hutchinson-unit-probes',
    title: 'probes are scaled to length 1',
    right: 'εᵀ J ε,  E[ε εᵀ] = I',
    wrong: 'εᵀ J ε/|ε|²,  E[ε εᵀ] = I/d',
    looksLike: 'biased: 1/d of the divergence in the mean; right in one dimension',
    operations: estimate,
    replace: [
      instead(quadraticForm, (right, J, k, all) => divide(right(J, k, all), sum(all[k]!.map(square)))),
    ],
  },
  {
    id: 'density.hutchinson-two-draws',
    title: 'the probe is drawn again for the product from the left',
    right: 'εₖᵀ J εₖ',
    wrong: 'εₖ₊₁ᵀ J εₖ',
    looksLike: 'zero in the mean: likelihoods without their change of volume, and noisy',
    operations: estimate,
    replace: [
      instead(quadraticForm, (_, J, k, all) => {
        const other = all[(k + 1) % all.length]!;
        return dot(
          other,
          other.map((__, i) => dot(rowOf(J, i, other.length), all[k]!)),
        );
      }),
    ],
  },
  {
    id: 'density.hutchinson-mean-over-dims',
    title: 'the product is averaged over dimensions',
    right: 'Σᵢ εᵢ (J ε)ᵢ',
    wrong: '(1/d) Σᵢ εᵢ (J ε)ᵢ',
    looksLike: 'd times too small',
    operations: estimate,
    replace: [instead(quadraticForm, (right, J, k, all) => divide(right(J, k, all), exact(all[k]!.length)))],
  },
  {
    id: 'density.hutchinson-ones',
    title: 'the probe multiplies the gradient of the summed field, element by element',
    right: 'εᵀ J ε = Σᵢⱼ εᵢ Jᵢⱼ εⱼ',
    wrong: 'Σᵢⱼ Jᵢⱼ εⱼ²: the product Jᵀ1 instead of Jᵀε',
    looksLike: 'the sum of all entries of the Jacobian in the mean; right in one dimension',
    operations: estimate,
    replace: [
      instead(quadraticForm, (_, J, k, all) =>
        sum(J.map((entry, i) => multiply(entry, square(all[k]![i % all[k]!.length]!)))),
      ),
    ],
  },
];
