/** What writer and reader of a corpus agree on. */
import { createHash } from 'node:crypto';

export const MANIFEST = 'manifest.json';

/** SHA-256 in hexadecimal. */
export const hashOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
