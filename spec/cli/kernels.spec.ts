/** --kernels and FLOWPROOF_KERNELS: where they may stand, which wins, and that the library hears of it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { chooseKernels, kernelChoice } from '../../src/kernels/choice.ts';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernels-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => chooseKernels('auto'));

const run = (line: string, env: Record<string, string> = {}): Promise<Outcome> =>
  runInProcess(line.split(' '), env);

test.each([
  ['info', {}, 'auto'],
  ['info --kernels scalar', {}, 'scalar'],
  ['--kernels scalar info', {}, 'scalar'],
  ['--kernels=simd info', {}, 'simd'],
  ['data list --kernels scalar', {}, 'scalar'],
  ['info', { FLOWPROOF_KERNELS: 'scalar' }, 'scalar'],
  ['info', { FLOWPROOF_KERNELS: '' }, 'auto'],
  ['info --kernels simd', { FLOWPROOF_KERNELS: 'scalar' }, 'simd'],
] as const)('%s with %j: %s', async (line, env, choice) => {
  // What an earlier run chose is over.
  chooseKernels(choice === 'scalar' ? 'auto' : 'scalar');
  const { exitCode, stderr } = await run(line, env);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(kernelChoice()).toBe(choice);
});

test.each([
  ['info --kernels avx', {}, '--kernels: expected one of auto, scalar, simd, received "avx"'],
  [
    'info',
    { FLOWPROOF_KERNELS: 'on' },
    'FLOWPROOF_KERNELS: expected one of auto, scalar, simd, received "on"',
  ],
  ['info --kernels', {}, "option '--kernels <which>' argument missing"],
] as const)('%s with %j is refused in one line', async (line, env, words) => {
  const outcome = await run(line, env);
  expect(flaws(outcome)).toEqual([]);
  expect(outcome.stderr).toContain(words);
});

// Without counting the option as a word of the command.
test.each([
  ['--kernels scalar oracle --kernels=scalar chek', 'flowproof oracle --help'],
  ['data --kernels scalar describe', 'flowproof data describe --help'],
  ['--kernels scalar', 'flowproof --help'],
])('%s: the hint names the command', async (line, hint) => {
  const outcome = await run(line);
  expect(flaws(outcome)).toEqual([]);
  expect(outcome.stderr).toContain(`see ${hint}`);
});

test('the words after -- are not ours', async () => {
  const { withoutKernels } = await import('../../src/cli/kernels-option.ts');
  const words = ['oracle', '--kernels', 'simd', 'check', '--', 'x', '--kernels', 'y', '--kernels=z'];
  expect(withoutKernels(words)).toEqual(['oracle', 'check', '--', 'x', '--kernels', 'y', '--kernels=z']);
});

test.each(['--help', 'train --help', 'oracle check --help'])('%s shows the option', async (line) => {
  const { stdout } = await run(line);
  expect(stdout.match(/--kernels <which>/g)).toHaveLength(1);
});

describe('info', () => {
  const facts = async (line: string): Promise<{ stdout: string; json: Record<string, never> }> => {
    const file = join(folder, 'info.json');
    const { exitCode, stdout, stderr } = await run(`${line} --json ${file}`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return { stdout, json: JSON.parse(readFileSync(file, 'utf8')) };
  };

  test('says which kernels compute, and why', async () => {
    const scalar = await facts('info --kernels scalar');
    expect(scalar.stdout).toMatch(/^kernels +scalar \(scalar: chosen\)$/m);
    expect(scalar.json.kernels).toEqual({ choice: 'scalar', inUse: 'scalar', simd: true, reason: 'chosen' });
    const auto = await facts('info');
    expect(auto.stdout).toMatch(/^kernels +simd \(auto: the engine compiles WebAssembly SIMD\)$/m);
    expect(auto.stdout).toMatch(/^SIMD +yes$/m);
    expect(auto.json.kernels).toMatchObject({ choice: 'auto', inUse: 'simd' });
  });

  test('says what memory there is, and what a heap takes of it', async () => {
    const { stdout, json } = await facts('info');
    const { total, free, resident, heapPerThread, heapMost } = json.memory as Record<string, number>;
    expect(free).toBeLessThanOrEqual(total!);
    expect(resident).toBeLessThan(total!);
    expect([heapPerThread! < 1e6, heapMost]).toEqual([true, 65535 * 65536]);
    expect(stdout).toMatch(/^memory +[\d.]+ [MG]iB, [\d.]+ [MG]iB free, [\d.]+ [MG]iB in use here$/m);
    expect(stdout).toMatch(/^heaps +0\.25 MiB a thread beside their buffers, each at most 4\.0 GiB$/m);
  });

  test('takes the limit of the system for the memory of the machine', async () => {
    vi.spyOn(process, 'constrainedMemory').mockReturnValue(1_073_741_824);
    vi.spyOn(process, 'availableMemory').mockReturnValue(536_870_912);
    try {
      const { json } = await facts('info');
      expect(json.memory).toMatchObject({ total: 1_073_741_824, free: 536_870_912 });
      vi.mocked(process.constrainedMemory).mockReturnValue(0);
      expect((await facts('info')).json.memory).not.toMatchObject({ total: 0 });
    } finally {
      vi.restoreAllMocks();
    }
  });
});
