/** Mistakes in products with the network's Jacobian and in its trace. */
import { add, divide, exact, negate, sum } from '../arithmetic/tracked.ts';
import { instead, type Replacement } from '../formula.ts';
import { featureTangent, pushForward } from '../formulas/mlp.ts';
import {
  jacobianColumns,
  jacobianVector,
  pullFeatures,
  pullPoint,
  pushColumns,
  pushPoint,
  trace,
  vectorJacobian,
} from '../formulas/mlp-derivatives.ts';
import type { Mistake } from './mistake.ts';

/** What one mode of differentiation gets wrong is not seen in the other, so the mode is fixed. */
const inForward: readonly Replacement[] = [
  instead(jacobianVector, (_right, ...args) => pushPoint(...args)),
  instead(jacobianColumns, (_right, ...args) => pushColumns(...args)),
];

export const jacobianMistakes: readonly Mistake[] = [
  {
    id: 'mlp.tangent-with-bias',
    title: 'the bias is added to tangents too',
    right: 'ż = W ȧ',
    wrong: 'ż = W ȧ + b',
    looksLike:
      'a derivative that does not vanish with its tangent and is not linear in it; right while the biases are 0',
    operations: ['mlp.jvp', 'mlp.divergence'],
    replace: [
      instead(pushForward, (right, layer, tangent) =>
        right(layer, tangent).map((z, i) => add(z, layer.bias[i]!)),
      ),
      ...inForward,
    ],
  },
  {
    id: 'mlp.tangent-of-time',
    title: 'time moves along with x: its column is counted',
    right: 'ḟ = [ẋ, 0]; div v = Σᵢ ∂yᵢ/∂xᵢ',
    wrong: 'ḟ = [ẋ, 1]; Σᵢ (∂yᵢ/∂xᵢ + ∂yᵢ/∂t)',
    looksLike:
      'the total derivative in the place of the partial one: ∂y/∂t is added to every product, and to every term of the divergence; unseen for a field that does not depend on time',
    operations: ['mlp.jvp', 'mlp.divergence'],
    replace: [instead(featureTangent, (_right, tangent) => [...tangent, exact(1)]), ...inForward],
  },
  {
    id: 'mlp.vjp-is-jvp',
    title: 'the cotangent is used as a tangent',
    right: 'dx = Jᵀ c',
    wrong: 'dx = J c',
    looksLike:
      'right for fields that are gradients, as their J is symmetric; adjoints and guidance by classifiers go astray',
    operations: ['mlp.vjp'],
    replace: [instead(vectorJacobian, (_right, pass, r, cotangent) => pushPoint(pass, r, cotangent))],
  },
  {
    id: 'mlp.jvp-is-vjp',
    title: 'the tangent is used as a cotangent',
    right: 'dy = J ẋ',
    wrong: 'dy = Jᵀ ẋ',
    looksLike:
      "right for fields that are gradients, as their J is symmetric, and in Hutchinson's estimate of the trace; sensitivities go astray",
    operations: ['mlp.jvp'],
    replace: [instead(jacobianVector, (_right, pass, r, tangent) => pullPoint(pass, r, tangent))],
  },
  {
    id: 'mlp.vjp-of-wrong-columns',
    title: 'the cotangent of time is kept and that of the first coordinate dropped',
    right: 'dx = columns 1 … dim of Jᵀc in [x, t]',
    wrong: 'dx = columns 2 … dim + 1',
    looksLike: 'every element one place off, the last one a derivative in time',
    operations: ['mlp.vjp'],
    replace: [
      instead(vectorJacobian, (_right, pass, r, cotangent) => pullFeatures(pass, r, cotangent).slice(1)),
    ],
  },
  {
    id: 'mlp.divergence-of-whole-jacobian',
    title: 'all of the Jacobian is summed, not its diagonal',
    right: 'div v = Σᵢ ∂yᵢ/∂xᵢ',
    wrong: 'Σᵢⱼ ∂yᵢ/∂xⱼ, as of the gradient of Σᵢ yᵢ',
    looksLike:
      'right for one dimension and for fields that act on each coordinate alone; log-densities are off by as much as coordinates interact, and integrate to something else than 1',
    operations: ['mlp.divergence'],
    replace: [instead(trace, (_right, columns) => sum(columns.flat()))],
  },
  {
    id: 'mlp.divergence-averaged',
    title: 'the mean over the diagonal instead of its sum',
    right: 'div v = Σᵢ ∂yᵢ/∂xᵢ',
    wrong: '1/dim · Σᵢ ∂yᵢ/∂xᵢ',
    looksLike: 'too small by exactly 1/dim: log-densities in units per dimension; unseen in one dimension',
    operations: ['mlp.divergence'],
    replace: [instead(trace, (right, columns) => divide(right(columns), exact(columns.length)))],
  },
  {
    id: 'mlp.divergence-negated',
    title: 'the rate of log-density in the place of the divergence',
    right: 'div v = Σᵢ ∂yᵢ/∂xᵢ',
    wrong: '−Σᵢ ∂yᵢ/∂xᵢ',
    looksLike: 'where the sign is put in again later, densities grow where they should fall',
    operations: ['mlp.divergence'],
    replace: [instead(trace, (right, columns) => negate(right(columns)))],
  },
];
