/** Training as the commands do it: on all threads, with a progress bar and checkpoints, stopped cleanly by Ctrl-C. */
import { InterruptedError } from '../errors.ts';
import { createPool, poolExecutor } from '../parallel/index.ts';
import { formatScientific } from '../report/format.ts';
import { type TrainingConfig, type TrainingState, train } from '../training/index.ts';
import type { Context } from './context.ts';
import type { LearningSource } from './learning-source.ts';
import { createProgress } from './progress.ts';

export interface TrainingRun {
  readonly source: LearningSource;
  readonly config: TrainingConfig;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly resume?: TrainingState;
  readonly checkpointEvery?: number;
  readonly onCheckpoint?: (state: TrainingState) => void;
}

/** For a `catch`: an interruption says what the command, unlike the library, can do about it. */
export function interruptAdvice(wayOut: () => string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof InterruptedError)) throw error;
    const { argument, expected, received } = error;
    throw new InterruptedError({ argument, expected, received, wayOut: wayOut() }, { cause: error });
  };
}

/** Trains to the end and returns the final state; throws what `train` throws. */
export async function runTraining(context: Context, run: TrainingRun): Promise<TrainingState> {
  const { source, config, quiet = false } = run;
  const pool = createPool(run.threads === undefined ? {} : { threads: run.threads });
  const progress = await createProgress(context, { label: 'training', total: config.steps, quiet });
  try {
    return await train({
      config,
      data: source.data,
      dataId: source.dataId,
      executor: poolExecutor(pool),
      signal: context.interruptSignal(),
      onStep: ({ step, loss, heldOut }) =>
        progress.update(step, { loss: formatScientific(loss, 3), 'held-out': formatScientific(heldOut, 3) }),
      ...(run.resume && { resume: run.resume }),
      ...(run.checkpointEvery && { checkpointEvery: run.checkpointEvery }),
      ...(run.onCheckpoint && { onCheckpoint: run.onCheckpoint }),
    });
  } finally {
    progress.stop();
    await pool.close();
  }
}
