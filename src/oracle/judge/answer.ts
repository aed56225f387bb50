/** All outputs of an answer against their target, certificates included. */
import type { Machine } from '../arithmetic/machine.ts';
import { onMachine } from '../arithmetic/tracked.ts';
import type { Case, Operation, Outcome, Tensor } from '../contract.ts';
import { tensorFor } from '../shape.ts';
import { type Evaluation, openCase } from '../truth.ts';
import { type Comparison, compare, inBounds } from './compare.ts';

/** One named part of an answer, judged. */
export interface PartJudgement {
  readonly name: string;
  /** An output, an intermediate result that the backend sent along, or a condition of a certificate. */
  readonly kind: 'output' | 'trace' | 'certificate';
  readonly comparison: Comparison;
  /** Why the bound is what it is, for certificates. */
  readonly reason: string;
}

/** What is judged: outputs, and perhaps intermediate results. */
export interface Answer {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly trace?: Readonly<Record<string, Tensor>>;
}

const condition = (value: number, bound: number): Comparison => {
  const error = Math.abs(value);
  const ratio = inBounds(error, bound);
  const worst = { index: [], received: value, expected: 0, bound };
  return { ratio, deviation: 0, exact: error === 0, worst, ulps: [], bias: 0, decided: 1, undecided: 0 };
};

/** Judges every part of an answer. */
export function judgeAnswer(
  operation: Operation,
  question: Case,
  answer: Answer,
  target: Evaluation,
  machine: Machine,
): readonly PartJudgement[] {
  const certified = operation.certified ?? [];
  const parts: PartJudgement[] = [];
  for (const [name, expected] of Object.entries(target.probes)) {
    const tensor = answer.trace?.[name];
    if (tensor) parts.push({ name, kind: 'trace', comparison: compare(tensor, expected), reason: '' });
  }
  for (const [name, expected] of Object.entries(target.outputs)) {
    if (certified.includes(name)) continue;
    parts.push({ name, kind: 'output', comparison: compare(answer.outputs[name]!, expected), reason: '' });
  }
  if (operation.certify) {
    const conditions = onMachine(machine, () =>
      operation.certify!(
        openCase(question, (_, values) => values),
        answer.outputs,
      ),
    );
    for (const { name, value, bound, reason } of conditions) {
      parts.push({ name, kind: 'certificate', comparison: condition(value, bound), reason });
    }
  }
  return parts;
}

/** The worst |error|/bound of an answer. */
export const ratioOf = (parts: readonly PartJudgement[]): number =>
  parts.reduce((worst, { comparison }) => Math.max(worst, comparison.ratio), 0);

/** Tensors from values: what a program with these numbers would have answered, rounded once. */
export function tensorsFrom(operation: Operation, question: Case, outcome: Outcome): Record<string, Tensor> {
  return Object.fromEntries(
    operation.outputs.map((field) => [
      field.name,
      tensorFor(
        field,
        outcome[field.name]!.map(({ v }) => v),
        question.sizes,
        question.dtype,
      ),
    ]),
  );
}
