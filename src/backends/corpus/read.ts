/** A corpus from its folder, held to its hashes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FormatError } from '../../errors.ts';
import { readBytes } from '../../io/files.ts';
import { printable, show } from '../../io/printable.ts';
import { decodeSafetensors, type TensorFile } from '../../io/safetensors.ts';
import type { Case, Tensor } from '../../oracle/contract.ts';
import type { CorpusAnswer } from '../../oracle/corpus/entry.ts';
import type { CorpusCase, CorpusManifest } from '../../oracle/corpus/manifest.ts';
import { hashOf, MANIFEST } from './files.ts';

/** A case of a corpus with its true answer. */
export interface StoredCase {
  readonly entry: CorpusCase;
  readonly question: Case;
  readonly answers: Readonly<Record<string, CorpusAnswer & { readonly shape: readonly number[] }>>;
}

export interface Corpus {
  readonly manifest: CorpusManifest;
  readonly cases: readonly StoredCase[];
}

const wrong = (argument: string, expected: string, received: string): FormatError =>
  new FormatError({
    argument,
    expected,
    received,
    wayOut: 'a frozen corpus never changes: take the folder of a released package',
  });

function readManifest(folder: string): CorpusManifest {
  const path = join(folder, MANIFEST);
  const text = Buffer.from(readBytes(path)).toString('utf8');
  const place = printable(path, 300);
  const end = text.lastIndexOf('"sha256"');
  let manifest: CorpusManifest;
  try {
    manifest = JSON.parse(text) as CorpusManifest;
  } catch {
    throw wrong(place, 'JSON', show(text));
  }
  if (manifest.kind !== 'oracle-corpus' || !String(manifest.schema).startsWith('1.')) {
    throw wrong(
      place,
      'kind oracle-corpus of schema 1',
      `${show(manifest.kind)} of ${show(manifest.schema)}`,
    );
  }
  const hash = hashOf(text.slice(0, end));
  if (hash !== manifest.sha256) throw wrong(place, `text of SHA-256 ${manifest.sha256}`, hash);
  return manifest;
}

function tensorAt(file: string, { tensors }: TensorFile, name: string): Tensor {
  const found = tensors.get(name);
  if (!found) throw wrong(file, `a tensor ${show(name)}`, 'none');
  return found as unknown as Tensor;
}

function answerOf({ shape, data }: Tensor): StoredCase['answers'][string] {
  const count = data.length / 3;
  const part = (i: number): Float64Array => Float64Array.from(data.subarray(i * count, (i + 1) * count));
  return { shape: shape.slice(1), value: part(0), radius: part(1), bound: part(2) };
}

/** Reads and checks; throws a FormatError that names the file whose bytes are not those of the manifest. */
export function readCorpus(folder: string): Corpus {
  const manifest = readManifest(folder);
  const files = new Map(
    Object.entries(manifest.files).map(([file, expected]) => {
      const path = join(folder, file);
      const bytes = readBytes(path);
      const hash = hashOf(bytes);
      if (hash !== expected) throw wrong(printable(path, 300), `bytes of SHA-256 ${expected}`, hash);
      return [file, decodeSafetensors(bytes, { file: path, allowNonFinite: true })];
    }),
  );
  const known = new Map(manifest.operations.map((operation) => [operation.name, operation]));
  const cases = manifest.cases.map((entry): StoredCase => {
    const { id, operation, dtype, sizes, settings } = entry;
    const { file, inputs, outputs } = known.get(operation)!;
    const tensor = (name: string): Tensor => tensorAt(file, files.get(file)!, `${id}/${name}`);
    return {
      entry,
      question: {
        id,
        operation,
        dtype,
        sizes,
        settings,
        inputs: Object.fromEntries(
          inputs.map(({ name }) => {
            const { dtype: type, shape, data } = tensor(`in/${name}`);
            return [name, { dtype: type, shape, data }];
          }),
        ),
      },
      answers: Object.fromEntries(outputs.map(({ name }) => [name, answerOf(tensor(`out/${name}`))])),
    };
  });
  return { manifest, cases };
}

/** The folder of the newest corpus of this package. */
export function corpusFolder(): string {
  const root = fileURLToPath(new URL('../../../corpus/', import.meta.url));
  const versions = readdirSync(root).filter((name) => /^\d{4}\.\d{2}$/.test(name));
  return join(root, versions.sort().at(-1) ?? '');
}
