/**
 * A case made ready: the truth with its bounds, and what each known mistake of the operation would have answered.
 *
 *   separation of a mistake = largest |mistaken answer − truth| / bound, over the parts of the answer
 */
import type { Machine } from '../arithmetic/machine.ts';
import type { Case, Operation, Outcome, Tensor } from '../contract.ts';
import type { Mistake } from '../mistakes/mistake.ts';
import { mistakes } from '../registry.ts';
import { type Evaluation, evaluate } from '../truth.ts';
import { judgeAnswer, type PartJudgement, ratioOf, tensorsFrom } from './answer.ts';
import { targetOf } from './target.ts';

/** A mistake on one case. */
export interface Variant {
  readonly mistake: Mistake;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** The same with the errors that the machine may make of them. */
  readonly tracked: Outcome;
  /** In proven bounds. */
  readonly separation: number;
  /** In statistical bounds. */
  readonly deviation: number;
}

export interface Prepared {
  readonly operation: Operation;
  readonly question: Case;
  readonly machine: Machine;
  readonly target: Evaluation;
  readonly variants: readonly Variant[];
}

const byOperation = new Map<string, readonly Mistake[]>();

/** The known mistakes that change an operation's answers. */
export function mistakesOf(operation: string): readonly Mistake[] {
  let found = byOperation.get(operation);
  if (!found) {
    found = mistakes.filter((mistake) => mistake.operations.includes(operation));
    byOperation.set(operation, found);
  }
  return found;
}

const deviationOf = (parts: readonly PartJudgement[]): number =>
  parts.reduce((worst, { comparison }) => Math.max(worst, comparison.deviation), 0);

type Tensors = Readonly<Record<string, Tensor>>;

const same = (a: Tensors, b: Tensors): boolean =>
  Object.keys(a).every((name) => a[name]!.data.every((x, i) => Object.is(x, b[name]!.data[i])));

/** A mistake's answer to a case, in the element type of the run; at distance 0 where that is the truth. */
export function variantOf(
  operation: Operation,
  question: Case,
  mistake: Mistake,
  target: Evaluation,
  machine: Machine,
  truth: Tensors = tensorsFrom(operation, question, target.outputs),
): Variant {
  const { outputs } = evaluate(operation, question, { machine, replace: mistake.replace });
  const answer = tensorsFrom(operation, question, outputs);
  if (same(answer, truth)) {
    return { mistake, outputs: answer, tracked: outputs, separation: 0, deviation: 0 };
  }
  const parts = judgeAnswer(operation, question, { outputs: answer }, target, machine);
  return {
    mistake,
    outputs: answer,
    tracked: outputs,
    separation: ratioOf(parts),
    deviation: deviationOf(parts),
  };
}

/** Cases with all of their known mistakes, by machine: a check prepares those it has chosen a second time. */
const ready = new WeakMap<Case, Prepared>();

const sameMachine = (a: Machine, b: Machine): boolean =>
  Object.entries(a).every(([name, value]) => b[name as keyof Machine] === value);

/** The case with its truth, its bounds, and its known mistakes. */
export function prepare(
  operation: Operation,
  question: Case,
  machine: Machine,
  known?: readonly Mistake[],
): Prepared {
  const before = known === undefined ? ready.get(question) : undefined;
  if (before && before.operation === operation && sameMachine(before.machine, machine)) return before;
  const target = targetOf(operation, question, { machine });
  const truth = tensorsFrom(operation, question, target.outputs);
  const variants = (known ?? mistakesOf(operation.name)).map((mistake) =>
    variantOf(operation, question, mistake, target, machine, truth),
  );
  const prepared = { operation, question, machine, target, variants };
  if (known === undefined) ready.set(question, prepared);
  return prepared;
}
