/**
 * Reading whole files within a limit, and writing them so that a reader sees the old file or the new one, never a part.
 *
 * A write goes to a temporary file in the same folder, is flushed to the disk, and takes the final name by one rename.
 * A process that is killed can leave a temporary file behind, never a damaged target; `removeTemporaries` clears up.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ArgumentError, FileError } from '../errors.ts';
import { DEFAULT_MAX_BYTES } from './limits.ts';
import { printable, show } from './printable.ts';
import { systemReason } from './system-reason.ts';

/** The bytes of a regular file of at most `maxBytes` (default 1 GiB). Throws a FileError that says what stands in the way. */
export function readBytes(path: string, options: { readonly maxBytes?: number } = {}): Uint8Array {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  checkPath(path);
  return attempt(path, 'a readable file', () => {
    // Asked before opening: opening a pipe without a writer would wait for ever.
    const status = statSync(path);
    if (!status.isFile())
      throw fileError(path, 'a regular file', status.isDirectory() ? 'a folder' : 'a device, pipe or socket');
    const limit = (size: number): FileError =>
      fileError(
        path,
        `a file of at most ${maxBytes} bytes`,
        `${size} bytes`,
        'raise maxBytes if the file can be trusted',
      );
    if (status.size > maxBytes) throw limit(status.size);
    const descriptor = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(status.size);
      let length = 0;
      for (let got = -1; got !== 0 && length < bytes.length; length += got) {
        got = readSync(descriptor, bytes, length, bytes.length - length, null);
      }
      if (length < bytes.length || readSync(descriptor, new Uint8Array(1), 0, 1, null) > 0) {
        throw fileError(
          path,
          `${bytes.length} bytes`,
          'a file that changed while it was read',
          'read it again',
        );
      }
      return bytes;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Puts `bytes` at `path` in one step: after a crash at any moment the old content or the new is there, whole. */
export function atomicWrite(path: string, bytes: Uint8Array): void {
  checkPath(path);
  if (!(bytes instanceof Uint8Array)) {
    throw new ArgumentError({ argument: 'bytes', expected: 'a Uint8Array', received: show(bytes) });
  }
  attempt(path, 'a writable place', () => {
    const folder = dirname(path);
    const { descriptor, temporary } = openTemporary(path);
    try {
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, path);
    } catch (error) {
      try {
        unlinkSync(temporary);
      } catch {
        // The write has failed and that is the error to report.
      }
      throw error;
    }
    flushFolder(folder);
  });
}

/** Makes sure that a folder is there, its parents too. Throws a FileError that says what stands in the way. */
export function makeFolder(path: string): void {
  checkPath(path);
  attempt(path, 'a folder that can be made', () => mkdirSync(path, { recursive: true }));
}

/**
 * Removes the temporary files that killed processes left beside `path`; returns how many. For a program that is the only
 * writer of `path`, before it resumes.
 */
export function removeTemporaries(path: string): number {
  checkPath(path);
  return attempt(path, 'a writable folder', () => {
    const prefix = `.${basename(path)}.`;
    const stale = readdirSync(dirname(path)).filter(
      (name) => name.startsWith(prefix) && /^\d+-\d+\.tmp$/.test(name.slice(prefix.length)),
    );
    for (const name of stale) unlinkSync(join(dirname(path), name));
    return stale.length;
  });
}

let written = 0;

function openTemporary(path: string): { descriptor: number; temporary: string } {
  for (;;) {
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${written++}.tmp`);
    try {
      return { descriptor: openSync(temporary, 'wx'), temporary };
    } catch (error) {
      // Left behind by a killed process that had the same process number: take the next name.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Makes a rename durable; systems that cannot flush a folder (Windows) flush renames themselves. */
function flushFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // The file itself is flushed and in place.
  } finally {
    closeSync(descriptor);
  }
}

function checkPath(path: string): void {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new ArgumentError({ argument: 'path', expected: 'a file name', received: show(path) });
  }
}

function attempt<T>(path: string, expected: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof FileError) throw error;
    const { received, wayOut } = systemReason(error);
    throw fileError(path, expected, received, wayOut);
  }
}

function fileError(path: string, expected: string, received: string, wayOut?: string): FileError {
  return new FileError({ argument: printable(path, 300), expected, received, ...(wayOut ? { wayOut } : {}) });
}
