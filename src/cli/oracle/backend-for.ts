/** Which program `flowproof oracle check` speaks with. */
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import process from 'node:process';
import { FileError, show, UsageError } from '../../errors.ts';

export interface BackendCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** A script's interpreter by its ending. */
const interpreters: Readonly<Record<string, string>> = {
  '.py': 'python3',
  '.mjs': process.execPath,
  '.cjs': process.execPath,
  '.js': process.execPath,
};

/** The words of the command line as a program and its arguments; a lone script is run by its interpreter. */
export function backendCommand(words: readonly string[]): BackendCommand {
  const [first, ...rest] = words;
  if (first === undefined) {
    throw new UsageError({
      argument: 'command',
      expected: 'an adapter, such as adapter.py, or a command after --',
      received: 'none',
      wayOut: 'write one with flowproof oracle init python',
    });
  }
  const interpreter = interpreters[extname(first)];
  if (interpreter === undefined) return { command: first, args: rest };
  if (!existsSync(first)) {
    throw new FileError({
      argument: show(first),
      expected: 'a file that exists',
      received: 'no such file',
      wayOut: 'write an adapter with flowproof oracle init python',
    });
  }
  return { command: interpreter, args: [first, ...rest] };
}
