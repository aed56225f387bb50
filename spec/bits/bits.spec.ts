/**
 * One hash for training, sampling, exact fields, random numbers and functions each, the same for any number of threads, in SIMD and
 * without: three threads here, none in parallel/bits.spec.ts and training/threads.spec.ts, 1, 2, 3, 4 and 8 of several majors of Node in
 * scripts/node-matrix.mjs, and a browser in scripts/browser-bits.mjs.
 *
 * The hashes were taken once and are committed: whatever changes a bit of a result must say so by changing them
 * (scripts/bits.mjs --write).
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

const THREADS = 3;
const KERNELS = ['simd', 'scalar'];
const script = fileURLToPath(new URL('../../scripts/bits.mjs', import.meta.url));
const golden = JSON.parse(readFileSync(new URL('./golden.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

interface Run {
  readonly threads: number;
  readonly kernels: string;
  readonly hashes: Record<string, string>;
}

let runs: Run[];

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    '--threads',
    String(THREADS),
    '--kernels',
    KERNELS.join(','),
  ]);
  runs = (JSON.parse(stdout) as { runs: Run[] }).runs;
}, 120_000);

describe('committed hashes', () => {
  test.each(KERNELS)(`%s on ${THREADS} threads`, (kernels) => {
    expect(runs.find((run) => run.kernels === kernels)!.hashes).toEqual(golden);
  });

  test('are eleven different SHA-256', () => {
    expect(new Set(Object.values(golden)).size).toBe(11);
    for (const hash of Object.values(golden)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
