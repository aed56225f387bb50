/** All planted mistakes, by kind. */
import type { Mistake } from '../mistake.ts';
import { couplingMistakes } from './coupling.ts';
import { densityMistakes } from './density.ts';
import { fieldMistakes } from './field.ts';
import { fieldTrialsOf } from './field-laws.ts';
import { generatorMistakes } from './generator.ts';
import { lossMistakes } from './loss.ts';
import { matchingMistakes } from './matching.ts';
import { networkMistakes } from './network.ts';
import { parametrizationMistakes } from './parametrization.ts';
import { pathMistakes } from './path.ts';
import { runMistakes } from './run.ts';
import { scheduleMistakes } from './schedule.ts';
import { solverMistakes } from './solver.ts';

export const mistakes: readonly Mistake[] = [
  ...scheduleMistakes,
  ...pathMistakes,
  ...fieldMistakes(fieldTrialsOf),
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
