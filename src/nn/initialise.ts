/**
 * Initial parameters: zero biases, weights of mean 0 and variance s² by the fans of the layer.
 *
 * | scheme | variance            | source                         | default for        |
 * |--------|---------------------|--------------------------------|--------------------|
 * | lecun  | 1/inputs            | Klambauer et al. 2017, §3      | selu, output layer |
 * | glorot | 2/(inputs+outputs)  | Glorot & Bengio 2010, eq. 12   | tanh, softplus     |
 * | he     | 2/inputs            | He et al. 2015, eq. 10         | relu, silu, gelu   |
 *
 * The output layer is linear, so by default it takes `lecun`, or zeros. Weight number i of layer l is draw i of
 * fold(key, l), scaled in float64 and rounded once: it depends on (key, l, i) and the fans alone.
 */
import { ArgumentError, show } from '../errors.ts';
import { fold, type Key, normalInto, uniformInto } from '../random/index.ts';
import type { ActivationName, Mlp, MlpLayer } from './mlp.ts';

export type InitialisationScheme = 'lecun' | 'glorot' | 'he';

export interface InitialisationOptions {
  /** Variance of the hidden weights. Default by the activation, see the table. */
  readonly scheme?: InitialisationScheme;
  /** Default 'normal'; 'uniform' draws on ±√3·s. */
  readonly distribution?: 'normal' | 'uniform';
  /** True starts with v ≡ 0. Default false. */
  readonly zeroOutput?: boolean;
}

const variances: Readonly<Record<InitialisationScheme, (layer: MlpLayer) => number>> = {
  lecun: ({ inputs }) => 1 / inputs,
  glorot: ({ inputs, outputs }) => 2 / (inputs + outputs),
  he: ({ inputs }) => 2 / inputs,
};

const defaultSchemes: Readonly<Record<ActivationName, InitialisationScheme>> = {
  tanh: 'glorot',
  relu: 'he',
  silu: 'he',
  gelu: 'he',
  selu: 'lecun',
  softplus: 'glorot',
};

/**
 * A fresh parameter buffer for the network.
 *
 * ```ts
 * import { initialise, key, mlp } from 'flowproof';
 * const net = mlp({ dim: 2, hidden: [64], activation: 'selu', time: { kind: 'input' } });
 * const params = initialise(net, key(7), { zeroOutput: true });
 * ```
 */
export function initialise(mlp: Mlp, key: Key, options: InitialisationOptions = {}): Float32Array {
  const {
    scheme = defaultSchemes[mlp.config.activation],
    distribution = 'normal',
    zeroOutput = false,
  } = options;
  checkChoice('scheme', scheme, Object.keys(variances));
  checkChoice('distribution', distribution, ['normal', 'uniform']);
  const params = new Float32Array(mlp.parameterCount);
  mlp.layers.forEach((layer, l) => {
    const output = l === mlp.layers.length - 1;
    if (output && zeroOutput) return;
    const deviation = Math.sqrt(variances[output ? 'lecun' : scheme](layer));
    const draws = new Float64Array(layer.inputs * layer.outputs);
    if (distribution === 'normal') {
      normalInto(fold(key, l), 0, draws);
      for (let i = 0; i < draws.length; i++) params[layer.weight + i] = deviation * draws[i]!;
    } else {
      const limit = Math.sqrt(3) * deviation;
      uniformInto(fold(key, l), 0, draws);
      for (let i = 0; i < draws.length; i++) params[layer.weight + i] = limit * (2 * draws[i]! - 1);
    }
  });
  return params;
}

function checkChoice(argument: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw new ArgumentError({ argument, expected: `one of ${choices.join(', ')}`, received: show(value) });
  }
}
