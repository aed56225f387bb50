import { add, divide, exact, multiply, negate, subtract, sum } from '../arithmetic/tracked.ts';
import { instead, type Replacement } from '../formula.ts';
import { activate, slope } from '../formulas/activations.ts';
import { rowsOf } from '../formulas/losses.ts';
import {
  affine,
  backMatrix,
  features,
  featureTangent,
  layOut,
  output,
  pointPart,
  pushForward,
  readMatrix,
  throughOutput,
  transposed,
} from '../formulas/mlp.ts';
import {
  biasGradient,
  jacobianColumns,
  jacobianVector,
  layerInput,
  pullFeatures,
  pullPoint,
  pushColumns,
  pushPoint,
  trace,
  vectorJacobian,
  weightGradient,
} from '../formulas/mlp-derivatives.ts';
import type { Mistake } from './mistake.ts';

const gradients = ['mlp.gradient', 'mlp.cfm-gradient'];
const all = ['mlp.forward', 'mlp.vjp', 'mlp.jvp', 'mlp.divergence', ...gradients];

/** What one mode of differentiation gets wrong is not seen in the other, so the mode is fixed. */
const inReverse: Replacement = instead(vectorJacobian, (_right, ...args) => pullPoint(...args));
const inForward: readonly Replacement[] = [
  instead(jacobianVector, (_right, ...args) => pushPoint(...args)),
  instead(jacobianColumns, (_right, ...args) => pushColumns(...args)),
];

export const mlpMistakes: readonly Mistake[] = [
  {
    id: 'mlp.weights-transposed',
    title: 'weights are read as [inputs, outputs]',
    right: 'zᵢ = Σⱼ w[i · inputs + j] aⱼ',
    wrong: 'zᵢ = Σⱼ w[j · outputs + i] aⱼ',
    looksLike:
      'a network trained from scratch works, as any layout does; weights from elsewhere give noise; for a square matrix the transposed product',
    operations: all,
    replace: [
      instead(readMatrix, (_right, elements, outputs) => transposed(rowsOf(elements, outputs))),
      instead(layOut, (right, matrix) => right(transposed(matrix))),
    ],
  },
  {
    id: 'mlp.weight-gradient-transposed',
    title: 'the gradient of the weights is laid out as [inputs, outputs]',
    right: '∂L/∂W = Σ δ aᵀ',
    wrong: '∂L/∂W = Σ a δᵀ, laid out as such',
    looksLike:
      'the right numbers in the wrong places: the loss does not fall though the norm of the gradient is right; unseen for layers of one unit',
    operations: gradients,
    replace: [instead(layOut, (right, matrix) => right(transposed(matrix)))],
  },
  {
    id: 'mlp.backprop-untransposed',
    title: 'cotangents are carried back by the weights read as [inputs, outputs]',
    right: '(Wᵀδ)ⱼ = Σᵢ w[i · inputs + j] δᵢ',
    wrong: '(Wᵀδ)ⱼ = Σᵢ w[j · outputs + i] δᵢ',
    looksLike:
      'the last layer learns rightly and the others do not; the loss falls as of a network with random features',
    operations: ['mlp.vjp', ...gradients],
    replace: [instead(backMatrix, (_right, matrix) => rowsOf(matrix.flat(), matrix.length)), inReverse],
  },
  {
    id: 'mlp.time-not-fed',
    title: 'the network is fed 0 instead of the time',
    right: 'f = [x, t]',
    wrong: 'f = [x, 0]',
    looksLike:
      'right at t = 0; a field that does not move: it learns the mean over all times, and samples are blurred',
    operations: all,
    replace: [instead(features, (_right, x) => [...x, exact(0)])],
  },
  {
    id: 'mlp.time-first',
    title: 'time is the first column of the features',
    right: 'f = [x, t]',
    wrong: 'f = [t, x]',
    looksLike: 'a network trained from scratch works; weights from elsewhere do not, though all shapes fit',
    operations: all,
    replace: [
      instead(features, (_right, x, t) => [t, ...x]),
      instead(featureTangent, (_right, tangent) => [exact(0), ...tangent]),
      instead(pointPart, (_right, cotangent) => cotangent.slice(1)),
    ],
  },
  {
    id: 'mlp.time-reversed',
    title: 'the network is fed 1 − t',
    right: 'f = [x, t]',
    wrong: 'f = [x, 1 − t]',
    looksLike:
      'right at t = ½; trained and sampled alike it works, and any field of another convention fails: early times get late velocities',
    operations: all,
    replace: [instead(features, (_right, x, t) => [...x, subtract(exact(1), t)])],
  },
  {
    id: 'mlp.time-in-thousands',
    title: 'the network is fed steps of a thousand instead of the time',
    right: 'f = [x, t]',
    wrong: 'f = [x, 1000 t]',
    looksLike: 'hidden units saturate or explode; a field that depends on time wildly, right only at t = 0',
    operations: all,
    replace: [instead(features, (_right, x, t) => [...x, multiply(exact(1000), t)])],
  },
  {
    id: 'mlp.bias-missing',
    title: 'the bias is not added',
    right: 'z = W a + b',
    wrong: 'z = W a',
    looksLike: 'right while the biases are still 0, as they start, and further off the longer it trains',
    operations: all,
    replace: [instead(affine, (_right, layer, a) => pushForward(layer, a))],
  },
  {
    id: 'mlp.output-activated',
    title: 'the last layer has the activation too',
    right: 'y = z₃',
    wrong: 'y = σ(z₃)',
    looksLike:
      'velocities of one sign only, or never above 1: the loss stays high and samples stay near the noise',
    operations: all,
    replace: [
      instead(output, (_right, kind, z) => activate(kind, z)),
      instead(throughOutput, (_right, kind, z, c) => multiply(slope(kind, z), c)),
    ],
  },
  {
    id: 'mlp.gradient-averaged-twice',
    title: 'gradients of parameters are averaged over rows once more',
    right: '∂L/∂W = Σᵣ δᵣ aᵣᵀ, δ with the 1/rows of the loss',
    wrong: '∂L/∂W = 1/rows · Σᵣ δᵣ aᵣᵀ',
    looksLike:
      'every gradient too small by the number of rows: training is slower with larger batches; unseen under Adam, and for one row',
    operations: gradients,
    replace: [
      instead(weightGradient, (right, deltas, inputs) =>
        right(deltas, inputs).map((row) => row.map((g) => divide(g, exact(deltas.length)))),
      ),
      instead(biasGradient, (right, deltas) => right(deltas).map((g) => divide(g, exact(deltas.length)))),
    ],
  },
  {
    id: 'mlp.bias-gradient-averaged',
    title: 'the gradient of the bias is a mean over rows, not their sum',
    right: '∂L/∂b = Σᵣ δᵣ',
    wrong: '∂L/∂b = 1/rows · Σᵣ δᵣ',
    looksLike: 'weights learn rightly and biases too slowly; unseen for one row, and in most curves',
    operations: gradients,
    replace: [
      instead(biasGradient, (right, deltas) => right(deltas).map((g) => divide(g, exact(deltas.length)))),
    ],
  },
  {
    id: 'mlp.gradient-of-last-row',
    title: 'gradients are overwritten row by row, not accumulated',
    right: '∂L/∂W = Σᵣ δᵣ aᵣᵀ',
    wrong: '∂L/∂W = δ aᵀ of the last row',
    looksLike: 'training as noisy as with one row, at a smaller rate; unseen for one row',
    operations: gradients,
    replace: [
      instead(weightGradient, (right, deltas, inputs) => right(deltas.slice(-1), inputs.slice(-1))),
      instead(biasGradient, (right, deltas) => right(deltas.slice(-1))),
    ],
  },
  {
    id: 'mlp.gradient-from-preactivations',
    title: "weight gradients take the previous layer's z instead of its h = σ(z)",
    right: '∂L/∂Wₗ = Σ δₗ hₗ₋₁ᵀ',
    wrong: '∂L/∂Wₗ = Σ δₗ zₗ₋₁ᵀ',
    looksLike:
      'first weights and all biases learn rightly, the others in a direction near the right one: training goes on and ends too high',
    operations: gradients,
    replace: [instead(layerInput, (right, pass, layer) => [right(pass, 0), pass.z1, pass.z2][layer]!)],
  },
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
