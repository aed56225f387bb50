/** All laws, in the order of docs/theory.md. */
import type { AsyncLaw, Law } from './core/law.ts';
import { scheduleDerivatives } from './schedule/schedule-derivatives.ts';

// biome-ignore lint/suspicious/noExplicitAny: a list of laws about objects of all kinds
export type AnyLaw = Law<any, any> | AsyncLaw<any, any>;

/** All laws. */
export const laws: readonly AnyLaw[] = [scheduleDerivatives];
