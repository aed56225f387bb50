/** Sampling from a model: noise at t = 0 carried to t = 1, rows spread over the threads. */
import { show, UsageError } from '../errors.ts';
import { destandardise } from '../io/index.ts';
import { type LearnedFieldSpec, solveParallel, type WorkerPool } from '../parallel/index.ts';
import { key, normalInto } from '../random/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import { euler, heun, rk4, type Tableau } from '../solvers/index.ts';
import type { SampleSpace } from './learning-source.ts';
import type { Model } from './model-file.ts';

export const solvers: Readonly<Record<string, Tableau>> = { euler, heun, rk4 };

export interface SampleRequest {
  readonly count: number;
  readonly solver: Tableau;
  readonly steps: number;
  readonly seed: number;
  /** Name or number of a class. */
  readonly label?: string;
  readonly guidance?: number;
  readonly signal?: AbortSignal;
}

export interface Samples {
  /** [count, dim], standardised. */
  readonly z: Float32Array;
  readonly nfe: number;
}

// A stream of its own: samples of a run must not start from the noise that it was trained on.
const SAMPLE_STREAM = 100;

/** The noise that samples start from, N(0, σ₀² I), rows `0` … `count − 1`: row i does not depend on how many there are. */
export function startingNoise(model: Model, count: number, seed: number): Float32Array {
  const { network, schedule } = model.state.config;
  const x0 = new Float32Array(count * network.dim);
  normalInto(key(seed, SAMPLE_STREAM), 0, x0);
  const spread = scheduleFromSpec(schedule).sigma(0);
  if (spread !== 1) for (let i = 0; i < x0.length; i++) x0[i]! *= spread;
  return x0;
}

/** The field of a model as plain data, its averaged parameters in shared memory. */
export function modelField(model: Model, label: number = -1, guidance: number = 1): LearnedFieldSpec {
  const { config, average } = model.state;
  const params = new Float32Array(new SharedArrayBuffer(average.byteLength));
  params.set(average);
  return { kind: 'learned', config: config.network, params, label, guidance };
}

/** Draws samples in standardised units; the same request gives the same bits for any number of threads. */
export async function sampleModel(pool: WorkerPool, model: Model, request: SampleRequest): Promise<Samples> {
  const { solver, steps, count, seed, guidance, signal } = request;
  const label = classNumber(model, request.label);
  if (guidance !== undefined && label === -1) {
    throw new UsageError({
      argument: '--guidance',
      expected: 'a class to be guided to',
      received: 'none',
      wayOut: 'add --label',
    });
  }
  if (label === -1) checkUnconditional(model, '--label', 'a class', 'none', 'or give --label');
  else if (guidance !== undefined && guidance !== 1) {
    checkUnconditional(model, '--guidance', '1', String(guidance), 'or leave --guidance out');
  }
  const { dim } = model.state.config.network;
  const { x, nfe } = await solveParallel(
    pool,
    modelField(model, label, guidance),
    startingNoise(model, count, seed),
    {
      solver,
      steps,
      dim,
      ...(signal && { signal }),
    },
  );
  return { z: x, nfe };
}

/** The rows in the units of the data. */
export function inDataUnits(space: SampleSpace, z: Float32Array): Float32Array {
  const scale = { mean: Float64Array.from(space.mean), std: Float64Array.from(space.std) };
  return destandardise(scale, z) as Float32Array;
}

/** Without dropout of labels a network with classes never learned the field without a class. */
function checkUnconditional(
  { state: { config } }: Model,
  argument: string,
  expected: string,
  received: string,
  orElse: string,
): void {
  if (!config.network.classes || config.labelDropout > 0) return;
  throw new UsageError({
    argument,
    expected: `${expected}, as the model was trained with --classes and never without a class`,
    received,
    wayOut: `train with --label-dropout 0.1, ${orElse}`,
  });
}

function classNumber({ space, state }: Model, label: string | undefined): number {
  if (label === undefined) return -1;
  const { classes = 0 } = state.config.network;
  const names = space.classNames ?? [];
  const index = names.includes(label) ? names.indexOf(label) : /^\d+$/.test(label) ? Number(label) : -1;
  if (index < 0 || index >= classes) {
    const known = names.length > 0 ? `one of ${names.join(', ')}` : `a number in [0, ${classes - 1}]`;
    throw new UsageError({
      argument: '--label',
      expected: classes === 0 ? 'no label: the model was trained without --classes' : known,
      received: show(label),
    });
  }
  return index;
}
