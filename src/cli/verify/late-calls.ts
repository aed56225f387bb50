/** Trials that did not answer: the case in which that happened, once more by itself, to learn in which call. */

import { callText, readCall } from '../../parallel/call-text.ts';
import type { LawMessage } from '../../parallel/handlers/law.ts';
import type { LawSource } from '../../parallel/law-source.ts';
import type { Supervised } from '../../parallel/outcome.ts';

/** A trial that was ended, and the replay of the case that it was at. */
export interface LateTrial {
  readonly index: number;
  readonly replay: string;
}

/** Seconds at most: a call that is not slow but endless is reached at once. */
const SECONDS = 5;

/** For each trial what to say after 'did not answer'; '' where the case is not late by itself and nothing is known. */
export async function lateCalls(
  threads: Supervised,
  late: readonly LateTrial[],
  source: LawSource,
  limit: number,
  signal: AbortSignal,
): Promise<string[]> {
  const messages = late.map(({ index, replay }): LawMessage & { task: 'check'; call: Uint8Array } => ({
    task: 'check',
    source,
    index,
    options: { replay, runs: 1 },
    tried: new Int32Array(new SharedArrayBuffer(4)),
    call: callText(),
  }));
  const outcomes = await threads.run(messages, { limit: 1000 * Math.min(limit, SECONDS), signal });
  return outcomes.map(({ kind }, i) => {
    if (kind === 'answer') return '; by itself that case does answer';
    const call = readCall(messages[i]!.call);
    return kind === 'late' && call !== '' ? `, in the call ${call}` : '';
  });
}
