/** One case as a safetensors file: its inputs as tensors, everything else as metadata. The same case gives the same bytes. */
import { createHash } from 'node:crypto';
import { encodeSafetensors } from '../../io/safetensors.ts';
import type { Case, Operation } from '../../oracle/contract.ts';

/** Where things lie in a folder of cases. */
export const layout = {
  manifest: 'manifest.json',
  text: 'cases.txt',
  cases: 'cases',
  outputs: 'outputs',
  about: 'outputs/backend.json',
} as const;

/** Ids become names of files: nothing that a file system or a shell could mistake. */
export const CASE_ID: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/;

export function encodeCase(operation: Operation, question: Case): Uint8Array {
  const { id, dtype, sizes, settings, inputs } = question;
  const metadata = {
    id,
    operation: operation.name,
    revision: String(operation.revision),
    dtype,
    sizes: JSON.stringify(sizes),
    settings: JSON.stringify(settings),
  };
  return encodeSafetensors({ tensors: inputs, metadata }, { allowNonFinite: true });
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
