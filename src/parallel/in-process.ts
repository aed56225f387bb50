/** The engine without threads: handlers run here, one message after the other, with the errors they would have there. */
import { fromMessage, toMessage } from '../errors.ts';
import { type Engine, interrupted, type RunOptions } from './engine.ts';
import { handlers } from './handlers/table.ts';
import { SessionCache } from './sessions.ts';

/** Milliseconds of work between two looks at the event loop: signals and timers wait no longer than this plus a tile. */
const BREATH_MS = 25;

export function inProcess(): Engine {
  const sessions = new SessionCache();
  let closed = false;
  return {
    async run(name: string, messages: readonly unknown[], { signal }: RunOptions): Promise<unknown[]> {
      let breathed = performance.now();
      const pause = async (): Promise<void> => {
        if (performance.now() - breathed >= BREATH_MS) {
          await new Promise((resolve) => setImmediate(resolve));
          breathed = performance.now();
        }
        if (signal?.aborted) throw interrupted();
        if (closed) throw interrupted('close()');
      };
      const answers: unknown[] = [];
      for (const message of messages) {
        await pause();
        try {
          answers.push(await handlers[name]!(message, { sessions, pause }));
        } catch (error) {
          throw fromMessage(toMessage(error));
        }
      }
      return answers;
    },
    forget: (session) => sessions.release(session),
    async close(): Promise<void> {
      closed = true;
    },
  };
}
