/** Rows as a file, in the format that its name asks for. */
import { extname } from 'node:path';
import { show, UsageError } from '../errors.ts';
import { encodeCsv, encodeNpy, encodeNpz, encodeSafetensors } from '../io/index.ts';
import { writeWhole } from './output-file.ts';

type Encoder = (rows: Float32Array, columns: readonly string[]) => Uint8Array;

const tensor = (rows: Float32Array, columns: readonly string[]) => ({
  shape: [rows.length / columns.length, columns.length],
  data: rows,
});

const encoders: Readonly<Record<string, Encoder>> = {
  // The shortest decimal that reads back as the same float32 would need its own printer; float64 digits are exact.
  '.csv': (rows, columns) => encodeCsv({ names: columns, cells: Array.from(rows, String) }),
  '.npy': (rows, columns) => encodeNpy(tensor(rows, columns)),
  '.npz': (rows, columns) => encodeNpz(new Map([['samples', tensor(rows, columns)]])),
  '.safetensors': (rows, columns) =>
    encodeSafetensors({ tensors: new Map([['samples', tensor(rows, columns)]]) }),
};

/** Throws a UsageError for a file name whose format is unknown. */
export function checkSampleFile(path: string): void {
  if (!Object.hasOwn(encoders, extname(path))) {
    throw new UsageError({
      argument: '--out',
      expected: `a file name ending in ${Object.keys(encoders).join(', ')}`,
      received: show(path),
    });
  }
}

/** Numbers in one file: what its text or bytes may hold in one piece, with room for the copies on the way. */
const MAX_NUMBERS = { text: 1 << 24, binary: 1 << 27 };

/** Throws a UsageError for more samples than a file of this format takes. */
export function checkSampleCount(option: string, path: string, count: number, columns: number): void {
  const most = Math.floor(MAX_NUMBERS[extname(path) === '.csv' ? 'text' : 'binary'] / columns);
  if (count <= most) return;
  throw new UsageError({
    argument: option,
    expected: `at most ${most} samples of ${columns} columns in a ${extname(path)} file`,
    received: String(count),
    wayOut: 'draw them in parts with different --seed',
  });
}

/** Writes [rows, columns] whole or not at all. */
export function writeSampleFile(path: string, rows: Float32Array, columns: readonly string[]): void {
  checkSampleFile(path);
  writeWhole('--out', path, encoders[extname(path)]!(rows, columns));
}
