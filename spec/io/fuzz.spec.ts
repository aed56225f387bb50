import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ArgumentError, FileError, FormatError } from '../../src/errors.ts';
import { decodeCsv, encodeCsv } from '../../src/io/csv.ts';
import { classColumn, numericColumn } from '../../src/io/csv-columns.ts';
import { loadDataset } from '../../src/io/datasets/load-dataset.ts';
import { decodeNpy, encodeNpy } from '../../src/io/npy.ts';
import { decodeNpz, encodeNpz } from '../../src/io/npz.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/io/safetensors.ts';
import type { Tensor } from '../../src/io/tensor.ts';
import { unzip, zip } from '../../src/io/zip.ts';
import { bits } from './arbitraries.ts';
import { mutate, type Random, random } from './mutate.ts';

// More files and another seed for a longer run: FUZZ_SCALE=60 FUZZ_SEED=1 npx vitest run spec/io/fuzz.spec.ts
const scale = Number(process.env.FUZZ_SCALE ?? 1);
const seed = Number(process.env.FUZZ_SEED ?? 20261122);
const allowNonFinite = true;
const golden = new URL('golden/', import.meta.url);
const corpus = (ending: string): Uint8Array[] =>
  readdirSync(golden)
    .filter((name) => name.endsWith(ending))
    .map((name) => new Uint8Array(readFileSync(new URL(name, golden))));

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const tables = [
  'a,b,species\n1,2.5,x\n-3,4e-3,y\n',
  'a;b\r\n"1";"2,5"\r\n',
  '"a ""q""","b\nc"\nNA,""\n',
  readFileSync(new URL('../../data/penguins.csv', import.meta.url), 'utf8').slice(0, 500),
].map(text);

/** Reads a file, writes what it found, reads that, and compares: what decodes must be what it says it is. */
interface Format {
  readonly name: string;
  readonly files: number;
  readonly make: (r: Random) => Uint8Array;
  readonly roundTrip: (bytes: Uint8Array) => void;
}

function same(before: ReadonlyMap<string, Tensor>, after: ReadonlyMap<string, Tensor>): void {
  const plain = (tensors: ReadonlyMap<string, Tensor>): unknown =>
    [...tensors].map(([name, t]) => [name, bits(t)]).sort();
  expect(plain(after)).toEqual(plain(before));
}

const npys = corpus('.npy');
const npzs = [...corpus('.npz'), encodeNpz({ a: { shape: [2], data: Float32Array.of(1, 2) } })];
const safetensors = [
  ...corpus('.safetensors'),
  encodeSafetensors({
    tensors: { a: { shape: [2], data: Float32Array.of(1, 2) }, b: { shape: [], data: Float64Array.of(3) } },
  }),
];

/** Only a damaged array in a sound archive gets past the checksums. */
function damagedInside(r: Random): Uint8Array {
  const entries = [...unzip('npz', npzs[r(npzs.length)]!)].map(
    ([name, content]) => [r(8) ? name : `${name}x`, r(2) ? mutate(r, [content, ...npys]) : content] as const,
  );
  return zip(new Map(entries));
}

/** A damaged header under a header length that fits it. */
function damagedHeader(r: Random): Uint8Array {
  const file = safetensors[r(safetensors.length)]!;
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = mutate(r, [file.subarray(8, 8 + length)]);
  const out = new Uint8Array(8 + header.length + file.length - 8 - length);
  new DataView(out.buffer).setBigUint64(0, BigInt(header.length), true);
  out.set(header, 8);
  out.set(file.subarray(8 + length), 8 + header.length);
  return out;
}

const formats: Format[] = [
  {
    name: 'npy',
    files: 400,
    make: (r) => mutate(r, npys),
    roundTrip: (bytes) => {
      const tensor = decodeNpy(bytes, { allowNonFinite });
      const again = decodeNpy(encodeNpy(tensor, { allowNonFinite }), { allowNonFinite });
      expect(bits(again)).toEqual(bits(tensor));
    },
  },
  {
    name: 'npz',
    files: 400,
    make: (r) => (r(3) ? mutate(r, npzs) : damagedInside(r)),
    roundTrip: (bytes) => {
      const arrays = decodeNpz(bytes, { allowNonFinite });
      same(arrays, decodeNpz(encodeNpz(arrays, { allowNonFinite }), { allowNonFinite }));
    },
  },
  {
    name: 'safetensors',
    files: 400,
    make: (r) => (r(2) ? mutate(r, safetensors) : damagedHeader(r)),
    roundTrip: (bytes) => {
      const content = decodeSafetensors(bytes, { allowNonFinite });
      const again = decodeSafetensors(encodeSafetensors(content, { allowNonFinite }), { allowNonFinite });
      same(content.tensors, again.tensors);
      expect(new Map(again.metadata)).toEqual(new Map(content.metadata));
    },
  },
  {
    name: 'csv',
    files: 400,
    make: (r) => mutate(r, tables),
    roundTrip: (bytes) => {
      const table = decodeCsv(bytes);
      const { names, cells } = decodeCsv(encodeCsv(table));
      expect({ names, cells }).toEqual({ names: table.names, cells: table.cells });
      classColumn(table, table.names[0]!);
      numericColumn(table, table.names[0]!);
    },
  },
];

/** Runs an action that may only return or throw one of the given errors, on one short line; true when it returned. */
function tame(action: () => void, types: readonly (new (...a: never[]) => Error)[], what: string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    expect(
      types.some((type) => error instanceof type),
      `${what}: ${(error as Error).stack}`,
    ).toBe(true);
    expect(message, what).toMatch(/^[^\p{Cc}\u2028\u2029]{10,1200}$/u);
    return false;
  }
}

describe('damaged files', () => {
  it.each(formats)('$files × $name', { timeout: 30_000 * scale }, ({ name, files, make, roundTrip }) => {
    const r = random(seed);
    let decoded = 0;
    let slowest = 0;
    let largest = 0;
    // Time of this process, not of the clock: other work on the machine must not fail a test.
    const cpu = (): number => process.cpuUsage().user / 1000;
    const memory = (): number => process.memoryUsage().arrayBuffers;
    for (let i = 0; i < files * scale; i++) {
      const bytes = make(r);
      const base = memory();
      const start = cpu();
      if (tame(() => roundTrip(bytes), [FormatError], `${name} ${i}`)) decoded++;
      slowest = Math.max(slowest, cpu() - start);
      largest = Math.max(largest, memory() - base);
    }
    expect(slowest).toBeLessThan(1000);
    // Inputs are below 10 kB; fflate's tables and windows, and 131 kB for each stream it opens, are the largest part.
    expect(largest).toBeLessThan(4_000_000);
    // Neither all nor none: mutations reach behind the first check, and damage.
    expect(decoded).toBeGreaterThan((files * scale) / 200);
    expect(decoded).toBeLessThan((files * scale) / 2);
  });

  it('200 × each through loadDataset, from the disk', () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowproof-fuzz-'));
    try {
      const r = random(seed + 1);
      for (const { name, make } of formats) {
        for (let i = 0; i < 200; i++) {
          const path = join(folder, `${i}.${name}`);
          writeFileSync(path, make(r));
          // Which array or column to take may have become ambiguous: that is an ArgumentError that lists them.
          tame(() => void loadDataset(path), [FormatError, FileError, ArgumentError], `${name} ${i}`);
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
