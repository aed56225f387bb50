import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WorkerError } from '../errors.ts';

/** The path of a built file of this folder, which a thread can load. */
export function builtFile(name: string): string {
  const file = fileURLToPath(new URL(`./${name}`, import.meta.url));
  if (!existsSync(file)) {
    throw new WorkerError({
      argument: name,
      expected: `the built worker beside ${import.meta.url}`,
      received: 'no such file',
      wayOut: 'threads run built code only: run `npm run build` and import flowproof/node',
    });
  }
  return file;
}
