/** The cases of a folder as they were emitted, held to their hashes and to the contracts. */
import { join } from 'node:path';
import { FormatError } from '../../errors.ts';
import { readBytes } from '../../io/files.ts';
import { printable, show } from '../../io/printable.ts';
import { decodeSafetensors } from '../../io/safetensors.ts';
import type { Case, Operation, Tensor } from '../../oracle/contract.ts';
import { operations as registered } from '../../oracle/registry.ts';
import { dtypeOf, shapeOf } from '../../oracle/shape.ts';
import { checkType } from '../expected.ts';
import { CASE_ID, layout, sha256 } from './case-file.ts';
import type { Manifest, ManifestCase } from './emit.ts';

const wrong = (argument: string, expected: string, received: string, wayOut?: string): FormatError =>
  new FormatError({ argument, expected, received, ...(wayOut ? { wayOut } : {}) });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entryChecks: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  id: ['a case id', (value) => typeof value === 'string' && CASE_ID.test(value)],
  operation: ['the name of an operation', (value) => typeof value === 'string'],
  revision: ['an integer', Number.isSafeInteger],
  dtype: ['float32 or float64', (value) => value === 'float32' || value === 'float64'],
  sizes: [
    'an object of integers',
    (value) =>
      isObject(value) && Object.values(value).every((n) => Number.isSafeInteger(n) && (n as number) >= 0),
  ],
  settings: ['an object', isObject],
  sha256: ['64 hexadecimal digits', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)],
};

/** The manifest of a folder of cases. Throws a FileError or FormatError that names file and field. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, layout.manifest);
  const file = printable(path, 300);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(readBytes(path)).toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw wrong(file, 'JSON', printable(error.message, 120));
  }
  if (
    !isObject(value) ||
    value.version !== 1 ||
    value.kind !== 'oracle-cases' ||
    !Array.isArray(value.cases)
  ) {
    const { version, kind } = isObject(value) ? value : { version: undefined, kind: undefined };
    throw wrong(
      file,
      'kind "oracle-cases", version 1, and cases',
      `kind ${show(kind)}, version ${show(version)}`,
    );
  }
  for (const [i, entry] of value.cases.entries()) {
    for (const [name, [expected, fits]] of Object.entries(entryChecks)) {
      const field = isObject(entry) ? entry[name] : undefined;
      if (!fits(field)) throw wrong(`${file}: cases[${i}].${name}`, expected, show(field));
    }
  }
  return value as unknown as Manifest;
}

function readCase(folder: string, entry: ManifestCase, known: readonly Operation[]): Case {
  const { id, dtype, sizes, settings } = entry;
  const operation = known.find(({ name }) => name === entry.operation);
  const place = `${printable(join(folder, layout.manifest), 300)}: case ${id}`;
  if (!operation) throw wrong(place, 'an operation that there is', show(entry.operation));
  if (operation.revision !== entry.revision) {
    const wayOut = 'emit the cases anew, or judge them with the version that made them';
    throw wrong(
      place,
      `revision ${operation.revision} of ${operation.name}`,
      `revision ${entry.revision}`,
      wayOut,
    );
  }
  const path = join(folder, layout.cases, `${id}.safetensors`);
  const file = printable(path, 300);
  const bytes = readBytes(path);
  const hash = sha256(bytes);
  if (hash !== entry.sha256) throw wrong(file, `SHA-256 ${entry.sha256}`, hash, 'it has been changed since');
  const { tensors } = decodeSafetensors(bytes, { file: path, allowNonFinite: true });
  const inputs: Record<string, Tensor> = {};
  for (const field of operation.inputs) {
    const tensor = tensors.get(field.name);
    const where = `${file}: tensor ${show(field.name)}`;
    if (!tensor) throw wrong(where, 'a tensor', 'none');
    const type = dtypeOf(field, dtype);
    const shape = shapeOf(field, sizes);
    checkType(
      where,
      { name: field.name, dtype: type, shape, bytes: tensor.data.byteLength },
      tensor.dtype,
      tensor.shape,
    );
    inputs[field.name] = { dtype: type, shape, data: tensor.data as Tensor['data'] };
  }
  return { id, operation: operation.name, dtype, sizes, settings, inputs };
}

/** All cases of a folder, in the order of the manifest. Throws a FileError or FormatError that names file and tensor. */
export function readCases(
  folder: string,
  options: { readonly operations?: readonly Operation[] } = {},
): readonly Case[] {
  const known = options.operations ?? registered;
  return readManifest(folder).cases.map((entry) => readCase(folder, entry, known));
}
