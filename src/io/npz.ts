/**
 * npz: a zip archive with one npy file per array, the array's name before `.npy`. Source: NEP 1, numpy.savez.
 */

import { DEFAULT_MAX_BYTES } from './limits.ts';
import { checkBytes, type DecodeOptions, malformed } from './malformed.ts';
import { decodeNpy, encodeNpy } from './npy.ts';
import { show } from './printable.ts';
import { checkTensor, type Tensor, type TensorInput } from './tensor.ts';
import { unzip, zip } from './zip.ts';

/**
 * The arrays of an npz file by name. `maxBytes` (default 1 GiB) bounds what all of them may take uncompressed; it is
 * compared with the declared sizes before anything is inflated. Throws a FormatError that names the byte.
 */
export function decodeNpz(
  bytes: Uint8Array,
  options: DecodeOptions & { readonly maxBytes?: number } = {},
): Map<string, Tensor> {
  const file = options.file ?? 'npz';
  checkBytes(file, bytes);
  const arrays = new Map<string, Tensor>();
  for (const [path, content] of unzip(file, bytes, options.maxBytes ?? DEFAULT_MAX_BYTES)) {
    if (!path.endsWith('.npy')) throw malformed(file, 0, 'only .npy files in the archive', show(path));
    arrays.set(path.slice(0, -4), decodeNpy(content, { ...options, file: `${file}!${path}` }));
  }
  return arrays;
}

/** An npz file of the arrays, in their order; the same arrays give the same bytes. */
export function encodeNpz(
  arrays: ReadonlyMap<string, TensorInput> | Readonly<Record<string, TensorInput>>,
  options: { readonly allowNonFinite?: boolean } = {},
): Uint8Array {
  const entries = arrays instanceof Map ? [...arrays] : Object.entries(arrays);
  const files = new Map<string, Uint8Array>();
  for (const [name, tensor] of entries) {
    checkTensor(name, tensor, options.allowNonFinite);
    files.set(`${name}.npy`, encodeNpy(tensor, options));
  }
  return zip(files);
}
