/** Where trials come from: our own system, or a user's module, loaded on the thread that runs them. */
import { ArgumentError, FileError, FlowproofError } from '../errors.ts';
import { type CallLog, watched } from '../laws/core/call-log.ts';
import type { Trial } from '../laws/core/trial.ts';
import { systemTrials } from '../laws/system/index.ts';
import { threadTrials } from './determinism-trials.ts';
import { wayOutOf } from './module-hints.ts';
import { userTrials } from './user-trials.ts';

/** Plain data from which any thread builds the same trials. */
export type LawSource =
  | { readonly kind: 'own' }
  /** `url`: an absolute file: URL; `shown`: the module as messages name it. */
  | { readonly kind: 'module'; readonly url: string; readonly shown: string };

async function loadModule(url: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
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

/** All trials of a source, in a fixed order. With `log`, calls to a module's objects are noted there. */
export async function trialsOf(source: LawSource, log?: CallLog): Promise<readonly Trial[]> {
  if (source.kind === 'own') return [...systemTrials(), ...threadTrials()];
  const exports = await loadModule(source.url, source.shown);
  try {
    return userTrials(exports, source, log && ((subject) => watched(subject, log)));
  } catch (error) {
    if (error instanceof FlowproofError) throw error;
    // A getter of the module itself.
    throw new ArgumentError({
      argument: source.shown,
      expected: 'objects that can be read',
      received: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
}
