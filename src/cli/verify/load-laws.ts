/** The registry of laws. It needs fast-check, a peer dependency that may be missing where only other commands are used. */
import { FileError } from '../../errors.ts';
import type { AnyLaw } from '../../laws/registry.ts';

/** All laws; throws a FileError with the way out where fast-check is missing. */
export async function lawsOrAdvice(): Promise<readonly AnyLaw[]> {
  try {
    return (await import('../../laws/registry.ts')).laws;
  } catch (error) {
    throw advised(error);
  }
}

/** What to say of an error that loading the laws threw: the way out where fast-check is missing, else the error itself. */
export function advised(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' || !String(message).includes("'fast-check'")) return error;
  return new FileError({
    argument: 'verify',
    expected: 'the package fast-check, from which the laws draw their cases',
    received: 'none',
    wayOut: 'run npm install fast-check',
  });
}
