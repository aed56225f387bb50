/** Supervised runs without threads, for our own code, which answers: handlers run here, without limits. */
import { toMessage } from '../errors.ts';
import { interrupted } from './engine.ts';
import type { Handler } from './handler.ts';
import type { Outcome, Supervised } from './outcome.ts';
import { SessionCache } from './sessions.ts';

/** Milliseconds of work between two looks at the event loop, where Ctrl-C waits. */
const BREATH_MS = 25;

export function superviseHere(handler: Handler): Supervised {
  const sessions = new SessionCache();
  return {
    async run(messages, { signal, onStart, onOutcome }) {
      const outcomes: Outcome[] = [];
      let breathed = performance.now();
      const pause = async (): Promise<void> => {
        if (performance.now() - breathed >= BREATH_MS) {
          await new Promise((resolve) => setImmediate(resolve));
          breathed = performance.now();
        }
        if (signal?.aborted) throw interrupted();
      };
      for (const [index, message] of messages.entries()) {
        await pause();
        onStart?.(index);
        let outcome: Outcome;
        try {
          outcome = { kind: 'answer', value: await handler(message, { sessions, pause }) };
        } catch (error) {
          if (signal?.aborted) throw interrupted();
          outcome = { kind: 'error', error: toMessage(error) };
        }
        outcomes.push(outcome);
        onOutcome?.(index, outcome);
      }
      await pause();
      return outcomes;
    },
    async close() {},
  };
}
