/**
 * What runs on a thread: a plain function from a message to an answer, both structured-clonable. Bulk data travels as
 * views of SharedArrayBuffers inside the message and is never copied.
 *
 * A handler may throw; the pool carries typed errors across the thread and turns everything else into a WorkerError.
 * It must not assume which thread it runs on, and its answer must depend on the message alone.
 */
import type { SessionCache } from './sessions.ts';

export interface HandlerContext {
  /** Objects kept between messages of one session, per thread. */
  readonly sessions: SessionCache;
  /**
   * To be awaited between parts of long work. On a worker it does nothing, because an abort ends the thread; without
   * workers it lets the event loop breathe and throws InterruptedError after an abort.
   */
  readonly pause: () => Promise<void>;
}

/** The message and answer of every handler are its own; the table of handlers forgets their types. */
// biome-ignore lint/suspicious/noExplicitAny: a table of handlers with different messages.
export type Handler = (message: any, context: HandlerContext) => unknown;
