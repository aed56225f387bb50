/** What a thread said that was to load a module of the user's. */
import { FileError, fromMessage } from '../errors.ts';
import type { Outcome } from '../parallel/outcome.ts';

/** Its answer; throws what is wrong with the module. `shown`: the module; `limit`: the seconds that it had. */
export function moduleAnswer(outcome: Outcome, shown: string, limit: number): unknown {
  if (outcome.kind === 'answer') return outcome.value;
  if (outcome.kind === 'error') throw fromMessage(outcome.error);
  throw new FileError({
    argument: shown,
    expected: 'a module that loads',
    received:
      outcome.kind === 'late'
        ? `no end of its code within ${limit} s`
        : `an end of its thread: ${outcome.reason}`,
    wayOut: 'export objects, and do nothing else',
  });
}
