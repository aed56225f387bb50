/** Questions as files: the same cases come back, the text is readable, and what has changed since is found. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emitCases, readCases, readManifest } from '../../src/backends/index.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { operations } from '../../src/oracle/registry.ts';
import { key } from '../../src/random/index.ts';
import { easy } from './cases.ts';
import { offlineFolders } from './offline-folders.ts';

const { fresh, emitted } = offlineFolders();

describe('cases', () => {
  test('of every operation come back as they went, in both element types, −0 and NaN among them', () => {
    const cases = operations.map((operation, i) => {
      const dtype = i % 2 === 0 ? 'float32' : 'float64';
      return drawCase(operation, key(i), { id: operation.name, dtype, tier: 'edge' });
    });
    cases[0]!.inputs.t!.data.set([-0, Number.NaN].slice(0, cases[0]!.inputs.t!.data.length));
    const folder = emitted(cases);
    const back = readCases(folder);
    expect(back).toEqual(cases);
    expect(Object.is(back[0]!.inputs.t!.data[0], -0)).toBe(true);
    const again = emitted(back);
    const hashes = (place: string): readonly string[] =>
      readManifest(place).cases.map(({ sha256 }) => sha256);
    expect(hashes(again)).toEqual(hashes(folder));
  });

  test('are the same bytes each time', () => {
    const [a, b] = [emitted(), emitted()];
    for (const file of ['manifest.json', 'cases.txt', 'cases/easy.safetensors']) {
      expect(readFileSync(join(a, file))).toEqual(readFileSync(join(b, file)));
    }
  });

  test('read as text: bits, then the number', () => {
    const question = structuredClone(easy);
    const { inputs } = question;
    inputs.x0!.data[0] = 0.1;
    inputs.x0!.data[1] = -0;
    const text = readFileSync(join(emitted([question]), 'cases.txt'), 'utf8');
    expect(text).toContain(
      [
        'flowproof cases 1\n',
        'case easy',
        'operation path.sample 1',
        'dtype float32',
        'size rows 4',
        'size dim 2',
        'setting schedule {"kind":"cond-ot"}',
        'input x0 float32 2 4 2',
        '3dcccccd 0.1',
        '80000000 -0',
      ].join('\n'),
    );
    expect(text).toMatch(/\noutput x float32 2 4 2\nend\n$/);
    // Each decimal is the element again: an independent reading of the bits.
    const elements = [...text.matchAll(/^([0-9a-f]{8}) (.+)$/gm)];
    expect(elements.length).toBe(8 + 8 + 4);
    for (const [, hex, decimal] of elements) {
      const bits = new Float32Array(Uint32Array.of(Number.parseInt(hex!, 16)).buffer)[0];
      expect(Object.is(Math.fround(Number(decimal)), bits)).toBe(true);
    }
  });

  test.each([
    ['a path as id', [{ ...easy, id: '../x' }], /cases: expected ids .* received "\.\.\/x"/],
    ['an id twice, but for capitals', [easy, { ...easy, id: 'Easy' }], /received "Easy" twice/],
    [
      'an unknown operation',
      [{ ...easy, operation: 'path.sampel' }],
      /an operation of the registry.*"path\.sampel"/,
    ],
  ])('%s is refused', (_, cases, message) => {
    expect(() => emitCases(fresh(), cases)).toThrow(message);
  });

  test('a folder that has cases is refused', () => {
    const folder = emitted();
    expect(() => emitCases(folder, [easy])).toThrow(/folder: expected a folder without manifest\.json/);
  });

  test.each([
    [
      'changed elements',
      'cases/easy.safetensors',
      (b: Buffer) => b.fill(1, b.length - 4),
      /SHA-256 .*changed since/,
    ],
    ['no JSON', 'manifest.json', () => Buffer.from('{'), /manifest\.json: expected JSON/],
    [
      'another kind',
      'manifest.json',
      () => Buffer.from('{"kind":"report"}'),
      /kind "oracle-cases".*"report"/,
    ],
    [
      'a field',
      'manifest.json',
      (b: Buffer) => Buffer.from(`${b}`.replace('"rows": 4', '"rows": -4')),
      /cases\[0\]\.sizes: expected an object of integers/,
    ],
    [
      'a revision',
      'manifest.json',
      (b: Buffer) => Buffer.from(`${b}`.replace('"revision": 1', '"revision": 2')),
      /case easy: expected revision 1 of path\.sample, received revision 2/,
    ],
  ])('%s is found', (_, file, change, message) => {
    const folder = emitted();
    const path = join(folder, file);
    writeFileSync(path, change(readFileSync(path)));
    expect(() => readCases(folder)).toThrow(message);
  });
});
