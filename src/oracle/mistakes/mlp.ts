/** Mistakes of the network: what it is fed, its layers, the gradients of its parameters. */
import { divide, exact, multiply, subtract } from '../arithmetic/tracked.ts';
import { instead, type Replacement } from '../formula.ts';
import { activate, slope } from '../formulas/activations.ts';
import { rowsOf } from '../formulas/batch.ts';
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
  rowTime,
  throughOutput,
  transposed,
} from '../formulas/mlp.ts';
import {
  biasGradient,
  layerInput,
  pullPoint,
  vectorJacobian,
  weightGradient,
} from '../formulas/mlp-derivatives.ts';
import type { Mistake } from './mistake.ts';

const gradients = ['mlp.gradient', 'mlp.cfm-gradient'];
const all = ['mlp.forward', 'mlp.vjp', 'mlp.jvp', 'mlp.divergence', ...gradients];

/** What one mode of differentiation gets wrong is not seen in the other, so the mode is fixed. */
const inReverse: Replacement = instead(vectorJacobian, (_right, ...args) => pullPoint(...args));

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
    id: 'mlp.time-of-first-row',
    title: 'all rows are fed the time of the first one',
    right: 'f = [xᵣ, tᵣ]',
    wrong: 'f = [xᵣ, t₁]',
    looksLike:
      'sampling, where all rows have one time, is right; training, where they have not, sees times that are not theirs and learns the mean over all times; unseen for one row',
    operations: all,
    replace: [instead(rowTime, (right, t) => right(t, 0))],
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
];
