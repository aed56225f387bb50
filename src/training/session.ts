/**
 * The memory of a training run and its division into units of work.
 *
 * A batch is cut into tiles of `tileRows` rows, the flat parameters into blocks of 4,096. Tiles and blocks are fixed by
 * the configuration alone; threads only choose who works on which, so they cannot change a bit. Each tile writes its
 * gradient and loss into places of its own; the sum over tiles is a fixed tree (array/reduce-tree.ts).
 *
 * The buffers may lie in shared memory: a {@link SessionSpec} is plain data, and every thread opens it for itself.
 */
import { ArgumentError } from '../errors.ts';
import { fieldFromSpec } from '../fields/index.ts';
import type { VectorField } from '../fields/vector-field.ts';
import { normBlocks } from '../kernels/global-norm.ts';
import { type Allocator, adoptHeap, type HeapHandle, heapHandle, together } from '../kernels/heap.ts';
import { initialise, type Mlp, type MlpWorkspace, mlp } from '../nn/index.ts';
import { workspaceIn } from '../nn/workspace.ts';
import { key, withStream } from '../random/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { type SessionViews, STREAM, sessionViews } from './session-views.ts';
import type { TrainingConfig } from './training-config.ts';
import { checkData, DataReader, type TrainingData } from './training-data.ts';

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

/** Where one thread works on a tile. */
export interface Workplace {
  readonly workspace: MlpWorkspace;
  readonly scratch: TileScratch;
}

/** Everything another thread needs to work on the run: plain data and shared buffers. */
export interface SessionSpec {
  readonly config: TrainingConfig;
  readonly data: TrainingData;
  readonly buffers: SessionBuffers;
  /** One for each thread that is to open the session. */
  readonly workplaces: readonly Workplace[];
  /** [1], how many of them are taken. */
  readonly taken: Int32Array;
  /** The heap of all these buffers, if they lie in one. */
  readonly heap: HeapHandle | null;
}

/** A session as one thread sees it: the shared buffers and a workplace of its own. */
export interface Session extends SessionSpec {
  readonly mlp: Mlp;
  readonly schedule: Schedule;
  readonly workspace: MlpWorkspace;
  readonly reader: DataReader;
  /** The exact marginal field, when the FM loss regresses on it. */
  readonly field: VectorField | undefined;
  readonly scratch: TileScratch;
  readonly views: SessionViews;
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

/** Fresh buffers with initial parameters, all in one heap, for that many threads: visible to all of them when there are several. */
export function createSession(config: TrainingConfig, data: TrainingData, threads: number = 1): SessionSpec {
  checkData(data, config.network.dim, config.network.classes ?? 0);
  const net = mlp(config.network);
  const count = net.parameterCount;
  checkMemory(config, count);
  const { buffers, workplaces, taken } = together(
    (heap) => ({
      buffers: sessionBuffers(heap, config, count),
      workplaces: Array.from({ length: threads }, () => workplace(heap, config, net)),
      taken: heap.int32(1),
    }),
    { shared: threads > 1, threads },
  );
  buffers.parameters.set(initialise(net, key(config.seed, STREAM.parameters)));
  buffers.average.set(buffers.parameters);
  return { config, data, buffers, workplaces, taken, heap: heapHandle(buffers.parameters) };
}

function sessionBuffers(heap: Allocator, config: TrainingConfig, count: number): SessionBuffers {
  return {
    parameters: heap.float32(count),
    average: heap.float32(count),
    first: heap.float32(count),
    second: heap.float32(config.optimizer.kind === 'sgd' ? 0 : count),
    gradients: heap.float32(tileCount(config) * count),
    tileLosses: heap.float64(Math.max(tileCount(config), heldOutTileCount(config))),
    blockSquares: heap.float64(normBlocks(count)),
  };
}

function workplace(heap: Allocator, { tileRows, network }: TrainingConfig, net: Mlp): Workplace {
  const matrix = (): Float32Array => heap.float32(tileRows * network.dim);
  const column = (): Float32Array => heap.float32(tileRows);
  return {
    workspace: workspaceIn(heap, net, tileRows),
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
      uniforms: heap.float64(tileRows),
      labels: heap.int32(tileRows),
    },
  };
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

/** Opens a session for one thread: takes a workplace, builds the network and the schedule. */
export function openSession(spec: SessionSpec): Session {
  const { config, data } = spec;
  const { dim } = config.network;
  adoptHeap(spec.buffers.parameters, spec.heap);
  const net = mlp(config.network);
  const place = spec.workplaces[Atomics.add(spec.taken, 0, 1)];
  // Whoever comes when all are taken, as to look where a run diverged, gets one outside.
  const { workspace, scratch } = place ?? together((heap) => workplace(heap, config, net));
  return {
    ...spec,
    mlp: net,
    schedule: scheduleFromSpec(config.schedule),
    workspace,
    reader: new DataReader(data, dim, withStream(key(config.seed), STREAM.data)),
    field: config.loss === 'fm' ? exactField(config, data) : undefined,
    scratch,
    views: sessionViews(config, spec.buffers, scratch),
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
