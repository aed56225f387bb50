/** The frozen corpus: hashes, ids, and every true value against its twin at 200 bits. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/backends/corpus/files.ts';
import { corpusFolder, readCorpus } from '../../src/backends/corpus/read.ts';
import { readTensors } from '../../src/io/tensors.ts';

const folder = corpusFolder();
const { manifest, cases } = readCorpus(folder);
const scratch = mkdtempSync(join(tmpdir(), 'flowproof-corpus-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Half a unit in the last place: the tables are rounded to float64. */
const rounding = (value: number): number => Math.abs(value) * 1.1102230246251565e-16 + 2.5e-324;

describe('the corpus', () => {
  it('has each id once, named by version, operation, dtype and draw', () => {
    const ids = cases.map(({ entry }) => entry.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { entry } of cases) {
      expect(entry.id).toBe(`${manifest.version}-${entry.operation}-${entry.dtype}-${entry.index}`);
    }
  });

  it('has required cases of every operation in both dtypes, and every flag in one of them', () => {
    for (const { name } of manifest.operations) {
      for (const dtype of ['float32', 'float64']) {
        const own = cases.filter(({ entry }) => entry.operation === name && entry.dtype === dtype);
        expect(own.filter(({ entry }) => entry.tier === 'required').length).toBeGreaterThanOrEqual(3);
      }
    }
    const shown = new Set(
      cases.filter(({ entry }) => entry.tier !== 'optional').flatMap(({ entry }) => entry.flags),
    );
    expect(Object.keys(manifest.flags).filter((id) => !shown.has(id))).toEqual([]);
  });

  it('has bounds that hold the radius, and a certificate where there is none', () => {
    for (const { entry, answers } of cases) {
      for (const { value, radius, bound } of Object.values(answers)) {
        for (const [i, v] of value.entries()) {
          const sound = Number.isFinite(v) && radius[i]! >= 0 && radius[i]! <= bound[i]!;
          const open = bound[i] === Infinity && !entry.certificate;
          if (!sound || open) throw new Error(`${entry.id}, element ${i}: ${v} ± ${radius[i]}, ${bound[i]}`);
        }
      }
    }
  });

  it('refuses a file or manifest with one changed byte', () => {
    for (const name of ['manifest.json', 'cases/path.safetensors']) {
      const copy = join(scratch, name.replace('/', '-'));
      cpSync(folder, copy, { recursive: true });
      const bytes = readFileSync(join(copy, name));
      const at = name === 'manifest.json' ? bytes.indexOf('"seed": ') + 8 : bytes.length - 1;
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(join(copy, name), bytes);
      expect(() => readCorpus(copy)).toThrow(/SHA-256/);
    }
  });
});

describe('the table at 200 bits', () => {
  const index = JSON.parse(readFileSync(join(folder, 'mpmath', 'index.json'), 'utf8')) as {
    readonly sha256: string;
    readonly values: number;
    readonly files: Readonly<Record<string, string>>;
  };

  it('belongs to this corpus', () => {
    expect(index.sha256).toBe(manifest.sha256);
    for (const [name, hash] of Object.entries(index.files)) {
      expect(hashOf(readFileSync(join(folder, name)))).toBe(hash);
    }
  });

  it('lies within the radius of every true value', () => {
    const table = new Map(
      Object.keys(index.files).flatMap((name) => [...readTensors(join(folder, name)).tensors]),
    );
    let seen = 0;
    for (const { entry, answers } of cases) {
      for (const [name, { value, radius }] of Object.entries(answers)) {
        const twin = table.get(`${entry.id}/${name}`)!.data;
        expect(twin.length).toBe(value.length);
        for (const [i, v] of value.entries()) {
          const error = Math.abs(v - Number(twin[i]));
          if (!(error <= radius[i]! + rounding(v))) {
            throw new Error(`${entry.id}/${name}[${i}]: ${v} ± ${radius[i]} is ${twin[i]}`);
          }
          seen += 1;
        }
      }
    }
    expect(seen).toBe(index.values);
  });
});
