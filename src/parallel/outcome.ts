/** What became of one message on supervised threads (supervised.ts). */
import type { ErrorMessage } from '../errors.ts';

export type Outcome =
  | { readonly kind: 'answer'; readonly value: unknown }
  /** The handler threw a typed error. */
  | { readonly kind: 'error'; readonly error: ErrorMessage }
  /** It did not answer within the limit, and its thread was ended. */
  | { readonly kind: 'late' }
  /** Its thread ended by itself: process.exit, memory, an error outside of any call. */
  | { readonly kind: 'ended'; readonly reason: string };

export interface SupervisedRun {
  /** Milliseconds that one message may take. */
  readonly limit: number;
  /** A thread whose last message took no longer is sent its next two at once, so that it need not wait for each of them; default 0. */
  readonly short?: number;
  readonly signal?: AbortSignal;
  /** Called when message `index` begins on a thread. */
  readonly onStart?: (index: number) => void;
  /** Called when message `index` is done. */
  readonly onOutcome?: (index: number, outcome: Outcome) => void;
}

/** Runs messages of one kind of work; each may fail on its own. */
export interface Supervised {
  /**
   * The outcomes in the order of the messages.
   *
   * @throws {InterruptedError} after an abort.
   */
  run(messages: readonly unknown[], options: SupervisedRun): Promise<Outcome[]>;
  close(): Promise<void>;
}
