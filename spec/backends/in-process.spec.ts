/** Plain functions as a backend: the same guards as behind a pipe. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type AdapterAnswer,
  type AdapterFunction,
  inProcessBackend,
  moduleBackend,
} from '../../src/backends/index.ts';
import type { Reply } from '../../src/oracle/backend.ts';
import { easy, pathPoints } from './cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'flowproof-module-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sample: AdapterFunction = ({ x0, x1, t }, { sizes, settings }) => {
  if (settings.schedule.kind !== 'cond-ot') return { unsupported: `schedule ${settings.schedule.kind}` };
  const x = x0!.map((noise, i) => {
    const time = t![Math.floor(i / sizes.dim!)]!;
    return time * x1![i]! + (1 - time) * noise;
  });
  return { x };
};

const ask = (operation: AdapterFunction, question = easy): Promise<Reply> =>
  inProcessBackend({ name: 'mine', operations: { 'path.sample': operation } }, { timeoutSeconds: 0.05 }).run(
    question,
  );

const right = pathPoints(easy);
describe('answers', () => {
  test('greeting', async () => {
    const backend = inProcessBackend({ name: 'mine', operations: { 'path.sample': sample } });
    expect(await backend.hello()).toEqual({
      name: 'mine',
      language: 'js',
      operations: { 'path.sample': 1 },
      dtypes: ['float32'],
      arithmetic: {},
    });
  });

  const tensor = { dtype: 'float32' as const, shape: [4, 2], data: Float32Array.from(right) };
  test.each<readonly [string, AdapterFunction]>([
    ['a typed array', sample],
    ['later', async (...call) => sample(...call)],
    ['numbers', () => ({ x: right })],
    ['a tensor', () => ({ x: tensor })],
    ['a window of a larger array', () => ({ x: Float32Array.from([0, ...right]).subarray(1) })],
  ])('%s', async (_, operation) => {
    const reply = await ask(operation);
    expect(reply).toMatchObject({ kind: 'answer', outputs: { x: tensor }, trace: {} });
  });

  test('what the function does to its inputs does not reach the case', async () => {
    const before = structuredClone(easy);
    await ask(({ x0 }, { sizes }) => {
      x0!.fill(7);
      (sizes as { rows: number }).rows = 99;
      return { x: right };
    });
    expect(easy).toEqual(before);
  });

  test('a scalar answer may be a number', async () => {
    const total = { name: 'sum', type: 'float', shape: [], meaning: '' } as const;
    const { pathSample } = await import('../../src/oracle/operations/paths/sample.ts');
    const backend = inProcessBackend(
      { name: 'mine', operations: { 'path.sample': () => ({ sum: 0.1, trace: { sum: 0.2 } }) } },
      { operations: [{ ...pathSample, outputs: [total], trace: [total] }] },
    );
    const scalar = (x: number) => ({ dtype: 'float32', shape: [], data: Float32Array.of(x) });
    expect(await backend.run(easy)).toMatchObject({
      kind: 'answer',
      outputs: { sum: scalar(0.1) },
      trace: { sum: scalar(0.2) },
    });
  });
});

describe('guards', () => {
  test.each<readonly [string, AdapterFunction, object]>([
    [
      'throws',
      () => {
        throw new RangeError('no such\nschedule');
      },
      { kind: 'error', message: 'RangeError: no such\\u000aschedule' },
    ],
    ['rejects', () => Promise.reject(new Error('later')), { kind: 'error', message: 'Error: later' }],
    ['rejects with nothing', () => Promise.reject(undefined), { kind: 'error', message: 'undefined' }],
    ['never resolves', () => new Promise(() => {}), { kind: 'fault', fault: 'timeout' }],
    ['unsupported', () => ({ unsupported: 'not yet' }), { kind: 'unsupported', message: 'not yet' }],
  ])('%s', async (_, operation, expected) => {
    expect(await ask(operation)).toMatchObject(expected);
  });

  test.each<readonly [string, unknown, RegExp]>([
    ['nothing', undefined, /answer: expected an object of outputs by name, received undefined/],
    ['no output', {}, /answer: expected x, received nothing/],
    ['another name', { y: [] }, /answer: expected x, received "y" and no x; rename "y" to x$/],
    ['one name more', { x: right, y: [] }, /answer: expected x, received also "y"; leave it out$/],
    ['two other names', { y: [], z: [] }, /answer: expected x, received "y", "z" and no x$/],
    ['too few', { x: [1, 2, 3] }, /answer\.x: expected 32 bytes for float32 \[4, 2\], received 12 bytes/],
    [
      'float64',
      { x: Float64Array.from(right) },
      /expected float32 \[4, 2\], received float64 \[4, 2\]; convert/,
    ],
    [
      'rows of rows',
      { x: [[1, 2]] },
      /answer\.x: expected .* a flat array of numbers.*received element 0: \[1,2\]/,
    ],
    ['text', { x: 'y' }, /received "y"/],
    ['a hole', { x: [1, undefined] }, /received element 1: undefined/],
    ['transposed', { x: { shape: [2, 4], data: Float32Array.from(right) } }, /float32 \[2, 4\]/],
    ['bytes', { x: new Uint8Array(32) }, /expected float32 \[4, 2\], received/],
    ['an unknown trace', { x: right, trace: { h: 1 } }, /answer\.trace: expected nothing, received also "h"/],
  ])('%s', async (_, value, message) => {
    const reply = await ask(() => value as AdapterAnswer);
    expect(reply).toMatchObject({ kind: 'fault', fault: 'malformed' });
    expect((reply as { message: string }).message).toMatch(message);
  });

  test('an operation that it lacks', async () => {
    const backend = inProcessBackend({ name: 'mine', operations: {} });
    expect(await backend.run(easy)).toMatchObject({ kind: 'unsupported' });
    await backend.stop();
    expect(await backend.run(easy)).toMatchObject({ kind: 'fault', fault: 'not-started' });
  });
});

describe('modules', () => {
  const load = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return moduleBackend(join(folder, name));
  };

  test('an adapter as default export', async () => {
    const backend = await load(
      'right.mjs',
      `export default { name: 'file', dtypes: ['float32', 'float64'], revisions: { 'path.sample': 2 },
         operations: { 'path.sample': ({ x0 }) => ({ x: x0 }) } };`,
    );
    expect(await backend.hello()).toMatchObject({ name: 'file', operations: { 'path.sample': 2 } });
    expect(await backend.run(easy)).toMatchObject({ kind: 'answer', outputs: { x: easy.inputs.x0 } });
  });

  test.each([
    ['nothing.mjs', '', /nothing\.mjs: export default: expected \{ name, operations/],
    [
      'syntax.mjs',
      'export default {',
      /syntax\.mjs: expected a module that can be loaded, received \w*Error: /,
    ],
    ['throws.mjs', 'throw new Error("no GPU")', /received Error: no GPU/],
    [
      'text.mjs',
      'export default { name: "x", operations: { "path.sample": 1 } }',
      /"path\.sample"\]: expected a function/,
    ],
    [
      'field.mjs',
      'export default { name: "x", operations: {}, ops: 1 }',
      /expected the fields name.*received "ops"/,
    ],
    ['name.mjs', 'export default { operations: {} }', /\.name: expected a string/],
  ])('%s', async (name, text, message) => {
    await expect(load(name, text)).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    await expect(moduleBackend(join(folder, 'none.mjs'))).rejects.toThrow(
      /none\.mjs: expected a readable file, received no such file/,
    );
  });
});
