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

/** JSON with the keys in order: what is read back from a manifest, which orders them as well, gives the same text. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

export function encodeCase(operation: Operation, question: Case): Uint8Array {
  const { id, dtype, sizes, settings, inputs } = question;
  const metadata = {
    id,
    operation: operation.name,
    revision: String(operation.revision),
    dtype,
    sizes: stable(sizes),
    settings: stable(settings),
  };
  return encodeSafetensors({ tensors: inputs, metadata }, { allowNonFinite: true });
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
