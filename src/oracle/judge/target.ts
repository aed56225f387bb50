/**
 * What a backend should have answered, and how far it may be off.
 *
 *   bound = error of the truth on the backend's arithmetic, each formula in any of its forms, plus the radius of the truth itself
 *
 * so that a backend may compute by any forms, in any order of summation, on the arithmetic that it declares.
 */
import { type Machine, own } from '../arithmetic/machine.ts';
import type { Case, Operation, Outcome, Tensor } from '../contract.ts';
import type { Replacement } from '../formula.ts';
import { forms } from '../registry.ts';
import { type Evaluation, evaluate } from '../truth.ts';
import { anyOf } from './any-form.ts';

export interface TargetOptions {
  readonly machine: Machine;
  /** A mistake in force: what it would have answered. */
  readonly replace?: readonly Replacement[];
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** The truth (or a mistake's answer) to a case, with the bound of every element. */
export function targetOf(operation: Operation, question: Case, options: TargetOptions): Evaluation {
  const { machine, replace = [], trace = {} } = options;
  const ask = (on: Machine, more: readonly Replacement[]): Evaluation =>
    evaluate(operation, question, { machine: on, replace: [...more, ...replace], trace });
  const widest = ask(machine, formsOf(operation));
  const radius = ask(own, []);
  return {
    outputs: widen(widest.outputs, radius.outputs, operation),
    probes: widen(widest.probes, radius.probes, operation),
  };
}

const byOperation = new Map<string, readonly Replacement[]>();

function formsOf({ name }: Operation): readonly Replacement[] {
  const known = byOperation.get(name) ?? anyOf(forms.filter(({ operations }) => operations.includes(name)));
  byOperation.set(name, known);
  return known;
}

const widen = (widest: Outcome, radius: Outcome, { iterates }: Operation): Outcome =>
  Object.fromEntries(
    Object.entries(widest).map(([name, elements]) => [
      name,
      elements.map(({ v, e, q }, i) => ({ v, e: e + radius[name]![i]!.e, q: iterates ? Infinity : q })),
    ]),
  );
