/** Large tensors go through safetensors files, both ways, and a reply names no file outside of their folder. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exchangeFolder } from '../../src/backends/exchange-folder.ts';
import { processBackend } from '../../src/backends/index.ts';
import { runRequest } from '../../src/backends/messages.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { pathSample } from '../../src/oracle/operations/paths/sample.ts';
import { key } from '../../src/random/index.ts';
import { easy, hard, pathPoints } from './cases.ts';

const backendOf = (...args: readonly string[]) =>
  processBackend({
    command: process.execPath,
    args: [fileURLToPath(new URL('by-file.mjs', import.meta.url)), ...args],
    inlineBytes: 16,
    timeoutSeconds: 5,
  });

describe.concurrent('tensors by reference', () => {
  test('large ones go through files, and nothing of them is left', async () => {
    const backend = backendOf();
    const settings = { schedule: { kind: 'cond-ot' } };
    const large = drawCase(pathSample, key(9), { id: 'large', settings, sizes: { rows: 300, dim: 70 } });
    for (const question of [easy, hard, large]) {
      const reply = await backend.run(question);
      expect(reply).toMatchObject({ kind: 'answer' });
      expect(reply.kind === 'answer' && Array.from(reply.outputs.x!.data)).toEqual(pathPoints(question));
    }
    await backend.stop();
  });

  test.each([
    ['outside', /out\.x\.file: expected a file/],
    ['missing', /out\.x\.file: expected a file that is there, received ".*"/],
    ['link', /out\.x\.file: expected a file in .*, received ".*"; the greeting names the folder/],
    ['other', /out\.x: .*other: expected a tensor "result", received "y"/],
    ['shape', /tensor "result": expected float32 \[3, 2\], received float32 \[2, 3\]/],
    ['garbage', /out\.x: .*garbage: byte \d+: expected/],
  ])('%s is named, and the next case is answered', async (name, message) => {
    const backend = backendOf(name);
    const reply = await backend.run(hard);
    expect(reply).toMatchObject({ kind: 'fault', fault: 'malformed' });
    expect(reply.kind === 'fault' && reply.message).toMatch(message);
    expect(await backend.run(easy)).toMatchObject({ kind: 'answer' });
    await backend.stop();
  });
});

test('a request holds by reference what is larger than it may be inline, and its files go with it', () => {
  const folder = exchangeFolder();
  const { in: inputs } = JSON.parse(runRequest(7, pathSample, easy, 16, folder));
  expect(inputs.t.b64).toHaveLength(24);
  expect(inputs.x0).toEqual({ dtype: 'float32', shape: [4, 2], file: expect.any(String), name: 'x0' });
  expect(dirname(inputs.x0.file)).toBe(folder.path);
  expect(readdirSync(folder.path)).toEqual(['request-7.safetensors']);
  folder.clear();
  expect(readdirSync(folder.path)).toEqual([]);
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
});
