/** The next question, where two explanations fit all answers so far. */
import { fold, type Key } from '../../random/index.ts';
import type { Case } from '../contract.ts';
import { drawCase } from '../generate.ts';
import { tensorsFrom } from './answer.ts';
import { answerOf, boundsAway, type Explanation } from './match.ts';
import type { OperationJudgement } from './operation-verdict.ts';
import { prepare } from './prepared.ts';
import { POWER } from './verdict.ts';

/** A case on which two explanations differ by ten bounds; null where none of 200 drawn cases does. */
export function separatingCase(
  { operation, dtype, cases }: OperationJudgement,
  a: Explanation,
  b: Explanation,
  key: Key,
): Case | null {
  const machine = cases[0]!.prepared.machine;
  for (let i = 0; i < 200; i++) {
    const question = drawCase(operation, fold(key, i), { id: `${operation.name}/${dtype}/next/${i}`, dtype });
    const prepared = prepare(operation, question, machine, []);
    const outputs = tensorsFrom(operation, question, answerOf(a, prepared));
    if (boundsAway(prepared, b, [outputs])[0]! >= POWER) return question;
  }
  return null;
}
