/**
 * The memory of a training run and its division into units of work.
 *
 * A batch is cut into tiles of `tileRows` rows, the flat parameters into blocks of 4,096. Tiles and blocks are fixed by
 * the configuration alone; threads only choose who works on which, so they cannot change a bit. Each tile writes its
 * gradient and loss into places of its own; the sum over tiles is a fixed tree (array/reduce-tree.ts).
 *
 * The buffers may lie in shared memory: a {@link SessionSpec} is plain data, and every thread opens it for itself.
 */
import { allocate } from '../array/float-array.ts';
import { ArgumentError } from '../errors.ts';
import { fieldFromSpec } from '../fields/index.ts';
import type { VectorField } from '../fields/vector-field.ts';
import { normBlocks } from '../kernels/global-norm.ts';
import { initialise, type Mlp, type MlpWorkspace, mlp, mlpWorkspace } from '../nn/index.ts';
import { key, withStream } from '../random/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { TrainingConfig } from './training-config.ts';
import { checkData, DataReader, type TrainingData } from './training-data.ts';

/** One stream of random numbers for each purpose, so that no two draws ever share a counter. */
export const STREAM = {
  parameters: 1,
  data: 2,
  noise: 3,
  time: 4,
  dropout: 5,
  heldOutNoise: 6,
  heldOutTime: 7,
} as const;

/** The state that an update changes, and what the phases of a step leave for each other. */
export interface SessionBuffers {
  /** [P] */
  readonly parameters: Float32Array;
  /** Moving average of the parameters, [P]. */
  readonly average: Float32Array;
  /** First and second moment of Adam, or the momentum and nothing, [P] each. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** Gradient of each tile, [tiles, P]; after the reduction, row 0 is the gradient of the batch. */
  readonly gradients: Float32Array;
  /** Sum of the losses of the rows of each tile, of the batch or of the held-out examples. */
  readonly tileLosses: Float64Array;
  /** Sum of squares of each block of the gradient. */
  readonly blockSquares: Float64Array;
}

/** Everything another thread needs to work on the run: plain data and shared buffers. */
export interface SessionSpec {
  readonly config: TrainingConfig;
  readonly data: TrainingData;
  readonly buffers: SessionBuffers;
}

/** A session as one thread sees it: the shared buffers and scratch of its own for one tile. */
export interface Session extends SessionSpec {
  readonly mlp: Mlp;
  readonly schedule: Schedule;
  readonly workspace: MlpWorkspace;
  readonly reader: DataReader;
  /** The exact marginal field, when the FM loss regresses on it. */
  readonly field: VectorField | undefined;
  readonly scratch: TileScratch;
}

/** Buffers of one tile: [tileRows, dim] or [tileRows]. */
export interface TileScratch {
  readonly x0: Float32Array;
  readonly x1: Float32Array;
  readonly xt: Float32Array;
  readonly target: Float32Array;
  readonly prediction: Float32Array;
  readonly gradOut: Float32Array;
  readonly t: Float32Array;
  readonly alpha: Float32Array;
  readonly sigma: Float32Array;
  readonly alphaDot: Float32Array;
  readonly sigmaDot: Float32Array;
  readonly uniforms: Float64Array;
  readonly labels: Int32Array;
}

/** Tiles of a batch. */
export function tileCount(config: TrainingConfig): number {
  return Math.ceil(config.batch / config.tileRows);
}

/** Tiles of the held-out examples. */
export function heldOutTileCount(config: TrainingConfig): number {
  return Math.ceil(config.heldOutExamples / config.tileRows);
}

/** Fresh buffers with initial parameters, in shared memory if threads are to work on them. */
export function createSession(
  config: TrainingConfig,
  data: TrainingData,
  shared: boolean = false,
): SessionSpec {
  checkData(data, config.network.dim, config.network.classes ?? 0);
  const net = mlp(config.network);
  const count = net.parameterCount;
  checkMemory(config, count);
  const floats = (length: number): Float32Array => allocate('float32', length, shared) as Float32Array;
  const doubles = (length: number): Float64Array => allocate('float64', length, shared) as Float64Array;
  const buffers: SessionBuffers = {
    parameters: floats(count),
    average: floats(count),
    first: floats(count),
    second: floats(config.optimizer.kind === 'sgd' ? 0 : count),
    gradients: floats(tileCount(config) * count),
    tileLosses: doubles(Math.max(tileCount(config), heldOutTileCount(config))),
    blockSquares: doubles(normBlocks(count)),
  };
  buffers.parameters.set(initialise(net, key(config.seed, STREAM.parameters)));
  buffers.average.set(buffers.parameters);
  return { config, data, buffers };
}

/** Half of what one typed array may hold: beyond it, allocation fails with an error that says nothing. */
const MOST_GRADIENTS = 1_073_741_824;

function checkMemory(config: TrainingConfig, parameterCount: number): void {
  const values = tileCount(config) * parameterCount;
  if (values <= MOST_GRADIENTS) return;
  throw new ArgumentError({
    argument: 'batch',
    expected: `tiles × parameters <= ${MOST_GRADIENTS}, one gradient for each tile`,
    received: `${tileCount(config)} tiles × ${parameterCount} parameters`,
    wayOut: 'lower batch, or raise tileRows',
  });
}

/** Opens a session for one thread: builds the network and schedule and allocates the scratch. */
export function openSession(spec: SessionSpec): Session {
  const { config, data } = spec;
  const { tileRows } = config;
  const { dim } = config.network;
  const net = mlp(config.network);
  const matrix = (): Float32Array => new Float32Array(tileRows * dim);
  const column = (): Float32Array => new Float32Array(tileRows);
  return {
    ...spec,
    mlp: net,
    schedule: scheduleFromSpec(config.schedule),
    workspace: mlpWorkspace(net, tileRows),
    reader: new DataReader(data, dim, withStream(key(config.seed), STREAM.data)),
    field: config.loss === 'fm' ? exactField(config, data) : undefined,
    scratch: {
      x0: matrix(),
      x1: matrix(),
      xt: matrix(),
      target: matrix(),
      prediction: matrix(),
      gradOut: matrix(),
      t: column(),
      alpha: column(),
      sigma: column(),
      alphaDot: column(),
      sigmaDot: column(),
      uniforms: new Float64Array(tileRows),
      labels: new Int32Array(tileRows),
    },
  };
}

function exactField({ schedule }: TrainingConfig, data: TrainingData): VectorField {
  if (data.kind !== 'target') {
    throw new ArgumentError({
      argument: 'loss',
      expected: "'cfm' for rows of data",
      received: "'fm'",
      wayOut: 'the FM loss needs a target with a closed form; the CFM loss has the same gradient',
    });
  }
  return fieldFromSpec({ kind: 'marginal', schedule, target: data.target });
}
