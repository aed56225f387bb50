/** The smallest CFM loss that any model can reach (fields/loss-floor.ts), where it is known. */
import { PoleError } from '../errors.ts';
import {
  type ClosedFormTarget,
  type LossFloor,
  lossFloor,
  type MarginalField,
  marginalField,
} from '../fields/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import type { Target } from '../targets/index.ts';
import type { TrainingConfig } from '../training/index.ts';
import { type LearningSource, sourceTarget } from './learning-source.ts';

/** The floor of a field, or undefined where the loss is infinite (VP and its like at t = 1). */
export function knownFloor(field: MarginalField): LossFloor | undefined {
  try {
    return lossFloor(field);
  } catch (error) {
    if (error instanceof PoleError) return undefined;
    throw error;
  }
}

/** The floor of a run, if it regresses on a target with a closed form. */
export function runFloor(source: LearningSource, config: TrainingConfig): LossFloor | undefined {
  const target = sourceTarget(source);
  if (config.loss === 'fm' || !target || !hasClosedForm(target)) return undefined;
  return knownFloor(marginalField({ schedule: scheduleFromSpec(config.schedule), target }));
}

export function hasClosedForm(target: Target): target is ClosedFormTarget {
  return ['gaussian-mixture', 'empirical', 'uniform-boxes'].includes((target as ClosedFormTarget).kind);
}
