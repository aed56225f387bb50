/** The cases of the package's frozen corpus that this version judges. */
import { corpusFolder, readCorpus, type StoredCase } from '../../backends/corpus/index.ts';
import { operations } from '../../oracle/registry.ts';

/** All but those of operations whose meaning has changed since. */
export function corpusCases(): readonly StoredCase[] {
  const revisions = new Map(operations.map(({ name, revision }) => [name, revision]));
  return readCorpus(corpusFolder()).cases.filter(
    ({ entry }) => revisions.get(entry.operation) === entry.revision,
  );
}
