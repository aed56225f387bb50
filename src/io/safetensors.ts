/**
 * safetensors: named tensors and string metadata, strict in both directions.
 *
 *   byte 0  header length N, uint64   8  JSON header of N bytes   8 + N  elements, little-endian, row-major
 *   header: { "name": { "dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end] }, "__metadata__": { … } }
 *
 * Offsets count from byte 8 + N and must cover the data without gap or overlap up to the last byte; a header is at most
 * 100 MB. Source: the format section of the safetensors documentation (huggingface/safetensors).
 */
import { ArgumentError } from '../errors.ts';
import { type DtypeRow, dtypeRows } from './dtypes.ts';
import { type HeaderValue, parseHeaderJson } from './header-json.ts';
import { checkBytes, type DecodeOptions, hasLoneSurrogate, malformed, utf8 } from './malformed.ts';
import { printable, show } from './printable.ts';
import {
  checkTensor,
  elementBytes,
  elementCount,
  readElements,
  type Tensor,
  type TensorInput,
} from './tensor.ts';

const MAX_HEADER = 100_000_000;
const METADATA = '__metadata__';
const FIELDS = ['dtype', 'shape', 'data_offsets'];

/** What a safetensors file holds. Maps, because a tensor may have any name, `__proto__` among them. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** What is written to a safetensors file; plain objects serve as well as Maps. */
export interface TensorFileInput {
  readonly tensors: ReadonlyMap<string, TensorInput> | Readonly<Record<string, TensorInput>>;
  readonly metadata?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
}

interface Entry {
  readonly name: string;
  readonly dtype: DtypeRow;
  readonly shape: readonly number[];
  readonly count: number;
  readonly begin: number;
  readonly end: number;
}

/** Tensors in the order of the header, and metadata. Throws a FormatError that names the byte and the tensor. */
export function decodeSafetensors(bytes: Uint8Array, options: DecodeOptions = {}): TensorFile {
  const file = options.file ?? 'safetensors';
  checkBytes(file, bytes);
  if (bytes.length < 10) {
    throw malformed(file, bytes.length, 'a header length and a header', 'the end of the file');
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const most = Math.min(MAX_HEADER, bytes.length - 8);
  if (length < 2n || length > BigInt(most)) {
    throw malformed(file, 0, `a header of 2 to ${most} bytes`, `${length}`);
  }
  const base = 8 + Number(length);
  if (bytes[8] !== 0x7b) throw malformed(file, 8, '"{"', `0x${bytes[8]!.toString(16).padStart(2, '0')}`);
  const header = parseHeaderJson(file, 8, utf8(file, 8, bytes.subarray(8, base))) as ReadonlyMap<
    string,
    HeaderValue
  >;
  const metadata = new Map<string, string>();
  const entries: Entry[] = [];
  for (const [name, value] of header) {
    if (name === METADATA) readMetadata(file, value, metadata);
    else entries.push(readEntry(file, name, value));
  }
  checkCover(file, base, bytes.length - base, entries);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, count, begin } of entries) {
    const where = `tensor ${show(name)}`;
    const data = readElements(
      file,
      where,
      bytes,
      base + begin,
      dtype,
      count,
      options.allowNonFinite ?? false,
    );
    tensors.set(name, { dtype: dtype.name, shape, data });
  }
  return { tensors, metadata };
}

/**
 * A safetensors file: wide elements first, then by name (so that every tensor is aligned), header padded to 8 bytes.
 * The same tensors and metadata give the same bytes, in whatever order they come.
 */
export function encodeSafetensors(
  content: TensorFileInput,
  options: { readonly allowNonFinite?: boolean } = {},
): Uint8Array {
  const items = entriesOf<TensorInput>(content.tensors).map(([name, tensor]) => {
    checkName('tensors', name);
    if (name === METADATA)
      throw new ArgumentError({ argument: 'tensors', expected: 'another name', received: show(name) });
    return { name, tensor, dtype: checkTensor(`tensors[${show(name)}]`, tensor, options.allowNonFinite) };
  });
  items.sort((a, b) => b.dtype.bytes - a.dtype.bytes || byCodeUnits(a.name, b.name));
  const metadata = entriesOf<string>(content.metadata ?? {}).sort((a, b) => byCodeUnits(a[0], b[0]));
  for (const [name, value] of metadata) {
    checkName('metadata', name);
    checkName(`metadata[${show(name)}]`, value);
  }
  const fields = metadata.length
    ? [`${JSON.stringify(METADATA)}:${jsonObject(metadata.map(([k, v]) => [k, JSON.stringify(v)]))}`]
    : [];
  let end = 0;
  for (const { name, tensor, dtype } of items) {
    const begin = end;
    end += tensor.data.byteLength;
    const row = { dtype: dtype.safetensors, shape: tensor.shape, data_offsets: [begin, end] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(row)}`);
  }
  const bare = new TextEncoder().encode(`{${fields.join(',')}}`);
  const base = 8 + Math.ceil(bare.length / 8) * 8;
  const out = new Uint8Array(base + end).fill(0x20, 8, base);
  new DataView(out.buffer).setBigUint64(0, BigInt(base - 8), true);
  out.set(bare, 8);
  let at = base;
  for (const { tensor } of items) {
    out.set(elementBytes(tensor.data), at);
    at += tensor.data.byteLength;
  }
  return out;
}

function readMetadata(file: string, value: HeaderValue, out: Map<string, string>): void {
  if (!(value instanceof Map)) throw malformed(file, 8, `${METADATA} to be an object`, show(value));
  for (const [key, text] of value) {
    if (typeof text !== 'string') throw malformed(file, 8, `a string as metadata ${show(key)}`, show(text));
    out.set(key, text);
  }
}

function readEntry(file: string, name: string, value: HeaderValue): Entry {
  const tensor = `tensor ${show(name)}`;
  const keys = value instanceof Map ? [...value.keys()] : [];
  if (!(value instanceof Map) || keys.length !== 3 || !FIELDS.every((k) => value.has(k))) {
    throw malformed(
      file,
      8,
      `${tensor} with exactly the fields ${FIELDS.join(', ')}`,
      keys.length ? show(keys) : 'others',
    );
  }
  const code = value.get('dtype');
  const dtype = dtypeRows.find((r) => r.safetensors === code);
  if (!dtype) {
    const known = dtypeRows.map((r) => r.safetensors).join(' ');
    throw malformed(
      file,
      8,
      `a dtype of ${tensor} among ${known}`,
      typeof code === 'string' ? printable(code) : show(code),
    );
  }
  const shape = unsignedIntegers(file, `the shape of ${tensor}`, value.get('shape'));
  const offsets = unsignedIntegers(file, `data_offsets of ${tensor}`, value.get('data_offsets'));
  const count = elementCount(shape);
  const [begin, end] = offsets;
  if (count === undefined || offsets.length !== 2 || end! - begin! !== count * dtype.bytes) {
    const size = count === undefined ? 'fewer than 2^53' : String(count * dtype.bytes);
    throw malformed(
      file,
      8,
      `data_offsets [begin, end] of ${tensor} with ${size} bytes for shape ${show(shape)}`,
      show(offsets),
    );
  }
  return { name, dtype, shape, count, begin: begin!, end: end! };
}

function unsignedIntegers(file: string, what: string, value: HeaderValue | undefined): number[] {
  if (!Array.isArray(value) || !value.every((v) => typeof v === 'number')) {
    throw malformed(file, 8, `${what} as an array of integers`, show(value));
  }
  return value as number[];
}

function checkCover(file: string, base: number, length: number, entries: readonly Entry[]): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const fault = begin < covered ? 'which overlaps the tensor before it' : 'which leaves a gap';
      throw malformed(
        file,
        base + Math.min(covered, length),
        `tensor ${show(name)} at offset ${covered}`,
        `offset ${begin}, ${fault}`,
      );
    }
    covered = end;
  }
  if (covered !== length) {
    const wayOut = covered > length ? 'the file is truncated' : 'the file has trailing bytes';
    throw malformed(file, base + Math.min(covered, length), `${covered} bytes of data`, `${length}`, wayOut);
  }
}

function entriesOf<T>(map: ReadonlyMap<string, T> | Readonly<Record<string, T>>): [string, T][] {
  return map instanceof Map ? [...(map as ReadonlyMap<string, T>)] : Object.entries(map as Record<string, T>);
}

function checkName(argument: string, text: string): void {
  if (typeof text !== 'string' || hasLoneSurrogate(text)) {
    throw new ArgumentError({ argument, expected: 'a string of whole characters', received: show(text) });
  }
}

function jsonObject(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
