/**
 * The buffers of one evaluation, allocated once for up to `maxRows` rows: what `forward` leaves for `backward`, `jvp`
 * and the divergences, and their scratch. They lie in one heap, for the SIMD kernels. One workspace serves one thread.
 */
import { checkCount } from '../array/float-array.ts';
import { type Allocator, together } from '../kernels/heap.ts';
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
  /** Where operands from outside the heap of the workspace are copied to (staging.ts). */
  readonly staging: Staging;
}

export interface Staging {
  /** As the parameters of the network, [P]. */
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  /** [maxRows, dim] */
  readonly rowsIn: Float32Array;
  readonly rowsOut: Float32Array;
}

/** Buffers for up to `maxRows` ≥ 0 rows of the network. */
export function mlpWorkspace(mlp: Mlp, maxRows: number): MlpWorkspace {
  checkCount('maxRows', maxRows);
  return together((heap) => workspaceIn(heap, mlp, maxRows));
}

/** The same within a larger heap. */
export function workspaceIn(heap: Allocator, mlp: Mlp, maxRows: number): MlpWorkspace {
  const { layers, config } = mlp;
  const hidden = layers.slice(0, -1);
  const widest = layers.reduce((w, { inputs, outputs }) => Math.max(w, inputs, outputs), 0);
  return {
    maxRows,
    inputs: heap.float32(maxRows * layers[0]!.inputs),
    activations: hidden.map(({ outputs }) => heap.float32(maxRows * outputs)),
    derivatives: hidden.map(({ outputs }) => heap.float32(maxRows * outputs)),
    scratch: [heap.float32(maxRows * widest), heap.float32(maxRows * widest)],
    probe: heap.float32(maxRows * config.dim),
    response: heap.float32(maxRows * config.dim),
    staging: {
      parameters: heap.float32(mlp.parameterCount),
      gradient: heap.float32(mlp.parameterCount),
      rowsIn: heap.float32(maxRows * config.dim),
      rowsOut: heap.float32(maxRows * config.dim),
    },
  };
}
