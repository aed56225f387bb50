/**
 * The training loop: gradient, reduce, clip and update, `steps` times; measure the held-out loss on the way; hand out
 * checkpoints; stop whole when asked to; name the step and layer when the numbers stop being finite.
 */
import { InterruptedError } from '../errors.ts';
import { normBlocks } from '../kernels/global-norm.ts';
import { pairwiseSum } from '../math/index.ts';
import { clipScale, type LearningRateSchedule, learningRate } from '../nn/index.ts';
import { checkFiniteState, divergedHeldOut, divergedStep } from './divergence.ts';
import { type ExecutorFactory, inProcess, type TrainingExecutor } from './executor.ts';
import { createSession, heldOutTileCount, type SessionSpec, tileCount } from './session.ts';
import { ratesOf } from './session-views.ts';
import type { TrainingConfig } from './training-config.ts';
import { shareData, type TrainingData } from './training-data.ts';
import { checkResumable, type HeldOutPoint, type TrainingState } from './training-state.ts';

/** What {@link TrainOptions.onStep} learns after each update. */
export interface StepReport {
  /** Updates done. */
  readonly step: number;
  /** Training loss of this update. */
  readonly loss: number;
  /** Global norm of the gradient before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** The latest held-out loss. */
  readonly heldOut: number;
}

export interface TrainOptions {
  readonly config: TrainingConfig;
  readonly data: TrainingData;
  /** Fingerprint of the data, kept in checkpoints; default ''. */
  readonly dataId?: string;
  /** Where the work is done; default this thread. */
  readonly executor?: ExecutorFactory;
  /** The state to go on from; its configuration and data must be those given here. */
  readonly resume?: TrainingState;
  readonly onStep?: (report: StepReport) => void;
  /** Called every `checkpointEvery` updates, at the end, and when interrupted; must be done with the state when it resolves. */
  readonly onCheckpoint?: (state: TrainingState) => Promise<void> | void;
  readonly checkpointEvery?: number;
  /** Stops after the current step: a last checkpoint, then an InterruptedError. */
  readonly signal?: AbortSignal;
}

/**
 * Trains to the end of the configuration and returns the final state.
 *
 * ```ts
 * import { eightGaussians, train, trainingConfig } from 'flowproof';
 *
 * const config = trainingConfig({ network: { dim: 2, hidden: [16] }, steps: 5, heldOutExamples: 64 });
 * const state = await train({ config, data: { kind: 'target', target: eightGaussians().spec } });
 * console.log(state.step, state.losses.length); // 5 5
 * ```
 *
 * @throws DivergenceError with step and layer; the last checkpoint handed out is the last good one.
 * @throws InterruptedError after `signal` aborted.
 * @throws ArgumentError, ShapeError for data that do not fit, or a state that cannot be resumed with them.
 */
export async function train(options: TrainOptions): Promise<TrainingState> {
  const { config, dataId = '', resume, signal, executor: factory = inProcess } = options;
  if (resume) checkResumable(resume, config, dataId);
  const data = factory.threads > 1 ? shareData(options.data) : options.data;
  const session = createSession(config, data, factory.threads);
  const history = resume ? restore(session, resume) : { step: 0, losses: [], heldOut: [] };
  const executor = factory.open(session);
  const rates = ratesOf(config);
  // Made once, so that a step makes none.
  const phases = {
    gradient: { kind: 'gradient' as const, step: 0 },
    reduce: { kind: 'reduce' as const },
    update: { kind: 'update' as const, step: 0, scale: 1 },
  };
  try {
    if (history.heldOut.length === 0) await measureHeldOut(session, executor, history);
    while (history.step < config.steps) {
      const { step } = history;
      phases.gradient.step = step;
      const gradient = executor.run(phases.gradient);
      // Awaiting what is done already would leave a chain of promises behind that outlives the step.
      if (gradient) await gradient;
      const loss = pairwiseSum(session.buffers.tileLosses, 0, tileCount(config));
      const reduced = executor.run(phases.reduce);
      if (reduced) await reduced;
      const gradientNorm = normOf(session, step, loss);
      phases.update.step = step;
      phases.update.scale = clipScale(gradientNorm, config.clipNorm);
      const updated = executor.run(phases.update);
      if (updated) await updated;
      history.step = step + 1;
      history.losses.push(loss);
      if (history.step % config.heldOutEvery === 0 || history.step === config.steps) {
        await measureHeldOut(session, executor, history);
      }
      options.onStep?.(report(rates, history, gradientNorm));
      const atEnd = history.step === config.steps;
      const due = options.checkpointEvery !== undefined && history.step % options.checkpointEvery === 0;
      const stopping = signal?.aborted ?? false;
      if (atEnd || due || stopping) {
        checkFiniteState(session, history.step);
        await options.onCheckpoint?.(snapshot(session, dataId, history));
      }
      if (stopping && !atEnd) throw interrupted(history.step, config.steps);
    }
    return snapshot(session, dataId, history);
  } finally {
    await executor.close();
  }
}

interface History {
  step: number;
  readonly losses: number[];
  readonly heldOut: HeldOutPoint[];
}

function restore(session: SessionSpec, state: TrainingState): History {
  const { parameters, average, first, second } = session.buffers;
  parameters.set(state.parameters);
  average.set(state.average);
  first.set(state.first);
  second.set(state.second);
  return { step: state.step, losses: [...state.losses], heldOut: [...state.heldOut] };
}

function snapshot({ config, buffers }: SessionSpec, dataId: string, history: History): TrainingState {
  return {
    config,
    dataId,
    step: history.step,
    parameters: Float32Array.from(buffers.parameters),
    average: Float32Array.from(buffers.average),
    first: Float32Array.from(buffers.first),
    second: Float32Array.from(buffers.second),
    losses: Float64Array.from(history.losses),
    heldOut: [...history.heldOut],
  };
}

/** Global norm of the reduced gradient. Throws, before anything is changed, unless loss and gradient are finite. */
function normOf(session: SessionSpec, step: number, loss: number): number {
  const { parameters, blockSquares } = session.buffers;
  const norm = Math.sqrt(pairwiseSum(blockSquares, 0, normBlocks(parameters.length)));
  if (!(Number.isFinite(loss) && Number.isFinite(norm))) throw divergedStep(session, step, loss);
  return norm;
}

function report(
  rates: LearningRateSchedule,
  { step, losses, heldOut }: History,
  gradientNorm: number,
): StepReport {
  return {
    step,
    loss: losses.at(-1)!,
    gradientNorm,
    learningRate: learningRate(rates, step),
    heldOut: heldOut.at(-1)!.loss,
  };
}

async function measureHeldOut(
  session: SessionSpec,
  executor: TrainingExecutor,
  history: History,
): Promise<void> {
  await executor.run({ kind: 'held-out' });
  const loss = pairwiseSum(session.buffers.tileLosses, 0, heldOutTileCount(session.config));
  if (!Number.isFinite(loss)) throw divergedHeldOut(session, history.step, loss);
  history.heldOut.push({ step: history.step, loss });
}

function interrupted(step: number, steps: number): InterruptedError {
  return new InterruptedError({
    argument: 'training',
    expected: `${steps} steps`,
    received: `a request to stop after step ${step}`,
    wayOut: 'resume from the last checkpoint',
  });
}
