/** The registry of laws. It needs fast-check, a peer dependency that may be missing where only other commands are used. */
import { FileError } from '../../errors.ts';
import type { AnyLaw } from '../../laws/registry.ts';

/** All laws; throws a FileError with the way out where fast-check is missing. */
export async function lawsOrAdvice(): Promise<readonly AnyLaw[]> {
  try {
    return (await import('../../laws/registry.ts')).laws;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' || !String(message).includes('fast-check')) throw error;
    throw new FileError({
      argument: 'verify',
      expected: 'the package fast-check',
      received: 'none',
      wayOut: 'run npm install fast-check',
    });
  }
}
