/** Folders of questions as files, gone when the tests of the spec file are done. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { emitCases } from '../../src/backends/index.ts';
import type { Case } from '../../src/oracle/contract.ts';
import { easy, hard } from './cases.ts';

interface OfflineFolders {
  /** A path that is not there yet. */
  fresh(): string;
  /** A folder in which these cases wait for answers. */
  emitted(cases?: readonly Case[]): string;
}

/** To be called once in a spec file. */
export function offlineFolders(): OfflineFolders {
  const root = mkdtempSync(join(tmpdir(), 'flowproof-offline-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let count = 0;
  const fresh = (): string => join(root, `${count++}`);
  return {
    fresh,
    emitted(cases = [easy, hard]) {
      const folder = fresh();
      emitCases(folder, cases);
      return folder;
    },
  };
}
