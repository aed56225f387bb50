/** Where trials come from: our own system, or a user's module, loaded on the thread that runs them. */
import { type CallLog, watched } from '../laws/core/call-log.ts';
import type { Trial } from '../laws/core/trial.ts';
import { systemTrials } from '../laws/system/index.ts';
import { threadTrials } from './determinism-trials.ts';
import { loadModule, readExports } from './user-module.ts';
import { userTrials } from './user-trials.ts';

/** Plain data from which any thread builds the same trials. */
export type LawSource =
  | { readonly kind: 'own' }
  /** `url`: an absolute file: URL; `shown`: the module as messages name it. */
  | { readonly kind: 'module'; readonly url: string; readonly shown: string };

/** All trials of a source, in a fixed order. With `log`, calls to a module's objects are noted there. */
export async function trialsOf(source: LawSource, log?: CallLog): Promise<readonly Trial[]> {
  if (source.kind === 'own') return [...systemTrials(), ...threadTrials()];
  const exports = await loadModule(source);
  return readExports(source.shown, () =>
    userTrials(exports, source, log && ((subject) => watched(subject, log))),
  );
}
