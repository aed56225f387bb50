/** `flowproof oracle emit` and `judge`: questions and answers in files, the frozen corpus, known answers as text. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { corpusFolder, readCorpus } from '../../src/backends/corpus/read.ts';
import { writeTensors } from '../../src/io/tensors.ts';
import { flaws, runInProcess } from './run-in-process.ts';

const scratch = mkdtempSync(join(tmpdir(), 'flowproof-oracle-files-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const OPERATION = 'optimizer.ema';
const stored = readCorpus(corpusFolder()).cases.filter(
  ({ entry }) => entry.operation === OPERATION && entry.dtype === 'float32',
);

/** A folder of the operation's corpus cases, answered by `average` from the true values. */
async function answered(name: string, average: (value: number, i: number) => number): Promise<string> {
  const folder = join(scratch, name);
  const { exitCode } = await runInProcess([
    ...['oracle', 'emit', folder, '--corpus', '--operation', OPERATION, '--dtype', 'float32', '--quiet'],
  ]);
  expect(exitCode).toBe(0);
  for (const { entry, answers } of stored) {
    const { shape, value } = answers.average!;
    writeTensors(join(folder, 'outputs', `${entry.id}.safetensors`), {
      tensors: { average: { shape, data: Float32Array.from(value, average) } },
    });
  }
  return folder;
}

describe('answers in files', () => {
  test('true values, rounded once, are EXACT', async () => {
    const folder = await answered('right', (value) => value);
    const { exitCode, stdout } = await runInProcess(['oracle', 'judge', folder]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`optimizer\\.ema +✓ EXACT .* ${stored.length}\n`));
  });

  test('wrong ones are refuted, with the case', async () => {
    const folder = await answered('wrong', (value, i) => (i === 1 ? value * 1.00001 : value));
    const { exitCode, stdout } = await runInProcess(['oracle', 'judge', folder]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ REFUTED');
    expect(stdout).toContain(`2026.11-${OPERATION}-float32-`);
  });

  test('an empty folder of answers verifies nothing; a folder without cases is refused', async () => {
    const folder = join(scratch, 'silent');
    await runInProcess(['oracle', 'emit', folder, '--operation', OPERATION, '--quiet']);
    expect((await runInProcess(['oracle', 'judge', folder])).exitCode).toBe(3);
    expect(flaws(await runInProcess(['oracle', 'judge', join(scratch, 'nowhere')]))).toEqual([]);
  });
});

describe('questions as files', () => {
  test('known answers stand as bits and decimals, with radius, bound and flags', async () => {
    const folder = join(scratch, 'text');
    const { stdout } = await runInProcess([
      ...['oracle', 'emit', folder, '--corpus', '--text', '--operation', OPERATION, '--dtype', 'float32'],
    ]);
    expect(stdout).toMatch(new RegExp(`^${stored.length} cases of 1 operation in `));
    const blocks = readFileSync(join(folder, 'answers.txt'), 'utf8').split('\n\n').slice(1);
    expect(blocks.length).toBe(stored.length);
    for (const [k, block] of blocks.entries()) {
      const { entry, answers } = stored[k]!;
      const { value, radius, bound } = answers.average!;
      const lines = block.trimEnd().split('\n');
      expect(lines[0]).toBe(`case ${entry.id}`);
      const begin = lines.indexOf(`answer average 1 ${value.length}`) + 1;
      for (const [i, v] of value.entries()) {
        const [bits, ...decimals] = lines[begin + i]!.split(' ');
        const view = new DataView(new ArrayBuffer(8));
        view.setBigUint64(0, BigInt(`0x${bits}`));
        expect([view.getFloat64(0), ...decimals.map(Number)]).toEqual([v, v, radius[i], bound[i]]);
      }
      expect(lines.slice(begin + value.length)).toEqual([...entry.flags.map((id) => `flag ${id}`), 'end']);
    }
  });

  test('a seed draws other cases, the same seed the same', async () => {
    const manifests = await Promise.all(
      ['1', '1', '2'].map(async (seed, i) => {
        const folder = join(scratch, `seed-${i}`);
        await runInProcess(['oracle', 'emit', folder, '--operation', OPERATION, '--seed', seed, '--quiet']);
        expect(existsSync(join(folder, 'answers.txt'))).toBe(false);
        return readFileSync(join(folder, 'manifest.json'), 'utf8');
      }),
    );
    expect(manifests[1]).toBe(manifests[0]);
    expect(manifests[2]).not.toBe(manifests[0]);
  });

  test('an unknown operation, and a folder that has cases, are refused in one line', async () => {
    const unknown = await runInProcess(['oracle', 'emit', join(scratch, 'x'), '--operation', 'path.smaple']);
    const taken = await runInProcess(['oracle', 'emit', join(scratch, 'text'), '--operation', OPERATION]);
    expect([...flaws(unknown), ...flaws(taken)]).toEqual([]);
    expect(existsSync(join(scratch, 'x'))).toBe(false);
  });
});

test('a live backend is asked the frozen cases', async () => {
  const module = join(scratch, 'ema.mjs');
  writeFileSync(
    module,
    `const ema = ({ average, parameters, decay }) => ({
       average: Array.from(average, (a, i) => decay[0] * a + (1 - decay[0]) * parameters[i]) });
     export default { name: 'ema', dtypes: ['float32'], operations: { '${OPERATION}': ema } };`,
  );
  const { exitCode, stdout } = await runInProcess([
    ...['oracle', 'check', '--module', module, '--corpus', '--quiet'],
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`optimizer\\.ema .* ${stored.length}\n`));
});
