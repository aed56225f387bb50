/**
 * Questions and answers with one running program, one at a time. Whatever breaks the exchange ends the program; the reason is kept
 * for the next question, if it came between two.
 */
import { printable, show } from '../io/printable.ts';
import type { Fault } from '../oracle/backend.ts';
import { type Child, type ChildOptions, type Ending, startChild } from './child.ts';
import { readLine } from './reply-line.ts';
import type { Notes } from './tail.ts';

export type Answered =
  | {
      readonly kind: 'message';
      readonly message: Readonly<Record<string, unknown>>;
      readonly seconds: number;
    }
  | Failure;

/** What came instead of what was expected, and what to do about it. */
export interface Failure {
  readonly kind: 'fault';
  readonly fault: Fault;
  readonly expected: string;
  readonly received: string;
  readonly wayOut?: string;
}

export interface Conversation {
  /** Sends one line and waits for the line that answers it. Never rejects. */
  ask(id: number, request: string, seconds: number): Promise<Answered>;
  /** False once a question has met the failure that ended the program. */
  alive(): boolean;
  stderr(): string;
  /** Says goodbye and waits; then ends the program whatever it does. */
  end(farewell: string, seconds: number): Promise<void>;
}

/** The id of the first request. */
export const GREETING = 0;

const SHOWN = 120;

function endedFault({ how, clean, never, rest }: Ending, when: string): Failure {
  const expected = `a reply ${when}`;
  if (never) return { kind: 'fault', fault: 'not-started', expected, received: printable(how, 200) };
  if (rest === '') {
    const failure: Failure = { kind: 'fault', fault: 'crash', expected, received: how };
    const wayOut = 'a backend answers until it is told to stop or its input ends';
    return clean ? { ...failure, wayOut } : failure;
  }
  // A program that ends in order, but within a line, has broken the protocol rather than crashed.
  const fault = clean ? 'malformed' : 'crash';
  return { kind: 'fault', fault, expected, received: `${how} after half a line, ${show(rest)}` };
}

const nameOf = (id: number): string => (id === GREETING ? 'the greeting' : `request ${id}`);

export function startConversation(options: ChildOptions, prints: Notes): Conversation {
  let waiting: { readonly id: number; readonly settle: (answered: Answered) => void } | undefined;
  let failure: Failure | undefined;
  let met = false;
  let last = -1;
  let printed = 0;
  let lastPrint = '';

  const fail = (reason: Failure): void => {
    failure ??= reason;
    void child.kill();
    // An answer is due only when the program is gone, so that its standard error is complete.
  };
  const when = (): string => (waiting ? `to ${nameOf(waiting.id)}` : `after reply ${last}`);
  const onMessage = (message: Readonly<Record<string, unknown>>): void => {
    const { id } = message;
    if (waiting && id === waiting.id && !Object.hasOwn(message, 'cmd')) {
      const { settle } = waiting;
      last = id;
      // From here on, another answer is one too many.
      waiting = undefined;
      settle({ kind: 'message', message, seconds: 0 });
      return;
    }
    const fault = Object.hasOwn(message, 'cmd') || !Number.isSafeInteger(id) ? 'malformed' : 'out-of-order';
    const expected = waiting ? `the reply to ${nameOf(waiting.id)}` : `nothing after reply ${last}`;
    const received = Object.hasOwn(message, 'cmd') ? 'a request back' : `id ${show(id)}`;
    fail({ kind: 'fault', fault, expected, received, wayOut: 'answer each request once, with its id' });
  };
  const print = (text: string): void => {
    if (text.trim() === '') return;
    printed++;
    lastPrint = text;
    prints.add(printable(text, SHOWN));
  };
  const child: Child = startChild(options, {
    line(text) {
      if (failure) return;
      const read = readLine(text);
      if (read.kind === 'print') print(text);
      else if (read.kind === 'damaged') {
        const received = `${show(text)}: ${read.reason}`;
        fail({ kind: 'fault', fault: 'malformed', expected: `a line of JSON ${when()}`, received });
      } else {
        print(read.before);
        onMessage(read.message);
      }
    },
    excess() {
      const expected = `at most ${options.maxReplyBytes} bytes of output ${when()}`;
      const wayOut = 'raise maxReplyBytes if the answer is that large';
      fail({ kind: 'fault', fault: 'too-large', expected, received: 'more', wayOut });
    },
    ended(ending) {
      const read = failure || ending.rest === '' ? undefined : readLine(ending.rest);
      if (waiting && read?.kind === 'message') onMessage(read.message);
      failure ??= endedFault(ending, when());
      waiting?.settle(failure);
    },
  });

  return {
    alive: () => !met,
    stderr: child.stderr,
    async ask(id, request, seconds) {
      if (failure) {
        met = true;
        return failure;
      }
      const begun = performance.now();
      printed = 0;
      child.begin();
      let timer: NodeJS.Timeout | undefined;
      const answered = await new Promise<Answered>((settle) => {
        waiting = { id, settle };
        child.send(request);
        timer = setTimeout(() => {
          const noise =
            printed > 0
              ? ` but ${printed === 1 ? 'a line that is no message' : `${printed} lines that are no messages`}, at last ${show(lastPrint)}`
              : '';
          const expected = `a reply to ${nameOf(id)} within ${seconds} s`;
          fail({ kind: 'fault', fault: 'timeout', expected, received: `none${noise}` });
        }, 1000 * seconds);
      });
      clearTimeout(timer);
      waiting = undefined;
      met = answered.kind === 'fault';
      return answered.kind === 'fault'
        ? answered
        : { ...answered, seconds: (performance.now() - begun) / 1000 };
    },
    async end(farewell, seconds) {
      if (!failure) child.send(farewell);
      await child.close(failure ? 0 : seconds);
    },
  };
}
