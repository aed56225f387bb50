/**
 * Any thrown value as ONE line for stderr and an exit code.
 *
 * | code | meaning |
 * |---|---|
 * | 1 | a finding, among them a computation that diverged |
 * | 2 | usage or input error |
 * | 70 | a fault of flowproof or of its worker threads (EX_SOFTWARE of sysexits.h) |
 * | 130 | stopped by Ctrl-C (128 + SIGINT) |
 */
import type { CommanderError } from 'commander';
import { type ErrorCode, FileError, FlowproofError, show } from '../errors.ts';
import { systemReason } from '../io/system-reason.ts';
import { inOptionWords } from './option-words.ts';

export interface Failure {
  /** One line, without the trailing line break. */
  readonly line: string;
  readonly exitCode: number;
  /** Shown only with FLOWPROOF_DEBUG=1. */
  readonly stack: string;
}

const exitCodes: Record<ErrorCode, number> = {
  argument: 2,
  shape: 2,
  pole: 2,
  format: 2,
  file: 2,
  usage: 2,
  diverged: 1,
  interrupted: 130,
  object: 1,
  worker: 70,
};

/** Line breaks and control characters, which file names may contain, as visible escapes. */
function oneLine(text: string): string {
  return (
    text
      .trim()
      .replace(/\s*\n\s*/g, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (c) => {
        return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
      })
  );
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.');
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

/** commander's "error: unknown option '--sed'\n(Did you mean --seed?)" in the style of the house. */
function commanderMessage(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean $1?');
}

/** `help` is the command line that explains the command, such as `flowproof data list --help`. */
export function toFailure(error: unknown, help: string): Failure {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const failure = (text: string, exitCode: number): Failure => ({
    line: `flowproof: ${oneLine(text)}`,
    exitCode,
    stack,
  });
  if (error instanceof FlowproofError) {
    return failure(new FlowproofError(error.code, inOptionWords(error)).message, exitCodes[error.code]);
  }
  if (isCommanderError(error)) return failure(`${commanderMessage(error.message)}; see ${help}`, 2);
  if (isSystemError(error)) {
    const place = show(error.path ?? error.syscall);
    const expected = 'a file or folder that can be used';
    return failure(new FileError({ argument: place, expected, ...systemReason(error) }).message, 2);
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const advice = 'this is a fault of flowproof, please report it with the stack that FLOWPROOF_DEBUG=1 shows';
  return failure(`internal error: ${what}; ${advice}`, 70);
}
