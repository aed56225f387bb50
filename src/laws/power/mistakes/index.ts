/** All planted mistakes, by kind. */
import type { Mistake } from '../mistake.ts';

export const mistakes: readonly Mistake[] = [];
