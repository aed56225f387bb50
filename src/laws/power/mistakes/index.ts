/** All planted mistakes, by kind. */
import type { Mistake } from '../mistake.ts';
import { couplingMistakes } from './coupling.ts';
import { densityMistakes } from './density.ts';
import { diffusionFieldMistakes } from './diffusion-field.ts';
import { fieldMistakes } from './field.ts';
import { flowMistakes } from './flow.ts';
import { generatorMistakes } from './generator.ts';
import { lossMistakes } from './loss.ts';
import { matchingMistakes } from './matching.ts';
import { networkMistakes } from './network.ts';
import { parametrizationMistakes } from './parametrization.ts';
import { pathMistakes } from './path.ts';
import { runMistakes } from './run.ts';
import { scheduleMistakes } from './schedule.ts';
import { solverMistakes } from './solver.ts';
import { sourceMistakes } from './source.ts';

export const mistakes: readonly Mistake[] = [
  ...scheduleMistakes,
  ...pathMistakes,
  ...fieldMistakes,
  ...sourceMistakes,
  ...diffusionFieldMistakes,
  ...flowMistakes,
  ...matchingMistakes,
  ...lossMistakes,
  ...parametrizationMistakes,
  ...generatorMistakes,
  ...networkMistakes,
  ...solverMistakes,
  ...densityMistakes,
  ...couplingMistakes,
  ...runMistakes,
];
