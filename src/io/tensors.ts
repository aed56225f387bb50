/**
 * Model files: named tensors and string metadata, by path. Training checkpoints and trained models go through here.
 */
import { atomicWrite, readBytes } from './files.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type TensorFile,
  type TensorFileInput,
} from './safetensors.ts';

/** Reads a safetensors file of at most `maxBytes` (default 1 GiB). Throws a FileError or FormatError that names it. */
export function readTensors(
  path: string,
  options: { readonly allowNonFinite?: boolean; readonly maxBytes?: number } = {},
): TensorFile {
  return decodeSafetensors(readBytes(path, options), { ...options, file: path });
}

/** Writes a safetensors file in one step: a crash leaves the old file or the new one, whole. */
export function writeTensors(
  path: string,
  content: TensorFileInput,
  options: { readonly allowNonFinite?: boolean } = {},
): void {
  atomicWrite(path, encodeSafetensors(content, options));
}
