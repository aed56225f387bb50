/** The work that a pool knows, by name. A new kind of work is a new line here. */
import type { Handler } from '../handler.ts';
import { fieldHandler } from './field.ts';
import { releaseHandler } from './release.ts';
import { solveHandler } from './solve.ts';

export const handlers: Readonly<Record<string, Handler>> = {
  field: fieldHandler,
  solve: solveHandler,
  // Loaded with the first message: it is half of what a thread would load, and most threads never train.
  train: async (message, context) => (await import('./train.ts')).trainHandler(message, context),
  release: releaseHandler,
};
