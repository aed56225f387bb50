/**
 * Tensors on the wire: elements as base64 of their little-endian bytes, so that NaN, ±∞ and −0 arrive as they are; or by reference
 * to a tensor in a safetensors file.
 *
 *   { "dtype": "float32", "shape": [4, 2], "b64": "…" }     { "dtype": "float32", "shape": [4, 2], "file": "…", "name": "x0" }
 */
import { show } from '../io/printable.ts';
import type { Tensor } from '../oracle/contract.ts';
import { checkType, type ExpectedTensor, tensorOf, wrongAnswer } from './expected.ts';

/** A tensor with its elements. */
export interface InlineTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly b64: string;
}

/** A tensor that stands in a safetensors file. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly file: string;
  readonly name: string;
}

export type WireTensor = InlineTensor | StoredTensor;

/** Fetches a tensor that came by reference; throws a FormatError or FileError that names file and tensor. */
export type FetchStored = (place: string, expected: ExpectedTensor, file: string, name: string) => Tensor;

export function encodeInline({ dtype, shape, data }: Tensor): InlineTensor {
  const b64 = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
  return { dtype, shape, b64 };
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function decodeBase64(place: string, expected: ExpectedTensor, text: unknown): Tensor {
  if (typeof text !== 'string' || text.length % 4 !== 0 || !BASE64.test(text)) {
    const received = typeof text === 'string' ? `${text.length} characters, ${show(text)}` : show(text);
    throw wrongAnswer(`${place}.b64`, 'base64 with padding, without line breaks', received);
  }
  return tensorOf(place, expected, Buffer.from(text, 'base64'));
}

/** The tensor that a reply holds at `place`, held to what is expected there. */
export function decodeTensor(
  place: string,
  expected: ExpectedTensor,
  value: unknown,
  fetchStored: FetchStored,
): Tensor {
  const fields =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const stored = fields.includes('file');
  const right = stored ? ['dtype', 'shape', 'file', 'name'] : ['dtype', 'shape', 'b64'];
  if (fields.length !== right.length || !right.every((field) => fields.includes(field))) {
    const received = fields.length > 0 ? fields.map((field) => show(field)).join(', ') : show(value);
    throw wrongAnswer(place, `a tensor { ${right.join(', ')} }`, received);
  }
  const { dtype, shape, b64, file, name } = value as Readonly<Record<string, unknown>>;
  checkType(place, expected, dtype, shape);
  if (!stored) return decodeBase64(place, expected, b64);
  if (typeof file !== 'string' || typeof name !== 'string') {
    throw wrongAnswer(place, 'file and name as strings', `${show(file)} and ${show(name)}`);
  }
  return fetchStored(place, expected, file, name);
}
