/** A law and an object, with what names them: the rows of `flowproof verify`. */
import type { AsyncHeldLaw, HeldLaw } from './law.ts';

// A list of trials mixes laws of all kinds of cases; none of them is called with a case of its own making.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyHeld = HeldLaw<any> | AsyncHeldLaw<any>;

/** One row of a verification. */
export interface Trial {
  readonly law: string;
  readonly object: string;
  readonly held: AnyHeld;
  /** The object that this one was made from, where it was not given as it is. */
  readonly of?: string;
}

/** The trial of a held law. */
export function trial(held: AnyHeld): Trial {
  return { law: held.law.id, object: held.object, held };
}
