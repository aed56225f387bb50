/**
 * A backend behind a pipe: a program that answers lines of JSON on its standard output (docs/oracle/protocol.md).
 *
 * Whatever it does, one case never ends the run: a program that hangs, dies or breaks the protocol is ended with all that it started,
 * and started again for the next case. Its output is read within limits, so that no backend can fill the memory.
 */
import { statSync } from 'node:fs';
import { ArgumentError, type ErrorDetails, FlowproofError, ObjectError } from '../errors.ts';
import { printable, show } from '../io/printable.ts';
import type { Backend, Fault, Hello, Reply } from '../oracle/backend.ts';
import type { Case, Operation } from '../oracle/contract.ts';
import { checkHello, type Greeting, unknownOperations } from './check-hello.ts';
import { checkReply } from './check-reply.ts';
import { type Answered, type Conversation, GREETING, startConversation } from './conversation.ts';
import { type ExchangeFolder, exchangeFolder } from './exchange-folder.ts';
import { expectedAnswer } from './expected.ts';
import { helloRequest, operationOf, runRequest, stopRequest } from './messages.ts';
import { notes } from './tail.ts';

export interface ProcessBackendOptions {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** For one case. Default 10. */
  readonly timeoutSeconds?: number;
  /** From the start to the greeting. Default 60: some libraries take long to load. */
  readonly startSeconds?: number;
  /** For a farewell, before the program is ended. Default 1. */
  readonly stopSeconds?: number;
  /** Output that one request may bring. Default 64 MiB. */
  readonly maxReplyBytes?: number;
  /** Of the standard error, the last so many bytes are kept. Default 16 KiB. */
  readonly maxStderrBytes?: number;
  /** Larger tensors go through files, if the backend says that it can read them. Default 1 MiB. */
  readonly inlineBytes?: number;
  /** How often it may be started again. Default 100. */
  readonly restarts?: number;
  /** Contracts, where they are not the registry's. */
  readonly operations?: readonly Operation[];
}

/** A fault with all that is known about it. */
export interface FaultRecord {
  readonly case: string;
  readonly fault: Fault;
  readonly message: string;
  /** The line that was sent, cut to 4000 characters. */
  readonly request: string;
  readonly stderr: string;
}

export interface ProcessBackend extends Backend {
  /** Lines of its standard output that are no messages, and other things worth a word: the first 20. */
  notes(): readonly string[];
  /** The first 50 faults. */
  faults(): readonly FaultRecord[];
}

const defaults = {
  args: [],
  timeoutSeconds: 10,
  startSeconds: 60,
  stopSeconds: 1,
  maxReplyBytes: 64 * 1024 * 1024,
  maxStderrBytes: 16 * 1024,
  inlineBytes: 1024 * 1024,
  restarts: 100,
};

/** Starts in a row that bring no greeting before it is given up. */
const FRUITLESS_STARTS = 3;
const FIRST_PAUSE_SECONDS = 0.05;
const LONGEST_PAUSE_SECONDS = 2;
const MOST_NOTES = 20;
const MOST_FAULTS = 50;
const LONGEST_REQUEST = 4000;

function checkOptions(options: ProcessBackendOptions): void {
  const wrong = (argument: string, expected: string, received: unknown): never => {
    throw new ArgumentError({ argument, expected, received: show(received) });
  };
  if (typeof options.command !== 'string' || options.command === '')
    wrong('command', 'a program', options.command);
  const { cwd, restarts = 0 } = options;
  if (cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    wrong('cwd', 'a folder', cwd);
  if (!Number.isSafeInteger(restarts) || restarts < 0) wrong('restarts', 'an integer ≥ 0', restarts);
  for (const name of [
    'timeoutSeconds',
    'startSeconds',
    'stopSeconds',
    'maxReplyBytes',
    'maxStderrBytes',
    'inlineBytes',
  ] as const) {
    const value = options[name] ?? 1;
    // 2³¹ ms: beyond, timers fire at once.
    const most = name.endsWith('Seconds') ? 2_000_000 : Number.MAX_SAFE_INTEGER;
    if (!(typeof value === 'number' && value >= 0 && value <= most))
      wrong(name, `a number from 0 to ${most}`, value);
  }
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** A program as a backend. It is started by the first `hello` or `run`. */
export function processBackend(options: ProcessBackendOptions): ProcessBackend {
  checkOptions(options);
  const settings = { ...defaults, ...options };
  const label = `backend ${printable([settings.command, ...settings.args].join(' '), 100)}`;
  const prints = notes(MOST_NOTES);
  const records: FaultRecord[] = [];
  let folder: ExchangeFolder | undefined;
  let conversation: Conversation | undefined;
  let greeting: Greeting | undefined;
  let id = 0;
  let lastStderr = '';
  let starts = 0;
  let fruitless = 0;
  let faultsInARow = 0;
  let givenUp: ErrorDetails | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after another, in the order of the calls. */
  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const mine = turn.then(action);
    turn = mine.catch(() => {});
    return mine;
  };

  const giveUp = (why: string, wayOut = ''): ErrorDetails =>
    (givenUp = { argument: '', expected: 'a greeting', received: `none: ${why}`, wayOut });

  /** Starts the program and greets it; says why that failed. */
  async function start(): Promise<ErrorDetails | undefined> {
    if (givenUp !== undefined) return givenUp;
    if (starts > settings.restarts)
      return giveUp(`it has been started ${starts} times, restarts: ${settings.restarts}`);
    const pauses = Math.max(faultsInARow - 1, fruitless);
    if (pauses > 0)
      await pause(Math.min(FIRST_PAUSE_SECONDS * (1 << Math.min(pauses - 1, 10)), LONGEST_PAUSE_SECONDS));
    starts++;
    folder ??= exchangeFolder();
    conversation = startConversation(settings, prints);
    const request = helloRequest(GREETING, folder.path);
    const answered = await conversation.ask(GREETING, request, settings.startSeconds);
    let wrong: Difference;
    if (answered.kind === 'fault') wrong = answered;
    else {
      try {
        const first = greeting === undefined;
        greeting = checkHello('greeting', answered.message);
        for (const name of first ? unknownOperations(greeting.hello, settings.operations) : []) {
          prints.add(`the greeting claims ${show(name)}, which is no operation`);
        }
        fruitless = 0;
        return undefined;
      } catch (error) {
        wrong = detailsOf(error);
      }
    }
    await conversation.end(stopRequest(++id), 0);
    lastStderr = conversation.stderr();
    conversation = undefined;
    const stderr = lastStderr.trim();
    const { argument = '', expected, wayOut = '' } = wrong;
    const received = stderr === '' ? wrong.received : `${wrong.received}, and ${complaint(stderr)}`;
    if (answered.kind === 'fault' && answered.fault === 'not-started') return giveUp(received, wayOut);
    if (++fruitless >= FRUITLESS_STARTS)
      giveUp(`it was started ${fruitless} times in vain: ${received}`, wayOut);
    return { argument, expected, received, wayOut };
  }

  function failed(question: Case, fault: Fault, message: string, request: string): Reply {
    const stderr = conversation?.stderr() ?? lastStderr;
    const line = `case ${question.id} (${question.operation}): ${message}`;
    if (fault !== 'not-started') faultsInARow++;
    if (records.length < MOST_FAULTS) {
      records.push({
        case: question.id,
        fault,
        message: line,
        request: request.slice(0, LONGEST_REQUEST),
        stderr,
      });
    }
    return { kind: 'fault', fault, message: line, stderr };
  }

  async function run(question: Case): Promise<Reply> {
    const operation = operationOf(question, settings.operations);
    if (!conversation?.alive()) {
      const reason = await start();
      if (reason !== undefined) return failed(question, 'not-started', sentence(reason), '');
    }
    const talk = conversation!;
    const number = ++id;
    const exchange = greeting!.files ? folder : undefined;
    const request = runRequest(number, operation, question, settings.inlineBytes, exchange);
    try {
      const answered: Answered = await talk.ask(number, request, settings.timeoutSeconds);
      if (answered.kind === 'fault') return failed(question, answered.fault, sentence(answered), request);
      const { message, seconds } = answered;
      const expected = expectedAnswer(operation, question);
      const reply = checkReply(`reply ${number}`, expected, message, folder!.fetch, seconds);
      faultsInARow = 0;
      return reply;
    } catch (error) {
      return failed(question, 'malformed', sentence(detailsOf(error)), request);
    } finally {
      folder!.clear();
    }
  }

  return {
    hello: () =>
      inTurn(async (): Promise<Hello> => {
        const reason = greeting ? undefined : await start();
        if (greeting) return greeting.hello;
        const { argument } = reason!;
        throw new ObjectError({ ...reason!, argument: argument === '' ? label : `${label}: ${argument}` });
      }),
    run: (question) => inTurn(() => run(question)),
    stop: () =>
      inTurn(async () => {
        giveUp('it has been stopped');
        await conversation?.end(stopRequest(++id), settings.stopSeconds);
        conversation = undefined;
        folder?.remove();
        folder = undefined;
      }),
    notes: prints.list,
    faults: () => [...records],
  };
}

function detailsOf(error: unknown): ErrorDetails {
  if (error instanceof FlowproofError) return error;
  throw error;
}

/** What differs, and where, unless that is plain. */
type Difference = Omit<ErrorDetails, 'argument'> & Partial<ErrorDetails>;

const sentence = ({ argument = '', expected, received, wayOut = '' }: Difference): string =>
  `${argument && `${argument}: `}expected ${expected}, received ${received}${wayOut && `; ${wayOut}`}`;

/** The line of a standard error that says most: the last one that names an error, as a stack or advice may come behind. */
function complaint(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const named = lines.findLast((line) => /^(?!\s).*(?:error|exception|panicked|fatal)/i.test(line));
  return `on its standard error "${printable((named ?? lines.at(-1)!).trim(), 200)}"`;
}
