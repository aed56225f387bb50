/** A corpus as files: one safetensors file for each group of operations, and the manifest. The same cases give the same bytes. */
import { encodeSafetensors } from '../../io/safetensors.ts';
import { type CorpusParts, fileOf } from '../../oracle/corpus/build.ts';
import type { CorpusEntry } from '../../oracle/corpus/entry.ts';
import { CORPUS, type CorpusManifest, SCHEMA } from '../../oracle/corpus/manifest.ts';
import { shapeOf } from '../../oracle/shape.ts';
import { operationOf } from '../messages.ts';
import { hashOf, MANIFEST } from './files.ts';

type Tensors = Record<string, { shape: readonly number[]; data: Float32Array | Float64Array | Int32Array }>;

function tensorsOf({ question, answers }: CorpusEntry): Tensors {
  const tensors: Tensors = {};
  for (const [name, { shape, data }] of Object.entries(question.inputs)) {
    tensors[`${question.id}/in/${name}`] = { shape, data };
  }
  for (const field of operationOf(question).outputs) {
    const { value, radius, bound } = answers[field.name]!;
    const data = new Float64Array(3 * value.length);
    for (const [i, part] of [value, radius, bound].entries()) data.set(part, i * value.length);
    tensors[`${question.id}/out/${field.name}`] = { shape: [3, ...shapeOf(field, question.sizes)], data };
  }
  return tensors;
}

/**
 * The manifest's text: one case a line. The last field is the SHA-256 of all lines before it, and so of the whole corpus, whose files
 * stand there by their hashes.
 */
export function manifestText(manifest: Omit<CorpusManifest, 'sha256'>): string {
  const { cases, ...rest } = manifest;
  const fields = Object.entries(rest).map(([name, value]) => {
    const text = JSON.stringify(value, null, 1);
    return `${JSON.stringify(name)}: ${text},\n`;
  });
  const lines = cases.map((entry) => JSON.stringify(entry)).join(',\n');
  const body = `{\n${fields.join('')}"cases": [\n${lines}\n],\n`;
  return `${body}"sha256": "${hashOf(body)}"\n}\n`;
}

/** Files of the corpus by their path within its folder. */
export function encodeCorpus({ manifest, entries }: CorpusParts): ReadonlyMap<string, Uint8Array> {
  const groups = new Map<string, Tensors>();
  for (const entry of entries) {
    const file = fileOf(entry.question.operation);
    groups.set(file, { ...groups.get(file), ...tensorsOf(entry) });
  }
  const metadata = { corpus: CORPUS, schema: SCHEMA, licence: 'MIT' };
  const files = new Map<string, Uint8Array>();
  const hashes: Record<string, string> = {};
  for (const [file, tensors] of groups) {
    const bytes = encodeSafetensors({ tensors, metadata }, { allowNonFinite: true });
    files.set(file, bytes);
    hashes[file] = hashOf(bytes);
  }
  files.set(MANIFEST, new TextEncoder().encode(manifestText({ ...manifest, files: hashes })));
  return files;
}
