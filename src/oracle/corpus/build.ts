/** A corpus from its draws, up to its bytes. */
import type { Operation } from '../contract.ts';
import { mistakes, operations } from '../registry.ts';
import { type CorpusDraw, corpusCase, SEED } from './draw.ts';
import { type CorpusEntry, corpusEntry } from './entry.ts';
import {
  BOUND,
  CORPUS,
  type CorpusFlag,
  type CorpusManifest,
  type CorpusOperation,
  conventions,
  RADIUS,
  SCHEMA,
} from './manifest.ts';

/** A corpus whose files have no hashes yet. */
export interface CorpusParts {
  readonly manifest: Omit<CorpusManifest, 'files' | 'sha256'>;
  readonly entries: readonly CorpusEntry[];
}

/** The file that holds the cases of an operation. */
export const fileOf = (operation: string): string => `cases/${operation.split('.')[0]!}.safetensors`;

function operationData(operation: Operation): CorpusOperation {
  const { name, revision, formula, conventions: own, source, inputs, outputs, certified = [] } = operation;
  const plain = (fields: Operation['outputs']) =>
    fields.map(({ name: field, type, shape, meaning }) => ({ name: field, type, shape, meaning }));
  return {
    name,
    revision,
    formula,
    conventions: own,
    source,
    inputs: plain(inputs),
    outputs: plain(outputs),
    certified,
    file: fileOf(name),
  };
}

/** Every draw as a case with its answer. */
export function buildCorpus(draws: readonly CorpusDraw[]): CorpusParts {
  const known = new Map(operations.map((operation) => [operation.name, operation]));
  const entries = draws.map((draw) => {
    const operation = known.get(draw.operation)!;
    return corpusEntry(operation, corpusCase(operation, CORPUS, draw), draw);
  });
  const flagged = new Set(entries.flatMap(({ entry }) => entry.flags));
  const flags: Record<string, CorpusFlag> = {};
  for (const { id, title, right, wrong, looksLike } of mistakes) {
    if (flagged.has(id)) flags[id] = { title, right, wrong, effect: looksLike };
  }
  const used = new Set(draws.map(({ operation }) => operation));
  return {
    manifest: {
      kind: 'oracle-corpus',
      schema: SCHEMA,
      version: CORPUS,
      licence: 'MIT',
      seed: SEED,
      conventions,
      radius: RADIUS,
      bound: BOUND,
      operations: operations.filter(({ name }) => used.has(name)).map(operationData),
      flags,
      cases: entries.map(({ entry }) => entry),
    },
    entries,
  };
}
