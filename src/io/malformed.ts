/**
 * Errors about bytes: `FILE: byte N` or `FILE: row R, column C`, always on one line.
 */
import { ArgumentError, FormatError } from '../errors.ts';
import { printable, show } from './printable.ts';

/** Options shared by all decoders. */
export interface DecodeOptions {
  /** Name for error messages. Default: the format, such as "npy". */
  readonly file?: string;
  /** Accept NaN and ±∞ in float tensors. Default false. */
  readonly allowNonFinite?: boolean;
}

/** The error for what stands at a byte of a file. */
export function malformed(
  file: string,
  byte: number,
  expected: string,
  received: string,
  wayOut?: string,
): FormatError {
  const argument = `${printable(file, 300)}: byte ${byte}`;
  return new FormatError({ argument, expected, received, ...(wayOut ? { wayOut } : {}) });
}

/** Throws unless `bytes` is a Uint8Array; a Buffer is one. */
export function checkBytes(file: string, bytes: Uint8Array): void {
  if (!(bytes instanceof Uint8Array)) {
    throw new ArgumentError({
      argument: printable(file, 300),
      expected: 'a Uint8Array of the file',
      received: show(bytes),
    });
  }
}

/** Strict UTF-8; throws a FormatError at `byte` when it is not. */
export function utf8(file: string, byte: number, bytes: Uint8Array): string {
  try {
    // The copy lets bytes in shared memory through, which TextDecoder refuses.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    throw malformed(file, byte, `${bytes.length} bytes of UTF-8`, 'bytes that are no UTF-8');
  }
}

/** True when a string has half a surrogate pair, which no UTF-8 file can hold. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Cs}/u.test(text);
}
