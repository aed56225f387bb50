/** What the main job is asked to do. */
import type { TrainingConfig } from '../../training/index.ts';
import type { LearningSource } from '../learning-source.ts';
import type { Model } from '../model-file.ts';

export interface MainJob {
  readonly source: LearningSource;
  readonly config: TrainingConfig;
  readonly samples: number;
  readonly sampleSteps: number;
  /** Points that the exact field is solved from when the solvers are measured. */
  readonly solverRows: number;
  readonly seed: number;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly onCheckpoint: (model: Model) => void;
}
