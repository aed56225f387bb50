/**
 * Questions as files, for a backend that cannot be reached by a pipe: one safetensors file a case, a manifest, and all of it as plain
 * text. The backend writes outputs/<id>.safetensors (or .txt) beside them; file-backend.ts reads those.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError } from '../../errors.ts';
import { atomicWrite, makeFolder } from '../../io/files.ts';
import { writeJson } from '../../io/json-output.ts';
import { printable, show } from '../../io/printable.ts';
import type { Case, Field, Operation } from '../../oracle/contract.ts';
import { dtypeOf, shapeOf } from '../../oracle/shape.ts';
import { operationOf } from '../messages.ts';
import { CASE_ID, encodeCase, layout, sha256 } from './case-file.ts';
import { caseText } from './text-view.ts';

/** A tensor as the manifest announces it. */
export interface ManifestTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly meaning: string;
}

/** One case in the manifest. */
export interface ManifestCase {
  readonly id: string;
  readonly operation: string;
  readonly revision: number;
  readonly dtype: 'float32' | 'float64';
  readonly sizes: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly formula: string;
  readonly conventions: readonly string[];
  readonly file: string;
  readonly sha256: string;
  readonly inputs: readonly ManifestTensor[];
  /** What is asked for ... */
  readonly outputs: readonly ManifestTensor[];
  /** ... and what may be sent along, under names `trace.<name>`. */
  readonly trace: readonly ManifestTensor[];
}

export interface Manifest {
  readonly version: 1;
  readonly kind: 'oracle-cases';
  readonly conventions: readonly string[];
  readonly cases: readonly ManifestCase[];
}

const CONVENTIONS = [
  'tensors are dense, row-major and little-endian; a scalar has shape []',
  'batches are [rows, dim]; weights are [outputs, inputs]',
  'time runs from t = 0 (source, noise) to t = 1 (target, data)',
  'losses are means over rows of sums over dims',
];

function manifestCase(operation: Operation, question: Case, file: string, hash: string): ManifestCase {
  const { id, dtype, sizes, settings } = question;
  const tensor = (field: Field): ManifestTensor => ({
    name: field.name,
    dtype: dtypeOf(field, dtype),
    shape: shapeOf(field, sizes),
    meaning: field.meaning,
  });
  return {
    id,
    operation: operation.name,
    revision: operation.revision,
    dtype,
    sizes,
    settings,
    formula: operation.formula,
    conventions: operation.conventions,
    file,
    sha256: hash,
    inputs: operation.inputs.map(tensor),
    outputs: operation.outputs.map(tensor),
    trace: operation.trace.map(tensor),
  };
}

function checkIds(cases: readonly Case[]): void {
  const seen = new Set<string>();
  for (const { id } of cases) {
    // Some file systems do not tell capitals from small letters.
    const name = id.toLowerCase();
    if (!CASE_ID.test(id) || seen.has(name)) {
      throw new ArgumentError({
        argument: 'cases',
        expected: 'ids of letters, digits, ".", "_" and "-", each once',
        received: seen.has(name) ? `${show(id)} twice` : show(id),
      });
    }
    seen.add(name);
  }
}

/** Writes the cases into a folder that has none yet. The manifest comes last: where it is, everything is. */
export function emitCases(
  folder: string,
  cases: readonly Case[],
  options: { readonly operations?: readonly Operation[] } = {},
): Manifest {
  checkIds(cases);
  if (existsSync(join(folder, layout.manifest))) {
    throw new ArgumentError({
      argument: 'folder',
      expected: `a folder without ${layout.manifest}`,
      received: printable(folder, 300),
      wayOut: 'answers in it belong to the cases that are there: choose another folder',
    });
  }
  for (const name of [layout.cases, layout.outputs]) makeFolder(join(folder, name));
  const entries: ManifestCase[] = [];
  const texts: string[] = ['flowproof cases 1\n'];
  for (const question of cases) {
    const operation = operationOf(question, options.operations);
    const bytes = encodeCase(operation, question);
    const file = `${layout.cases}/${question.id}.safetensors`;
    atomicWrite(join(folder, file), bytes);
    entries.push(manifestCase(operation, question, file, sha256(bytes)));
    texts.push(caseText(operation, question));
  }
  atomicWrite(join(folder, layout.text), new TextEncoder().encode(texts.join('\n')));
  const manifest: Manifest = { version: 1, kind: 'oracle-cases', conventions: CONVENTIONS, cases: entries };
  writeJson(join(folder, layout.manifest), manifest);
  return manifest;
}
