/** One running program with its pipes, at the head of a process group of its own (process-group.ts). */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { systemReason } from '../io/system-reason.ts';
import { type LineReader, lineReader } from './line-reader.ts';
import { endWatch, grouped, keepWatch, signalGroup } from './process-group.ts';
import { type Tail, tail } from './tail.ts';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes of output that one request may bring. */
  readonly maxReplyBytes: number;
  readonly maxStderrBytes: number;
}

/** How a program ended, in words: `exit code 3`, `signal SIGSEGV`; `clean` for exit code 0. */
export interface Ending {
  readonly how: string;
  readonly clean: boolean;
  /** It could not be started at all. */
  readonly never: boolean;
  /** Output after the last line feed. */
  readonly rest: string;
}

export interface ChildEvents {
  line(text: string): void;
  excess(): void;
  /** Comes once, when the program has ended or closed its output and what it wrote has been read. */
  ended(ending: Ending): void;
}

export interface Child {
  send(line: string): void;
  /** Counts the output of a request from here. */
  begin(): void;
  stderr(): string;
  /** Ends the whole group at once; resolves when the program is gone. */
  kill(): Promise<void>;
  /** Closes the input and waits, then asks to terminate, then kills. */
  close(seconds: number): Promise<void>;
}

/** After the program's own end, output may still stand in the pipe; a grandchild may hold it open for ever. */
const DRAIN_SECONDS = 0.2;
const TERMINATE_SECONDS = 0.2;
const UNKILLABLE_SECONDS = 5;

const START_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such program',
  EACCES: 'a file that cannot be executed',
  ENOEXEC: 'a file that is no program of this machine',
};

const startReason = (error: NodeJS.ErrnoException): string =>
  START_REASONS[error.code ?? ''] ?? systemReason(error).received;

export function startChild(options: ChildOptions, events: ChildEvents): Child {
  const { command, args, cwd, env, maxReplyBytes, maxStderrBytes } = options;
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    // Python holds its output back when it writes to a pipe: a forgotten flush would be taken for a hang.
    env: { PYTHONUNBUFFERED: '1', ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: grouped,
    windowsHide: true,
  });
  keepWatch(child);
  const errors: Tail = tail(maxStderrBytes);
  const lines: LineReader = lineReader(maxReplyBytes, events.line, events.excess);
  child.stdout.on('data', lines.push);
  child.stderr.on('data', errors.push);
  // A program that has ended reads no more; its end is reported by itself.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});

  let gone = (): void => {};
  const over = new Promise<void>((resolve) => {
    gone = resolve;
  });
  let told = false;
  let drain: NodeJS.Timeout | undefined;
  const tell = (how: string, clean: boolean, never = false): void => {
    if (told) return;
    told = true;
    clearTimeout(drain);
    signalGroup(child, 'SIGKILL');
    endWatch(child);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    events.ended({ how, clean, never, rest: lines.rest() });
    gone();
  };
  child.on('error', (error) => {
    // A signal that could not be sent also comes here; the program then runs on.
    if (child.pid === undefined) tell(startReason(error), false, true);
  });
  child.on('exit', (code, signal) => {
    const end = (): void => tell(signal ? `signal ${signal}` : `exit code ${code}`, code === 0);
    clearTimeout(drain);
    if (!told) drain = setTimeout(end, 1000 * DRAIN_SECONDS);
    child.on('close', end);
  });
  child.stdout.on('end', () => {
    const running = child.exitCode === null && child.signalCode === null;
    if (running && !told) drain = setTimeout(tell, 1000 * DRAIN_SECONDS, 'an end of its output', true);
  });

  const within = (seconds: number): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, 1000 * seconds, false);
    });
    return Promise.race([over.then(() => true), late]).finally(() => clearTimeout(timer));
  };
  const kill = async (): Promise<void> => {
    signalGroup(child, 'SIGKILL');
    // A program that waits inside the system cannot be killed; it must not hold up the run.
    if (!(await within(UNKILLABLE_SECONDS))) tell('no end, although it was killed', false);
  };
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    begin: lines.restart,
    stderr: errors.text,
    kill,
    async close(seconds) {
      child.stdin.end();
      if (!(await within(seconds))) {
        signalGroup(child, 'SIGTERM');
        await within(TERMINATE_SECONDS);
      }
      await kill();
    },
  };
}
