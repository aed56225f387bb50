/** The work that a pool knows, by name. A new kind of work is a new line here. */
import type { Handler } from '../handler.ts';
import { fieldHandler } from './field.ts';
import { releaseHandler } from './release.ts';
import { solveHandler } from './solve.ts';
import { trainHandler } from './train.ts';

/** Loaded on first use: laws need the peer dependency fast-check, which nothing else does. */
const lawHandler: Handler = async (message, context) =>
  (await import('./law.ts')).lawHandler(message, context);

export const handlers: Readonly<Record<string, Handler>> = {
  field: fieldHandler,
  solve: solveHandler,
  train: trainHandler,
  release: releaseHandler,
  law: lawHandler,
};
