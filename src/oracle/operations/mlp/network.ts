/** The network that the mlp operations share: inputs, sizes, conventions. */
import type { Extent, Field, InputField, OpenCase, Setting } from '../../contract.ts';
import { type Activation, activations } from '../../formulas/activations.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { forward, type Layer, layerOf, type Network, type Pass } from '../../formulas/mlp.ts';

/** Sizes of which no two layers agree, so that no matrix is square. */
export const networkSizes: Readonly<Record<string, readonly [number, number]>> = {
  rows: [3, 5],
  dim: [3, 4],
  hidden1: [6, 8],
  hidden2: [6, 8],
};

export const activation: Setting = {
  name: 'activation',
  meaning: 'σ of both hidden layers; gelu is exact, z Φ(z), and softplus is ln(1 + e^z)',
  values: activations,
};

export const layout: readonly string[] = [
  'the features are [x, t]: time is the last column',
  'weights are [outputs, inputs], row-major: y = W a + b for each row',
  'the last layer has no activation',
];

export const network = 'z₁ = W₁[x, t] + b₁,  z₂ = W₂σ(z₁) + b₂,  y = W₃σ(z₂) + b₃';

/** Weights of size about 1/√fan-in keep every layer's values near 1, where neither rounding nor saturation hides a mistake. */
const weight = (name: string, scale: number, outputs: Extent, inputs: Extent): InputField => ({
  name,
  type: 'float',
  shape: [outputs, inputs],
  meaning: `weights of layer ${name.slice(1)}`,
  domain: { kind: 'normal', scale },
});

const bias = (name: string, outputs: Extent): InputField => ({
  name,
  type: 'float',
  shape: [outputs],
  meaning: `bias of layer ${name.slice(1)}`,
  domain: { kind: 'normal', scale: 0.4 },
});

export const parameters: readonly InputField[] = [
  weight('w1', 0.5, 'hidden1', 'dim + 1'),
  bias('b1', 'hidden1'),
  weight('w2', 0.4, 'hidden2', 'hidden1'),
  bias('b2', 'hidden2'),
  weight('w3', 0.4, 'dim', 'hidden2'),
  bias('b3', 'dim'),
];

/** Intermediate results of the forward pass. */
export const passTrace: readonly Field[] = [
  { name: 'z1', type: 'float', shape: ['rows', 'hidden1'], meaning: 'z₁, before the activation' },
  { name: 'h1', type: 'float', shape: ['rows', 'hidden1'], meaning: 'σ(z₁)' },
  { name: 'z2', type: 'float', shape: ['rows', 'hidden2'], meaning: 'z₂, before the activation' },
  { name: 'h2', type: 'float', shape: ['rows', 'hidden2'], meaning: 'σ(z₂)' },
];

export const answerTrace: Field = { name: 'y', type: 'float', shape: ['rows', 'dim'], meaning: 'y' };

export const parameterGradients: readonly Field[] = parameters.map(({ name, shape }) => ({
  name: `d${name}`,
  type: 'float',
  shape,
  meaning: `∂L/∂${name}, laid out as ${name}`,
}));

export function networkOf({ floats, sizes, settings }: OpenCase): Network {
  const { dim, hidden1, hidden2 } = sizes;
  const layer = (n: number, outputs: number, inputs: number): Layer =>
    layerOf(floats[`w${n}`]!, floats[`b${n}`]!, outputs, inputs);
  return {
    activation: settings.activation as Activation,
    layers: [layer(1, hidden1!, dim! + 1), layer(2, hidden2!, hidden1!), layer(3, dim!, hidden2!)],
  };
}

/** The forward pass at the inputs x and t. */
export const passOf = (open: OpenCase): Pass =>
  forward(networkOf(open), rowsOf(open.floats.x!, open.sizes.dim!), open.floats.t!, open.probe);
