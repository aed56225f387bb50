/** The work that a pool knows, by name. A new kind of work is a new line here. */
import type { Handler } from '../handler.ts';
import { fieldHandler } from './field.ts';
import { releaseHandler } from './release.ts';
import { solveHandler } from './solve.ts';
import { trainHandler } from './train.ts';

export const handlers: Readonly<Record<string, Handler>> = {
  field: fieldHandler,
  solve: solveHandler,
  train: trainHandler,
  release: releaseHandler,
};
