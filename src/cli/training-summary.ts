/** What a training run has to say for itself: on the terminal and as JSON (schemas/train.schema.json). */
import { createHash } from 'node:crypto';
import type { LossFloor } from '../fields/index.ts';
import { mlp } from '../nn/index.ts';
import { formatCount, formatDuration, formatScientific } from '../report/format.ts';
import type { TrainingConfig, TrainingState } from '../training/index.ts';
import type { Context } from './context.ts';
import { runFloor } from './known-floor.ts';
import type { LearningSource } from './learning-source.ts';

export interface TrainingSummary {
  readonly data: string;
  readonly dataId: string;
  readonly model: string;
  readonly parameters: number;
  readonly parametersSha256: string;
  readonly averageSha256: string;
  readonly config: TrainingConfig;
  readonly trainingLoss: number;
  readonly heldOut: readonly { readonly step: number; readonly loss: number }[];
  /** The smallest CFM loss that any model can reach, where the target has a closed form. */
  readonly floor?: LossFloor;
  readonly seconds: number;
}

export function sha256(data: Float32Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function trainingSummary(
  state: TrainingState,
  source: LearningSource,
  model: string,
  seconds: number,
): TrainingSummary {
  const floor = runFloor(source, state.config);
  return {
    data: source.space.name,
    dataId: source.dataId,
    model,
    parameters: mlp(state.config.network).parameterCount,
    parametersSha256: sha256(state.parameters),
    averageSha256: sha256(state.average),
    config: state.config,
    trainingLoss: lateLoss(state),
    heldOut: state.heldOut,
    ...(floor && { floor }),
    seconds,
  };
}

/** Mean training loss of the last tenth of the steps: a single step is too noisy to quote. */
export function lateLoss({ losses }: TrainingState): number {
  const late = losses.subarray(Math.floor(losses.length * 0.9));
  return late.reduce((sum, loss) => sum + loss, 0) / late.length;
}

export function printTrainingSummary(context: Context, summary: TrainingSummary): void {
  const { config, heldOut, floor } = summary;
  const lowest = floor ? `, floor ${formatScientific(floor.value)} (${floor.method})` : '';
  context.stdout.write(
    `${summary.data}: ${formatCount(config.steps)} steps, ${formatCount(summary.parameters)} parameters, ` +
      `${formatDuration(summary.seconds)}\n` +
      `${config.loss.toUpperCase()} loss ${formatScientific(summary.trainingLoss)} (last tenth), ` +
      `held out ${formatScientific(heldOut.at(-1)!.loss)} (moving average)${lowest}\n` +
      `parameters sha256 ${summary.parametersSha256}\n` +
      `model ${summary.model}\n`,
  );
}
