/** What a pool runs on: this process (in-process.ts) or worker threads (threads.ts). */
import { InterruptedError } from '../errors.ts';

export interface RunOptions {
  /** Aborting stops the work, ends the threads that are busy with it, and rejects with InterruptedError. */
  readonly signal?: AbortSignal;
  /**
   * The messages wait for one another (barriers inside the handler). All of them then run at once, at most one per
   * thread, and the first failure stops the rest; otherwise all messages finish and the first in order is reported.
   */
  readonly coupled?: boolean;
  /**
   * This thread does the last message itself, as an engine without threads would: a wake-up less to wait for, and nothing to wait for
   * where it is the only one. Not for code of users, which may never return.
   */
  readonly joining?: boolean;
}

/** Runs one batch of messages at a time. */
export interface Engine {
  run(handler: string, messages: readonly unknown[], options: RunOptions): Promise<unknown[]>;
  /** Forgets what this thread keeps of a session. */
  forget(session: number): void;
  close(): Promise<void>;
}

/** The error of a run that was stopped from outside. */
export function interrupted(received = 'an abort'): InterruptedError {
  return new InterruptedError({ argument: 'run', expected: 'to be left to finish', received });
}
