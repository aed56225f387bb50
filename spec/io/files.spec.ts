import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ArgumentError, FileError, FormatError } from '../../src/errors.ts';
import { atomicWrite, readBytes, removeTemporaries } from '../../src/io/files.ts';
import { encodeJson, writeJson } from '../../src/io/json-output.ts';
import { readTensors, writeTensors } from '../../src/io/tensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'flowproof-io-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe('files', () => {
  it('writes and reads whole files and leaves nothing else behind', () => {
    mkdirSync(at('plain'));
    const path = at('plain/a.bin');
    for (const bytes of [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(100_000).fill(7)]) {
      atomicWrite(path, bytes);
      expect(Buffer.compare(readBytes(path), bytes)).toBe(0);
    }
    expect(readdirSync(at('plain'))).toEqual(['a.bin']);
  });

  it('says what stands in the way of reading', () => {
    writeFileSync(at('big'), new Uint8Array(11));
    expect(() => readBytes(at('missing'))).toThrow(FileError);
    expect(() => readBytes(at('missing'))).toThrow(
      /missing: expected a readable file, received no such file or folder; check the path$/,
    );
    expect(() => readBytes(folder)).toThrow(/expected a regular file, received a folder/);
    expect(() => readBytes('/dev/zero')).toThrow(/expected a regular file, received a device/);
    expect(() => readBytes(at('big/x'))).toThrow(/a path through something that is no folder/);
    expect(() => readBytes(at('big'), { maxBytes: 10 })).toThrow(
      /at most 10 bytes, received 11 bytes; raise maxBytes/,
    );
    expect(() => readBytes(at('x'.repeat(300)))).toThrow(/a name that is too long/);
    symlinkSync(at('loop'), at('loop'));
    expect(() => readBytes(at('loop'))).toThrow(/a loop of links/);
    expect(() => readBytes('')).toThrow(ArgumentError);
    expect(() => readBytes('a\0b')).toThrow(ArgumentError);
  });

  it('does not wait for a pipe that nobody writes to', () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(() => readBytes(at('pipe'))).toThrow(/a device, pipe or socket/);
  });

  it('says what stands in the way of writing, keeps the old file and cleans up', () => {
    expect(() => atomicWrite(at('nowhere/a'), new Uint8Array(1))).toThrow(
      /expected a writable place, received no such file or folder/,
    );
    mkdirSync(at('target'));
    const before = readdirSync(folder).sort();
    expect(() => atomicWrite(at('target'), new Uint8Array(1))).toThrow(FileError);
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(() => atomicWrite(at('a'), 'text' as unknown as Uint8Array)).toThrow(ArgumentError);
  });

  it.skipIf(process.getuid?.() === 0)('respects permissions', () => {
    mkdirSync(at('locked'), { mode: 0o500 });
    expect(() => atomicWrite(at('locked/a'), new Uint8Array(1))).toThrow(/no permission/);
    writeFileSync(at('secret'), 'x');
    chmodSync(at('secret'), 0);
    expect(() => readBytes(at('secret'))).toThrow(/no permission/);
  });

  it('clears up after killed processes, and is not disturbed by what they left', () => {
    mkdirSync(at('killed'));
    const target = at('killed/model');
    writeFileSync(target, 'whole');
    for (let i = 0; i < 2000; i += 7) writeFileSync(at(`killed/.model.${process.pid}-${i}.tmp`), 'half');
    writeFileSync(at('killed/.model.backup.tmp'), 'mine');
    atomicWrite(target, new TextEncoder().encode('new'));
    expect(removeTemporaries(target)).toBe(286);
    expect(readdirSync(at('killed')).sort()).toEqual(['.model.backup.tmp', 'model']);
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  it('keeps model files, and names them in errors', () => {
    const path = at('model.safetensors');
    writeTensors(path, {
      tensors: { w: { shape: [2], data: Float32Array.of(1, -0) } },
      metadata: { step: '3' },
    });
    const { tensors, metadata } = readTensors(path);
    expect(Object.is(tensors.get('w')!.data[1], -0)).toBe(true);
    expect([...metadata]).toEqual([['step', '3']]);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    expect(() => readTensors(path)).toThrow(FormatError);
    expect(() => readTensors(path)).toThrow(/model\.safetensors: byte \d+: .* the file is truncated/);
    const broken = { tensors: { w: { shape: [1], data: Float32Array.of(NaN) } } };
    expect(() => writeTensors(at('nan'), broken)).toThrow(ArgumentError);
    expect(existsSync(at('nan'))).toBe(false);
  });
});

describe('JSON', () => {
  it('sorts keys, whatever their order and names', () => {
    const value = { b: [1, { z: null, a: 'x' }], 10: [], 9: {}, ['__proto__']: [1, 'y'], c: undefined };
    const json = encodeJson(value);
    expect(json).toBe(
      '{\n  "10": [],\n  "9": {},\n  "__proto__": [1, "y"],\n  "b": [\n    1,\n    {\n      "a": "x",\n      "z": null\n    }\n  ]\n}\n',
    );
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(encodeJson({ x: -1.5e-7 })).toBe('{\n  "x": -1.5e-7\n}\n');
    expect(encodeJson({ x: Float32Array.of(0.5, 1) })).toBe(encodeJson({ x: [0.5, 1] }));
  });

  it.each<[unknown, RegExp]>([
    [{ a: [0, NaN] }, /^value\.a\[1\]: expected a finite number other than -0, received NaN; pass special/],
    [-0, /received -0/],
    [Float64Array.of(Infinity), /value\[0\]: .* received Infinity/],
    [{ f: () => 1 }, /value\.f: expected plain data/],
    [{ n: 1n }, /value\.n: expected plain data, received 1/],
    [new Map(), /value: expected plain data/],
    [[undefined], /value\[0\]: expected plain data, received undefined/],
  ])('refuses %s', (value, message) => {
    expect(() => encodeJson(value)).toThrow(ArgumentError);
    expect(() => encodeJson(value)).toThrow(message);
  });

  it('writes special numbers as strings when asked, and finds cycles', () => {
    const text = encodeJson([NaN, Infinity, -Infinity, -0], { special: 'string' });
    const back = (JSON.parse(text) as string[]).map(Number);
    expect([NaN, Infinity, -Infinity, -0].every((v, i) => Object.is(v, back[i]))).toBe(true);
    const cycle: Record<string, unknown> = {};
    cycle.self = { cycle };
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    expect(() => encodeJson(deep)).toThrow(/at most 100 levels/);
    expect(() => encodeJson(cycle)).toThrow(/value\.self\.cycle: expected a value without cycles/);
    writeJson(at('report.json'), { ok: 1 });
    expect(readFileSync(at('report.json'), 'utf8')).toBe('{\n  "ok": 1\n}\n');
    expect(() => writeJson(at('bad.json'), { no: NaN })).toThrow(ArgumentError);
    expect(existsSync(at('bad.json'))).toBe(false);
  });
});
