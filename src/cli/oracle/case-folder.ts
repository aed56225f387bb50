/** A folder that cases are going to be written into. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { systemReason } from '../../io/system-reason.ts';

function received(folder: string): string | undefined {
  if (folder === '') return 'an empty name';
  try {
    const there = statSync(folder, { throwIfNoEntry: false });
    if (there && !there.isDirectory()) return 'a file';
  } catch (error) {
    return systemReason(error).received;
  }
  return existsSync(join(folder, 'manifest.json')) ? 'a folder with cases in it' : undefined;
}

/** Cases are kept where none are yet: known before the work, so that none of it is lost at its end. */
export function checkCaseFolder(argument: string, folder: string): void {
  const found = received(folder);
  if (found === undefined) return;
  const expected = 'a folder without cases, or a name that is free';
  throw new UsageError({ argument, expected, received: found, wayOut: 'choose another folder' });
}
