/**
 * What a backend should have answered, and how far it may be off.
 *
 *   bound = max over the equivalent forms of (e + |v_form − v|), plus the radius of the truth itself
 *
 * so that a backend may compute by any form, in any order of summation, on the arithmetic that it declares. The proof is for one form at
 * a time: docs/oracle/README.md says what several at once can do.
 */
import { type Machine, own } from '../arithmetic/machine.ts';
import type { Tracked } from '../arithmetic/tracked.ts';
import type { Case, Operation, Outcome, Tensor } from '../contract.ts';
import type { Replacement } from '../formula.ts';
import { forms } from '../registry.ts';
import { type Evaluation, evaluate } from '../truth.ts';

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
  const plain = ask(machine, []);
  const radius = ask(own, []);
  const others = formsOf(operation).map((form) => ask(machine, form.replace));
  const widest = (of: (evaluation: Evaluation) => Outcome): Outcome =>
    widen(of(plain), others.map(of), of(radius));
  return { outputs: widest(({ outputs }) => outputs), probes: widest(({ probes }) => probes) };
}

const byOperation = new Map<string, typeof forms>();

function formsOf(operation: Operation): typeof forms {
  const known = byOperation.get(operation.name);
  if (known) return known;
  const found = forms.filter((form) => form.operations.includes(operation.name));
  byOperation.set(operation.name, found);
  return found;
}

function widen(plain: Outcome, others: readonly Outcome[], radius: Outcome): Outcome {
  return Object.fromEntries(
    Object.entries(plain).map(([name, elements]) => [
      name,
      elements.map((element, i) =>
        widest(
          element,
          others.map((outcome) => outcome[name]![i]!),
          radius[name]![i]!.e,
        ),
      ),
    ]),
  );
}

function widest({ v, e, q }: Tracked, others: readonly Tracked[], radius: number): Tracked {
  let error = e;
  let variance = q;
  for (const other of others) {
    const gap = Math.abs(other.v - v);
    // A form that has a pole here is no form here.
    if (!Number.isFinite(other.v) || !Number.isFinite(other.e)) continue;
    error = Math.max(error, other.e + gap);
    variance = Math.max(variance, other.q);
  }
  return { v, e: error + radius, q: variance };
}
