/** Releases a session on every thread: each message waits for the others, so that no thread can take two of them. */
import { isMainThread } from 'node:worker_threads';
import { collect } from '../collect.ts';
import type { HandlerContext } from '../handler.ts';

export interface ReleaseMessage {
  readonly session: number;
  /** [1], shared: how many threads have come. */
  readonly arrived: Int32Array;
  readonly threads: number;
}

/** Returns the number of sessions that this thread still holds. */
export function releaseHandler(
  { session, arrived, threads }: ReleaseMessage,
  { sessions }: HandlerContext,
): number {
  const held = sessions.size;
  sessions.release(session);
  if (!isMainThread && sessions.size < held) collect();
  if (Atomics.add(arrived, 0, 1) + 1 === threads) Atomics.notify(arrived, 0);
  for (let count = Atomics.load(arrived, 0); count < threads; count = Atomics.load(arrived, 0)) {
    Atomics.wait(arrived, 0, count);
  }
  return sessions.size;
}
