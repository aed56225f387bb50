/** The true answer to a case, with what an arithmetic may miss it by; and what a mistake would have answered. */
import { type Machine, own } from './arithmetic/machine.ts';
import { currentMachine, exact, given, onMachine, type Tracked } from './arithmetic/tracked.ts';
import type { Case, OpenCase, Operation, Outcome, Tensor } from './contract.ts';
import { type Replacement, withInstead } from './formula.ts';

/** The answer of one evaluation. */
export interface Evaluation {
  readonly outputs: Outcome;
  /** Intermediate results, each computed from what was known before it. */
  readonly probes: Outcome;
}

export interface EvaluationOptions {
  /** Whose roundings are bounded; default: those of this program. */
  readonly machine?: Machine;
  /** Formulas in the place of others: a mistake, or an equivalent form. */
  readonly replace?: readonly Replacement[];
  /** Intermediate results of a backend, from which the rest is computed. */
  readonly trace?: Readonly<Record<string, Tensor>>;
}

/** The inputs of the cases that were opened last, by the machine that read them: a mistake and a form read the same. */
const opened = new WeakMap<Case, { readonly on: Machine } & Pick<OpenCase, 'floats' | 'ints'>>();

function inputsOf(question: Case): Pick<OpenCase, 'floats' | 'ints'> {
  const before = opened.get(question);
  const on = currentMachine();
  if (before?.on === on) return before;
  const floats: Record<string, readonly Tracked[]> = {};
  const ints: Record<string, Int32Array> = {};
  for (const [name, { data }] of Object.entries(question.inputs)) {
    if (data instanceof Int32Array) ints[name] = data;
    else floats[name] = Array.from(data, given);
  }
  opened.set(question, { on, floats, ints });
  return { floats, ints };
}

/** To be called on the machine whose roundings are bounded: it may have to round what it is handed. */
export function openCase(question: Case, probe: OpenCase['probe']): OpenCase {
  const { floats, ints } = inputsOf(question);
  return { sizes: question.sizes, settings: question.settings, floats, ints, probe };
}

/**
 * The outputs of a case with their errors on a machine: row-major elements { v, e, q } of each output. Where nothing is known of an
 * element, as behind a division by what may be 0, its e is ∞.
 *
 * @example
 * ```ts
 * import { key } from 'flowproof';
 * import { drawCase, evaluate, machineOf, operations } from 'flowproof/oracle';
 *
 * const operation = operations.find(({ name }) => name === 'path.sample')!;
 * const question = drawCase(operation, key(7));
 * const [element] = evaluate(operation, question, { machine: machineOf('float32') }).outputs.x!;
 * console.log(element!.e > 0 && element!.e < 1e-6); // true
 * ```
 */
export function evaluate(operation: Operation, question: Case, options: EvaluationOptions = {}): Evaluation {
  const { machine = own, replace = [], trace = {} } = options;
  const probes: Record<string, readonly Tracked[]> = {};
  const probe: OpenCase['probe'] = (name, values) => {
    probes[name] = values;
    const seen = trace[name];
    return seen === undefined ? values : Array.from(seen.data, exact);
  };
  const outputs = onMachine(machine, () =>
    withInstead(replace, () => operation.evaluate(openCase(question, probe))),
  );
  return { outputs, probes };
}
