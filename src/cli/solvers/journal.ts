/**
 * Finished cells, written line by line while others still run, so that a run of hours that is stopped or killed goes on where it
 * was. One JSON object a line: first what is being run, then one cell each. A line that a kill cut short is dropped. The file goes when the
 * results are written.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import type { CellResult } from '../../benchmark/cell-result.ts';
import { isRecord } from '../../benchmark/checks.ts';
import { FileError, UsageError } from '../../errors.ts';
import { systemReason } from '../../io/system-reason.ts';
import { shorten } from '../shorten.ts';

const KIND = 'flowproof-solvers-journal';

export interface Journal {
  /** Results of an earlier part of the same run, by cell. */
  readonly done: ReadonlyMap<number, CellResult>;
  /** A run that was out of time is not finished, and not kept: it may be given more. */
  append(cell: number, result: CellResult): void;
  /** Closes the file and leaves it. */
  close(): void;
  /** Closes the file and removes it. */
  remove(): void;
}

/** A run without a file. */
export const noJournal: Journal = { done: new Map(), append() {}, close() {}, remove() {} };

/** SHA-256 of what a run computes: the same text, the same rows. */
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Opens the journal of a run of `cells` cells. With `resume` the rows of an earlier part are kept, if there are any; without, an
 * unfinished journal is refused, as it may hold hours of work.
 */
export function openJournal(
  path: string,
  { hash, cells, resume }: { readonly hash: string; readonly cells: number; readonly resume: boolean },
): Journal {
  const earlier = statSync(path, { throwIfNoEntry: false }) ? readJournal(path) : undefined;
  if (earlier && !resume) {
    throw new UsageError({
      argument: shorten(path),
      expected: 'no unfinished run',
      received: `${earlier.done.size} of ${earlier.cells} rows of one`,
      wayOut: 'add --resume to go on with it, or remove the file',
    });
  }
  if (earlier && earlier.hash !== hash) {
    throw new UsageError({
      argument: `--resume ${shorten(path)}`,
      expected: 'the configuration, the modules and the version that it began with',
      received: 'others',
      wayOut: 'run with those, or remove the file',
    });
  }
  const header = `${JSON.stringify({ kind: KIND, version: 1, hash, cells })}\n`;
  const file = attempt(path, () => {
    if (earlier) truncateSync(path, earlier.length);
    return openSync(path, earlier ? 'a' : 'w');
  });
  if (!earlier) attempt(path, () => writeSync(file, header));
  let open = true;
  const close = (): void => {
    if (open) closeSync(file);
    open = false;
  };
  return {
    done: earlier?.done ?? new Map(),
    append(cell, result) {
      if (result.status === 'timed-out') return;
      attempt(path, () => writeSync(file, `${JSON.stringify({ cell, result })}\n`));
    },
    close,
    remove() {
      close();
      rmSync(path, { force: true });
    },
  };
}

interface Earlier {
  readonly hash: string;
  readonly cells: number;
  readonly done: Map<number, CellResult>;
  /** Bytes of whole lines. */
  readonly length: number;
}

function readJournal(path: string): Earlier | undefined {
  const bytes = attempt(path, () => readFileSync(path));
  const length = bytes.lastIndexOf(10) + 1;
  // Killed before its first line was whole.
  if (length === 0 && bytes.length < 200) return undefined;
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const [header, ...entries] = lines.map((line, i) => parse(path, line, i + 1));
  const { kind, version, hash, cells } = header ?? {};
  if (kind !== KIND || version !== 1 || typeof hash !== 'string' || typeof cells !== 'number') {
    throw fault(path, 1, 'the journal of an unfinished run');
  }
  const done = new Map<number, CellResult>();
  for (const [i, { cell, result }] of entries.entries()) {
    const known = typeof cell === 'number' && Number.isInteger(cell) && cell >= 0 && cell < cells;
    if (!known || !isRecord(result)) throw fault(path, i + 2, 'a finished row');
    done.set(cell, result as unknown as CellResult);
  }
  return { hash, cells, done, length };
}

function parse(path: string, line: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // Told below.
  }
  throw fault(path, number, 'a JSON object');
}

function fault(path: string, line: number, expected: string): FileError {
  return new FileError({
    argument: `${shorten(path)}, line ${line}`,
    expected,
    received: 'something else',
    wayOut: 'name another --journal, or remove the file',
  });
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { received } = systemReason(error);
    throw new FileError(
      {
        argument: shorten(path),
        expected: 'a file for finished rows',
        received,
        wayOut: 'name another with --journal',
      },
      { cause: error },
    );
  }
}
