/**
 * The buffers of one evaluation, allocated once for up to `maxRows` rows: what `forward` leaves for `backward`, `jvp`
 * and the divergences, and their scratch. One workspace serves one thread.
 */
import { checkCount } from '../array/float-array.ts';
import type { Mlp } from './mlp.ts';

export interface MlpWorkspace {
  readonly maxRows: number;
  /** Input rows [maxRows, inputs of the first layer]. */
  readonly inputs: Float32Array;
  /** Per hidden layer f(z), [maxRows, width]. */
  readonly activations: readonly Float32Array[];
  /** Per hidden layer f′(z), [maxRows, width]. */
  readonly derivatives: readonly Float32Array[];
  /** Two buffers [maxRows, widest layer] that cotangents and tangents pass through in turn. */
  readonly scratch: readonly [Float32Array, Float32Array];
  /** Tangent and its image, [maxRows, dim], for the divergences. */
  readonly probe: Float32Array;
  readonly response: Float32Array;
}

/** Buffers for up to `maxRows` ≥ 0 rows of the network. */
export function mlpWorkspace(mlp: Mlp, maxRows: number): MlpWorkspace {
  checkCount('maxRows', maxRows);
  const { layers, config } = mlp;
  const hidden = layers.slice(0, -1);
  const widest = layers.reduce((w, { inputs, outputs }) => Math.max(w, inputs, outputs), 0);
  return {
    maxRows,
    inputs: new Float32Array(maxRows * layers[0]!.inputs),
    activations: hidden.map(({ outputs }) => new Float32Array(maxRows * outputs)),
    derivatives: hidden.map(({ outputs }) => new Float32Array(maxRows * outputs)),
    scratch: [new Float32Array(maxRows * widest), new Float32Array(maxRows * widest)],
    probe: new Float32Array(maxRows * config.dim),
    response: new Float32Array(maxRows * config.dim),
  };
}
