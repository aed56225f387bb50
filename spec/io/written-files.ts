/** Files that a test writes, in a folder that goes when its tests are done. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new folder for the spec that calls this at its top, and a function that writes a file there and says where it is. */
export function writtenFiles(): { folder: string; file(name: string, content: Uint8Array | string): string } {
  const folder = mkdtempSync(join(tmpdir(), 'flowproof-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}
