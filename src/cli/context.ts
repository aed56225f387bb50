/**
 * What a command may touch of the world: two streams, Ctrl-C and the exit code. Commands get it as an argument and
 * never reach for `process`, so that tests run them in-process.
 */

/** The part of a Node stream that commands write text to. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * 0: good. 1: the command worked and found something wrong. 2, 3, 4: what `oracle check` says of an adapter. Errors have codes of
 * their own (error-line.ts).
 */
export type Verdict = 0 | 1 | 2 | 3 | 4;

export interface Context {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The signal that Ctrl-C aborts. Who asks for it promises to stop soon and whole, by throwing an InterruptedError;
   * for a command that never asks, Ctrl-C ends the process at once. A second Ctrl-C always does.
   */
  interruptSignal(): AbortSignal;
  /** Set to 1 by a command that worked and found something wrong. */
  verdict: Verdict;
}

/** A context over the given streams; without `interruptSignal` nothing ever interrupts. */
export function createContext(world: {
  stdout: TextStream;
  stderr: TextStream;
  env?: Readonly<Record<string, string | undefined>>;
  interruptSignal?: () => AbortSignal;
}): Context {
  const never = new AbortController();
  return {
    stdout: world.stdout,
    stderr: world.stderr,
    env: world.env ?? {},
    interruptSignal: world.interruptSignal ?? (() => never.signal),
    verdict: 0,
  };
}
