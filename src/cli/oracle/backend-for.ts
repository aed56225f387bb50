/** Which program `flowproof oracle check` speaks with. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import process from 'node:process';
import { FileError, show, UsageError } from '../../errors.ts';
import { operations } from '../../oracle/registry.ts';
import { shellWord } from '../shell-words.ts';

export interface BackendCommand {
  readonly command: string;
  readonly args: readonly string[];
}

const INIT = 'write an adapter with flowproof oracle init python';

/** A script's interpreter by its ending. */
const interpreters: Readonly<Record<string, string>> = {
  '.py': 'python3',
  '.mjs': process.execPath,
  '.cjs': process.execPath,
  '.js': process.execPath,
  '.mts': process.execPath,
  '.ts': process.execPath,
};

const SOURCES = ['.rs', '.cpp', '.cc', '.c'];

/** The words of the command line as a program and its arguments; a lone script is run by its interpreter. */
export function backendCommand(words: readonly string[]): BackendCommand {
  const [first, ...rest] = words;
  const wrong = (received: string, wayOut: string): UsageError =>
    new UsageError({
      argument: 'command',
      expected: 'an adapter, such as adapter.py, or a command after --',
      received,
      wayOut,
    });
  if (first === undefined) throw wrong('none', INIT);
  if (operations.some(({ name }) => name === first)) {
    throw wrong(`the operation ${first}`, 'separate operations by commas: --operation path.sample,loss.cfm');
  }
  if (SOURCES.includes(extname(first)) && existsSync(first)) {
    throw wrong(`the source ${shellWord(first)}`, 'compile it, and give the program');
  }
  const interpreter = interpreters[extname(first)];
  if (interpreter === undefined) return { command: first, args: rest };
  if (!existsSync(first)) {
    throw new FileError({
      argument: show(first),
      expected: 'a file that exists',
      received: 'no such file',
      wayOut: INIT,
    });
  }
  return { command: interpreter, args: [first, ...rest] };
}

/** What may help where a program did not greet; empty where nothing is known. */
export function startHint([first = '']: readonly string[]): string {
  if (!statSync(first, { throwIfNoEntry: false })?.isFile()) return '';
  if (interpreters[extname(first)] === process.execPath) {
    const exported = /^\s*export\b.*\b(?:default|adapter)\b|^\s*(?:module\.)?exports\b/m.test(
      readFileSync(first, 'utf8'),
    );
    return exported ? `a module that exports an adapter is checked with --module ${shellWord(first)}` : '';
  }
  return /[\\/]/.test(first) || extname(first) !== '' ? '' : `for the file in this folder write ./${first}`;
}
