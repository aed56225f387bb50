/** A module of the user's, loaded and read on the thread that needs it. */
import { ArgumentError, FileError, FlowproofError } from '../errors.ts';
import { wayOutOf } from './module-hints.ts';

/** What it exports. `url`: absolute; `shown`: the module as messages name it. Throws a FileError when it does not load. */
export async function loadModule({
  url,
  shown,
}: {
  readonly url: string;
  readonly shown: string;
}): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(url)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${String(error)}`;
    throw new FileError({
      argument: shown,
      expected: 'a module that loads',
      received: what.split('\n')[0]!,
      wayOut: wayOutOf(error, shown),
    });
  }
}

/** What `read` makes of the exports; an error of their own, such as that of a getter, becomes an ArgumentError. */
export function readExports<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FlowproofError) throw error;
    throw new ArgumentError({
      argument: shown,
      expected: 'objects that can be read',
      received: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}
