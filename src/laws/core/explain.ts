/** What to add to a failure: the call to the object that went wrong, and whether it goes wrong again. */
import { FlowproofError } from '../../errors.ts';
import { type CallLog, callWords } from './call-log.ts';
import type { Held } from './held.ts';
import type { Measurement } from './measurement.ts';
import { CaseFailure } from './predicate.ts';

/** The law on the object behind a proxy, and what its failure says of the first one's. */
interface Retrial<C, M> {
  readonly held: Held<C, M>;
  /** The message of `failure`, with the call where the retrial threw the same. */
  words(failure: CaseFailure, second: unknown): string;
}

export function retrial<C, M>(held: Held<C, M>): Retrial<C, M> {
  const log: CallLog = { last: null };
  return {
    held: held.watched(log),
    words(failure, second) {
      const { last } = log;
      if (!last?.wrong || !(second instanceof CaseFailure) || second.message !== failure.message)
        return failure.message;
      const call = callWords(last);
      const name = last.member.slice(last.member.lastIndexOf('.') + 1);
      const { cause } = failure;
      // The argument of such an error is the call, in fewer words.
      const said =
        cause instanceof FlowproofError && cause.argument.includes(name)
          ? failure.message.slice(cause.argument.length + 2)
          : failure.message;
      return `in the call ${call}: ${said}`;
    },
  };
}

/** What a second measurement of the same case says, where it is not what the first one said; else undefined. */
export function unsteady(first: CaseFailure, second: CaseFailure | Measurement): string | undefined {
  const [before, after] = [said(first), said(second)];
  if (before === after) return undefined;
  return `measured once more, the same case gives another answer (${after}): the object does not answer the same from time to time, and a replay may meet something else`;
}

function said(outcome: CaseFailure | Measurement): string {
  const measured = outcome instanceof CaseFailure ? outcome.measurement : outcome;
  if (measured === null) return (outcome as CaseFailure).message;
  return `residual ${measured.residual}, bound ${measured.bound}`;
}
