/**
 * Our own computations, cut up in every way that a user can choose, as trials of determinism. What needs threads is tried in
 * parallel/determinism-trials.ts.
 */
import type { FloatArray } from '../../array/float-array.ts';
import { InterruptedError } from '../../errors.ts';
import { marginalField } from '../../fields/index.ts';
import { backward, forward, initialise, mlp, mlpWorkspace } from '../../nn/index.ts';
import { type Key, key, normalInto, uniformInto } from '../../random/index.ts';
import { condOT } from '../../schedules/index.ts';
import { rk4, solve } from '../../solvers/index.ts';
import { checkerboard, eightGaussians, twoMoons } from '../../targets/index.ts';
import {
  type ExecutorFactory,
  openSession,
  runPhase,
  type TrainingState,
  train,
  trainingConfig,
} from '../../training/index.ts';
import { type Trial, trial } from '../core/trial.ts';
import { determinism, type RunRequest, type RunSubject } from '../determinism/index.ts';
import { eachChunk } from '../determinism/subject.ts';

/** Determinism of everything that draws, solves or learns. */
export function runTrials(): Trial[] {
  const subjects = [
    draws('normal draws', 1, normalInto),
    draws('uniform draws', 1, uniformInto),
    ...[eightGaussians(), checkerboard(), twoMoons()].map((target) =>
      draws(`samples of ${target.name}`, target.dim, (k, first, out) => target.sampleInto(k, first, out)),
    ),
    solvedInTiles,
    evaluatedInTiles,
    trainedInPieces,
    trainedWithInterruptions,
  ];
  return subjects.map((subject) => trial(determinism(subject)));
}

/** Rows first … first + n − 1 of something drawn by (key, row). */
function draws(
  name: string,
  dim: number,
  into: (k: Key, first: number, out: FloatArray) => void,
): RunSubject {
  const rows = 61;
  return {
    name,
    rows,
    run({ seed, chunks }) {
      const out = new Float32Array(rows * dim);
      eachChunk(chunks, (first, count) => {
        // Samplers count rows, draws count elements: the same for one column.
        into(key(seed), first, out.subarray(first * dim, (first + count) * dim));
      });
      return out;
    },
  };
}

const DIM = 2;

const solvedInTiles: RunSubject = {
  name: 'trajectories, tile by tile',
  rows: 11,
  run({ seed, chunks }) {
    const field = marginalField({ schedule: condOT, target: eightGaussians() });
    const x = new Float32Array(this.rows * DIM);
    normalInto(key(seed), 0, x);
    eachChunk(chunks, (first, rows) => {
      const tile = x.subarray(first * DIM, (first + rows) * DIM);
      tile.set(solve(field, tile.slice(), { solver: rk4, steps: 2 }).x);
    });
    return x;
  },
};

const NET = mlp({
  dim: DIM,
  hidden: [24, 24],
  activation: 'silu',
  time: { kind: 'fourier', frequencies: 2 },
});

const evaluatedInTiles: RunSubject = {
  name: 'outputs and input gradients of an MLP, tile by tile',
  rows: 19,
  run({ seed, chunks }) {
    const params = initialise(NET, key(seed));
    const x = new Float32Array(this.rows * DIM);
    const t = new Float32Array(this.rows);
    normalInto(key(seed, 1), 0, x);
    uniformInto(key(seed, 2), 0, t);
    const out = new Float32Array(2 * this.rows * DIM);
    const gradParams = new Float32Array(NET.parameterCount);
    const workspace = mlpWorkspace(NET, this.rows);
    eachChunk(chunks, (first, rows) => {
      const at = first * DIM;
      const tile = x.subarray(at, at + rows * DIM);
      const v = out.subarray(at, at + rows * DIM);
      const gradX = out.subarray(x.length + at, x.length + at + rows * DIM);
      forward(NET, params, rows, tile, t.subarray(first, first + rows), null, workspace, v);
      backward(NET, params, rows, workspace, v, gradParams, gradX);
    });
    return out;
  },
};

const data = { kind: 'target', target: eightGaussians().spec } as const;
const configOf = (seed: number) =>
  trainingConfig({
    seed,
    network: { dim: DIM, hidden: [8], activation: 'gelu', time: { kind: 'input' } },
    steps: 4,
    batch: 44,
    tileRows: 8,
    warmup: 1,
    heldOutExamples: 20,
    heldOutEvery: 3,
  });

const everything = ({ parameters, average, first, second, losses, heldOut }: TrainingState): Float64Array =>
  Float64Array.of(
    ...parameters,
    ...average,
    ...first,
    ...second,
    ...losses,
    ...heldOut.map(({ loss }) => loss),
  );

/** Six tiles of a batch, done by as many workers as there are chunks, the last one first. */
const trainedInPieces: RunSubject = {
  name: 'training, the tiles of a batch in any order',
  rows: 6,
  async run({ seed, chunks }) {
    const open: ExecutorFactory['open'] = (spec) => {
      const workers = chunks.map(() => openSession(spec));
      return {
        async run(phase): Promise<void> {
          for (let w = workers.length - 1; w >= 0; w--) runPhase(workers[w]!, phase, w, workers.length);
        },
        async close(): Promise<void> {},
      };
    };
    return everything(
      await train({ config: configOf(seed), data, executor: { threads: chunks.length, open } }),
    );
  },
};

const trainedWithInterruptions: RunSubject = {
  name: 'training, interrupted and resumed',
  rows: 4,
  async run({ seed, chunks }: RunRequest) {
    let state: TrainingState | null = null;
    let until = 0;
    for (const steps of chunks) {
      until += steps;
      state = await trainUntil(until, seed, state);
    }
    return everything(state!);
  },
};

async function trainUntil(until: number, seed: number, resume: TrainingState | null): Promise<TrainingState> {
  const controller = new AbortController();
  let last: TrainingState | null = null;
  try {
    return await train({
      config: configOf(seed),
      data,
      ...(resume && { resume }),
      signal: controller.signal,
      onStep: ({ step }) => {
        if (step === until) controller.abort();
      },
      onCheckpoint: (state) => {
        last = state;
      },
    });
  } catch (error) {
    if (!(error instanceof InterruptedError) || last === null) throw error;
    return last;
  }
}
