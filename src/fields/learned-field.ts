/**
 * A trained network as a vector field, with its divergence and classifier-free guidance.
 *
 * Guidance (Ho & Salimans 2021, in the convention of Zheng et al. 2023): v = v(t, x | ∅) + w·(v(t, x | c) − v(t, x | ∅)),
 * so w = 0 ignores the class, w = 1 is the plain conditional field, w > 1 exaggerates. (Ho & Salimans call w − 1 w.)
 *
 * The network runs in float32: float64 batches are rounded on the way in. Rows go through a fixed workspace in chunks;
 * each row's result is the same, to the bit, alone or in any batch.
 */
import { checkCount, checkLength, checkNumber, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError } from '../errors.ts';
import { together } from '../kernels/heap.ts';
import { divergence, forward, forwardOnly, type Mlp, type MlpWorkspace } from '../nn/index.ts';
import { workspaceIn } from '../nn/workspace.ts';
import type { VectorField } from './vector-field.ts';

export interface LearnedFieldOptions {
  readonly mlp: Mlp;
  /** Copied: later changes do not show. */
  readonly params: Float32Array;
  /** Class in [0, classes), or −1 for none. Default −1. */
  readonly label?: number;
  /** Scale w of classifier-free guidance; needs a label. Default 1. */
  readonly guidance?: number;
}

export interface LearnedField extends VectorField {
  /** Writes div v(t, x) of each row to out [rows]. */
  readonly divergence: (t: number, x: FloatArray, out: FloatArray) => void;
}

/** Rows per pass through the network: its activations then stay in the second-level cache. Changes no bit. */
const CHUNK_ROWS = 128;

type Evaluation = (rows: number, result: Float32Array) => void;

/**
 * The field of a network. Not for two threads at once: it owns a workspace.
 *
 * ```ts
 * import { initialise, key, learnedField, mlp } from 'flowproof';
 * const net = mlp({ dim: 2, hidden: [16], activation: 'silu', time: { kind: 'input' } });
 * const field = learnedField({ mlp: net, params: initialise(net, key(1)) });
 * const velocity = new Float32Array(2);
 * field.velocity(0.5, Float32Array.of(1, -1), velocity);
 * ```
 */
export function learnedField({ mlp, params, label = -1, guidance = 1 }: LearnedFieldOptions): LearnedField {
  const { dim, classes = 0 } = mlp.config;
  checkCount('label', label, -1, classes - 1);
  checkNumber('guidance', guidance);
  if (guidance !== 1 && label === -1) {
    throw new ArgumentError({
      argument: 'guidance',
      expected: '1, because there is no label to be guided by',
      received: String(guidance),
      wayOut: 'give a label, or leave guidance out',
    });
  }
  checkLength('params', params, mlp.parameterCount);
  const w = Math.fround(guidance);
  const buffers = chunkBuffers(mlp);
  const { workspace, parameters, points, times, velocities } = buffers;
  parameters.set(params);
  const nullLabels = new Int32Array(CHUNK_ROWS).fill(-1);
  const labels = new Int32Array(CHUNK_ROWS).fill(label);

  const velocityOf =
    (classLabels: Int32Array): Evaluation =>
    (rows, result) =>
      forwardOnly(mlp, parameters, rows, points, times, classLabels, workspace, result);
  const divergenceOf =
    (classLabels: Int32Array): Evaluation =>
    (rows, result) => {
      forward(mlp, parameters, rows, points, times, classLabels, workspace, velocities);
      divergence(mlp, parameters, rows, workspace, result);
    };
  const guided = (evaluate: (classLabels: Int32Array) => Evaluation, width: number): Evaluation => {
    if (guidance === 1) return evaluate(labels);
    if (guidance === 0) return evaluate(nullLabels);
    return extrapolate(w, evaluate(nullLabels), evaluate(labels), width, buffers.conditional);
  };
  const velocity = guided(velocityOf, dim);
  const trace = guided(divergenceOf, 1);

  return {
    dim,
    velocity: (t, x, out) => {
      checkLength('out', out, x.length);
      inChunks(t, x, dim, buffers, dim, velocity, out);
    },
    divergence: (t, x, out) => {
      checkLength('out', out, rowsOf('x', x, dim));
      inChunks(t, x, dim, buffers, 1, trace, out);
    },
  };
}

interface ChunkBuffers {
  readonly workspace: MlpWorkspace;
  readonly parameters: Float32Array;
  readonly points: Float32Array;
  readonly times: Float32Array;
  readonly velocities: Float32Array;
  readonly result: Float32Array;
  readonly conditional: Float32Array;
}

function chunkBuffers(mlp: Mlp): ChunkBuffers {
  const size = CHUNK_ROWS * mlp.config.dim;
  return together((heap) => ({
    workspace: workspaceIn(heap, mlp, CHUNK_ROWS),
    parameters: heap.float32(mlp.parameterCount),
    points: heap.float32(size),
    times: heap.float32(CHUNK_ROWS),
    velocities: heap.float32(size),
    result: heap.float32(size),
    conditional: heap.float32(size),
  }));
}

/** a + w(b − a) in float32, for a the field without class and b the field with it. */
function extrapolate(
  w: number,
  a: Evaluation,
  b: Evaluation,
  width: number,
  scratch: Float32Array,
): Evaluation {
  return (rows, result) => {
    a(rows, result);
    b(rows, scratch);
    for (let i = 0; i < rows * width; i++) {
      result[i] = Math.fround(result[i]! + Math.fround(w * Math.fround(scratch[i]! - result[i]!)));
    }
  };
}

function inChunks(
  t: number,
  x: FloatArray,
  dim: number,
  { points, times, result }: ChunkBuffers,
  width: number,
  evaluate: Evaluation,
  out: FloatArray,
): void {
  const rows = rowsOf('x', x, dim);
  checkNumber('t', t);
  times.fill(t);
  for (let first = 0; first < rows; first += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - first);
    for (let i = 0; i < count * dim; i++) points[i] = x[first * dim + i]!;
    evaluate(count, result);
    for (let i = 0; i < count * width; i++) out[first * width + i] = result[i]!;
  }
}
