/**
 * Files that a command writes: checked before the work starts, written whole or not at all (io/files.ts). A target that is
 * no regular file (/dev/stdout, a pipe) is written directly: renaming would replace the device. Errors name the option.
 */
import { accessSync, constants, realpathSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileError, show, UsageError } from '../errors.ts';
import { atomicWrite, makeFolder as makeFolderAt } from '../io/files.ts';
import { systemReason } from '../io/system-reason.ts';

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function refuse(option: string, path: string, received: string, wayOut: string, cause?: unknown): never {
  throw new FileError(
    { argument: `${option} ${show(path)}`, expected: 'a file that can be written', received, wayOut },
    cause === undefined ? {} : { cause },
  );
}

/** Throws a FileError now if `path` could not be written later. Creates nothing. */
export function checkWritable(option: string, path: string): void {
  if (path === '') refuse(option, path, 'an empty name', 'name a file');
  try {
    const target = statOf(path);
    if (target?.isDirectory()) refuse(option, path, 'a folder', 'name a file inside it');
    const folder = dirname(path);
    const parent = statOf(folder);
    if (!parent) refuse(option, path, 'a folder that does not exist', `create ${show(folder)} first`);
    if (!parent.isDirectory())
      refuse(option, path, 'a file in place of its folder', `${show(folder)} is a file`);
    if (target) accessSync(path, constants.W_OK);
    if (!target || target.isFile()) accessSync(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof FileError) throw error;
    const { received, wayOut } = systemReason(error);
    refuse(option, path, received, wayOut ?? 'choose another place', error);
  }
}

/** Where a file is or will be, links resolved; undefined for what is no regular file, such as a terminal or a pipe. */
function placeOf(path: string): string | undefined {
  const status = statOf(path);
  if (status) return status.isFile() ? realpathSync(path) : undefined;
  return statOf(dirname(path)) ? join(realpathSync(dirname(path)), basename(path)) : undefined;
}

/** Throws a UsageError if the output `path` is the same file as another file of the command, by whatever name. */
export function checkApart(
  option: string,
  path: string,
  others: readonly (readonly [option: string, path: string])[],
): void {
  const place = placeOf(path);
  const same = others.find(([, other]) => place !== undefined && placeOf(other) === place);
  if (!same) return;
  throw new UsageError({
    argument: `${option} ${show(path)}`,
    expected: `another file than that of ${same[0]}`,
    received: 'the same file, which would be overwritten',
    wayOut: 'choose another name',
  });
}

/** Writes `path` whole or not at all. */
export function writeWhole(option: string, path: string, content: string | Uint8Array): void {
  checkWritable(option, path);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  try {
    if (statOf(path)?.isFile() ?? true) atomicWrite(path, bytes);
    else writeFileSync(path, bytes);
  } catch (error) {
    const { received, wayOut } = error instanceof FileError ? error : systemReason(error);
    refuse(option, path, `an error while writing (${received})`, wayOut || 'choose another place', error);
  }
}

/** Writes a plain value as indented JSON with a final line break. */
export function writeJson(option: string, path: string, value: unknown): void {
  writeWhole(option, path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Makes sure that a folder is there, its parents too. Throws a FileError when it cannot be. */
export function makeFolder(option: string, path: string): void {
  try {
    makeFolderAt(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { expected, received, wayOut } = error;
    throw new FileError(
      { argument: `${option} ${show(path)}`, expected, received, wayOut },
      { cause: error },
    );
  }
}
