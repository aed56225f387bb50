/** Ctrl-C in processes of their own: code 130, one line, nothing half done. (train: npm run test:kill-resume) */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readModel } from '../../src/cli/model-file.ts';
import { runInProcess } from './run-in-process.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let folder = '';
/** Where the next command writes: a folder of its own, as the tests run at the same time. */
const newFolder = (): string => mkdtempSync(join(folder, 'run-'));
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-interrupts-'));
  const tiny = ['--steps', '2', '--hidden', '64,64', '--threads', '1'];
  const { exitCode } = await runInProcess([
    'train',
    '--data',
    'rings',
    '--out',
    at('m.safetensors'),
    ...tiny,
  ]);
  expect(exitCode).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Seconds of processor time of a process, which on a busy machine tell better than a clock how far it is; the clock where they are not told. */
function secondsOf(pid: number, started: number): number {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return (performance.now() - started) / 1000;
  const fields = readFileSync(stat, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Runs a command and sends SIGINT when `ready` says so; resolves when all its output has ended. */
function interrupt(
  argv: readonly string[],
  ready: (stderr: string, seconds: number) => boolean,
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr] = ['', ''];
  const started = performance.now();
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const watch = setInterval(() => {
    if (!ready(stderr, secondsOf(child.pid!, started))) return;
    clearInterval(watch);
    child.kill('SIGINT');
  }, 20);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

// One thread hears of the interrupt between two tiles of 256 rows, so these tiles are short.
test.concurrent.each(['1', '2'])('sample on %s threads leaves no file', async (threads) => {
  const out = newFolder();
  const long = ['--count', '1000000', '--steps', '100', '--solver', 'rk4', '--threads', threads];
  const ended = await interrupt(
    ['sample', '--model', at('m.safetensors'), '--out', join(out, 'never.npy'), ...long],
    (_, s) => s > 0.9,
  );
  expect(ended).toMatchObject({ code: 130, signal: null, stdout: '' });
  expect(ended.stderr).toMatch(/^flowproof: [^\n]+\n$/);
  expect(readdirSync(out)).toEqual([]);
});

test.concurrent('report keeps the whole checkpoint of its training and writes no page', async () => {
  const out = newFolder();
  const long = ['--data', 'rings', '--steps', '1000000', '--hidden', '8', '--out-dir', out, '--threads', '2'];
  const ended = await interrupt(['report', ...long], () => existsSync(join(out, 'model.safetensors')));
  expect(ended).toMatchObject({ code: 130, signal: null, stdout: '' });
  expect(ended.stderr.split('\n').filter((line) => line.startsWith('flowproof: '))).toHaveLength(1);
  expect(ended.stderr).not.toMatch(/\n\s+at |internal error|\p{Cc}\[/u);
  expect(readdirSync(out)).toEqual(['model.safetensors']);
  expect(ended.stderr).toMatch(
    /run the command again for a report; the model so far is in \S*model\.safetensors\n$/,
  );
  expect(ended.stderr).not.toContain('resume');
  expect(readModel(join(out, 'model.safetensors')).state.step).toBeGreaterThanOrEqual(500);
});

test.concurrent('report while it measures the solvers ends soon', async () => {
  const out = newFolder();
  const long = [
    '--data',
    'spiral',
    '--steps',
    '2',
    '--hidden',
    '8',
    '--samples',
    '10',
    '--solver-rows',
    '100000',
  ];
  const ended = await interrupt(['report', ...long, '--out-dir', out, '--threads', '2'], (stderr) =>
    stderr.includes('measuring'),
  );
  expect(ended).toMatchObject({ code: 130, signal: null, stdout: '' });
  expect(readdirSync(out)).toEqual(['model.safetensors']);
});
