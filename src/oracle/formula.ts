/**
 * Formulas that can be replaced: how one mistake in one formula shows in everything that is built on it.
 *
 * A formula is a function with a name. While `withInstead` runs, some formulas are others: known mistakes, or equivalent forms. Formulas
 * call each other by name as any functions do, so a wrong σ̇ spreads to the velocity, the loss and its gradient without another line.
 * Replacing is synchronous and ends with the call, by a return or by an exception.
 */
import { ArgumentError, show } from '../errors.ts';

/** Any function: what a formula is to those who do not call it. */
export type AnyFunction = (...args: never[]) => unknown;

/** A replaceable function of the theory. */
export interface Formula<A extends readonly unknown[], R> {
  (...args: A): R;
  /** Group and name, such as `schedule.sigma-dot`. */
  readonly id: string;
}

/** One formula and what stands in its place. */
export interface Replacement {
  readonly id: string;
  readonly by: (right: AnyFunction) => AnyFunction;
}

/** What each formula is at this moment. */
const inForce = new Map<string, AnyFunction>();

/** Declares a formula. `define` is the truth. */
export function formula<A extends readonly unknown[], R>(
  id: string,
  define: (...args: A) => R,
): Formula<A, R> {
  if (inForce.has(id)) {
    throw new ArgumentError({ argument: 'id', expected: 'a name not taken yet', received: show(id) });
  }
  inForce.set(id, define as AnyFunction);
  const call = (...args: A): R => (inForce.get(id) as unknown as (...args: A) => R)(...args);
  return Object.assign(call, { id });
}

/** `other` in the place of a formula; it receives the right one first, so that it can twist its answer. */
export function instead<A extends readonly unknown[], R>(
  of: Formula<A, R>,
  other: (right: (...args: A) => R, ...args: A) => R,
): Replacement {
  const by = (right: AnyFunction): AnyFunction =>
    ((...args: A): R => other(right as unknown as (...args: A) => R, ...args)) as unknown as AnyFunction;
  return { id: of.id, by };
}

/** The result of `compute` while the replacements stand, the later over the earlier. */
export function withInstead<T>(replacements: readonly Replacement[], compute: () => T): T {
  const before = replacements.map(({ id }) => inForce.get(id)!);
  try {
    for (const { id, by } of replacements) inForce.set(id, by(inForce.get(id)!));
    return compute();
  } finally {
    for (const [i, { id }] of [...replacements.entries()].reverse()) inForce.set(id, before[i]!);
  }
}

/** All names of formulas, in the order of their declaration. */
export const formulaNames = (): readonly string[] => [...inForce.keys()];
