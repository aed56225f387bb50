/** Everything the oracle knows: operations, equivalent forms, mistakes. A group adds its own lists here. */
import type { Operation } from './contract.ts';
import type { Form } from './forms/form.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { pathMistakes } from './mistakes/paths.ts';
import { lossOperations } from './operations/losses/index.ts';
import { mlpOperations } from './operations/mlp/index.ts';
import { optimizerOperations } from './operations/optimizers/index.ts';
import { pathSample } from './operations/paths/sample.ts';

export const operations: readonly Operation[] = [
  pathSample,
  ...lossOperations,
  ...mlpOperations,
  ...optimizerOperations,
];

export const forms: readonly Form[] = [];

export const mistakes: readonly Mistake[] = [...pathMistakes];
