/** Everything the oracle knows: operations, equivalent forms, mistakes. A group adds its own lists here. */
import type { Operation } from './contract.ts';
import { discreteForms } from './forms/discrete.ts';
import type { Form } from './forms/form.ts';
import { gaussianForms } from './forms/gaussian.ts';
import { guidanceForms } from './forms/guidance.ts';
import { lossForms } from './forms/losses.ts';
import { manifoldForms } from './forms/manifolds.ts';
import { marginalForms } from './forms/marginals.ts';
import { mlpForms } from './forms/mlp.ts';
import { optimizerForms } from './forms/optimizers.ts';
import { parametrizationForms } from './forms/parametrizations.ts';
import { pathForms } from './forms/paths.ts';
import { scheduleChangeForms } from './forms/schedule-change.ts';
import { scheduleForms } from './forms/schedules.ts';
import { solverForms } from './forms/solvers.ts';
import { activationMistakes } from './mistakes/activations.ts';
import { adamMistakes } from './mistakes/adam.ts';
import { couplingMistakes } from './mistakes/couplings.ts';
import { decayMistakes } from './mistakes/decay.ts';
import { densityMistakes } from './mistakes/densities.ts';
import { diffusionMistakes } from './mistakes/diffusion.ts';
import { discreteMistakes } from './mistakes/discrete.ts';
import { discreteLossMistakes } from './mistakes/discrete-losses.ts';
import { gaussianMistakes } from './mistakes/gaussian.ts';
import { guidanceMistakes } from './mistakes/guidance.ts';
import { jacobianMistakes } from './mistakes/jacobians.ts';
import { lossMistakes } from './mistakes/losses.ts';
import { marginalMistakes } from './mistakes/marginals.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { mlpMistakes } from './mistakes/mlp.ts';
import { parametrizationMistakes } from './mistakes/parametrizations.ts';
import { pathMistakes } from './mistakes/paths.ts';
import { scheduleChangeMistakes } from './mistakes/schedule-changes.ts';
import { scheduleKindMistakes } from './mistakes/schedule-kinds.ts';
import { scheduleMistakes } from './mistakes/schedules.ts';
import { solverMistakes } from './mistakes/solvers.ts';
import { sphereMistakes } from './mistakes/spheres.ts';
import { tableauMistakes } from './mistakes/tableaus.ts';
import { torusMistakes } from './mistakes/tori.ts';
import { couplingOperations } from './operations/couplings/index.ts';
import { densityOperations } from './operations/densities/index.ts';
import { diffusionOperations } from './operations/diffusion/index.ts';
import { discreteOperations } from './operations/discrete/index.ts';
import { guidanceOperations } from './operations/guidance/index.ts';
import { lossOperations } from './operations/losses/index.ts';
import { manifoldOperations } from './operations/manifolds/index.ts';
import { marginalOperations } from './operations/marginals/index.ts';
import { mlpOperations } from './operations/mlp/index.ts';
import { optimizerOperations } from './operations/optimizers/index.ts';
import { parametrizationConvert } from './operations/parametrizations/convert.ts';
import { pathOperations } from './operations/paths/index.ts';
import { scheduleOperations } from './operations/schedules/index.ts';
import { solverOperations } from './operations/solvers/index.ts';

export const operations: readonly Operation[] = [
  ...scheduleOperations,
  ...pathOperations,
  parametrizationConvert,
  ...marginalOperations,
  ...lossOperations,
  ...mlpOperations,
  ...optimizerOperations,
  ...solverOperations,
  ...densityOperations,
  ...diffusionOperations,
  ...guidanceOperations,
  ...couplingOperations,
  ...discreteOperations,
  ...manifoldOperations,
];

export const forms: readonly Form[] = [
  ...lossForms,
  ...mlpForms,
  ...optimizerForms,
  ...solverForms,
  ...guidanceForms,
  ...discreteForms,
  ...manifoldForms,
  ...scheduleForms,
  ...scheduleChangeForms,
  ...pathForms,
  ...gaussianForms,
  ...parametrizationForms,
  ...marginalForms,
];

export const mistakes: readonly Mistake[] = [
  ...pathMistakes,
  ...lossMistakes,
  ...activationMistakes,
  ...mlpMistakes,
  ...jacobianMistakes,
  ...adamMistakes,
  ...decayMistakes,
  ...scheduleMistakes,
  ...scheduleKindMistakes,
  ...scheduleChangeMistakes,
  ...gaussianMistakes,
  ...parametrizationMistakes,
  ...marginalMistakes,
  ...solverMistakes,
  ...tableauMistakes,
  ...densityMistakes,
  ...diffusionMistakes,
  ...guidanceMistakes,
  ...couplingMistakes,
  ...discreteMistakes,
  ...discreteLossMistakes,
  ...sphereMistakes,
  ...torusMistakes,
];
