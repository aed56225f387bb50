/** A benchmark that is killed, stopped or interrupted goes on where it was, and ends with the rows of one that never stopped. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { fingerprint, openJournal } from '../../src/cli/solvers/journal.ts';
import { runBuilt } from './built-run.ts';
import { flaws } from './run-in-process.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-resume-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Batches, which the reference has not, wait now and then, so that a run lasts long enough to be killed on the way, at no cost. */
const SLOW = `export const dim = 1;
let calls = 0;
export function velocity(t, x, out) {
  if (x.length > 1 && calls++ % 40 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
  for (let i = 0; i < x.length; i++) out[i] = -x[i];
}`;
const START = '{"kind":"points","points":[[1],[-2],[0.5]]}';
const flags = (json: string): string[] => {
  const product = [
    '--solvers',
    'euler,heun,rk4',
    '--steps',
    '3,4,5,6,7,8,9,10',
    '--dtype',
    'float64',
    '--repeats',
    '1',
  ];
  return [
    'solvers',
    '--field',
    at('slow.mjs'),
    '--start',
    START,
    ...product,
    '--threads',
    '2',
    '--json',
    json,
  ];
};
const rowsIn = (file: string): object[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { rows: Row[] }).rows.map(
    ({ seconds: _, secondsIqr: __, ...rest }) => rest,
  );
const lines = (file: string): number =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;

/** Runs until the journal has `rows` finished rows, then sends `signal`. */
async function stopped(
  json: string,
  rows: number,
  signal: 'SIGKILL' | 'SIGINT',
  ...more: string[]
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [main, ...flags(json), ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  const watch = setInterval(() => {
    if (lines(`${json}.journal`) <= rows) return;
    clearInterval(watch);
    child.kill(signal);
  }, 5);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code, stderr });
    });
  });
}

describe('a run that is stopped', () => {
  test('by SIGKILL, twice, and by Ctrl-C loses no finished row and ends with the same rows', async () => {
    writeFileSync(at('slow.mjs'), SLOW);
    const whole = await runBuilt(flags(at('whole.json')));
    expect(whole).toMatchObject({ exitCode: 0 });
    expect(existsSync(at('whole.json.journal'))).toBe(false);

    const json = at('killed.json');
    const journal = `${json}.journal`;
    expect((await stopped(json, 3, 'SIGKILL')).code).toBeNull();
    const first = lines(journal);
    expect(first).toBeGreaterThan(3);
    // Cut in the middle of a line, as a kill may leave it.
    writeFileSync(journal, readFileSync(journal).subarray(0, -7));
    expect((await stopped(json, first + 2, 'SIGKILL', '--resume')).code).toBeNull();
    const second = lines(journal);
    expect(second).toBeGreaterThan(first + 1);
    const { code, stderr } = await stopped(json, second + 2, 'SIGINT', '--resume');
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /^flowproof: solvers: expected 24 runs, received Ctrl-C after \d+; add --resume to go on\n$/,
    );
    expect(existsSync(json)).toBe(false);

    const kept = readFileSync(journal, 'utf8');
    const again = await runBuilt(flags(json));
    expect(flaws(again)).toEqual([]);
    expect(again.stderr).toMatch(/expected no unfinished run, received \d+ of 24 rows of one; add --resume/);
    const other = await runBuilt([...flags(json), '--resume', '--seed', '1']);
    expect(flaws(other)).toEqual([]);
    expect(other.stderr).toMatch(/that it began with/);
    writeFileSync(at('slow.mjs'), `${SLOW}\n// changed`);
    expect((await runBuilt([...flags(json), '--resume'])).stderr).toMatch(/that it began with/);
    writeFileSync(at('slow.mjs'), SLOW);
    expect(readFileSync(journal, 'utf8')).toBe(kept);

    expect(await runBuilt([...flags(json), '--resume'])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(rowsIn(json)).toEqual(rowsIn(at('whole.json')));
    expect(existsSync(journal)).toBe(false);
  });
});

describe('journals', () => {
  const RESULT = {
    nfe: 1,
    accepted: 1,
    rejected: 0,
    rmse: 1 / 3,
    max: 1e-300,
    floor: 0,
    seconds: 0.1,
    secondsIqr: null,
    status: 'ok',
    reason: null,
    metrics: {},
  } as const;
  const run = { hash: fingerprint('x'), cells: 3, resume: true };

  test('give back what was put in, to the bit', () => {
    const path = at('j1');
    const journal = openJournal(path, run);
    journal.append(2, RESULT);
    journal.append(1, { ...RESULT, status: 'timed-out', reason: 'no answer within 1 s' });
    journal.close();
    journal.close();
    // What was out of time is run again.
    expect([...openJournal(path, run).done]).toEqual([[2, RESULT]]);
  });

  test('cut in a line go on after the last whole one', () => {
    const path = at('j0');
    const journal = openJournal(path, run);
    for (const cell of [0, 1]) journal.append(cell, RESULT);
    journal.close();
    writeFileSync(path, readFileSync(path).subarray(0, -9));
    const resumed = openJournal(path, run);
    expect([...resumed.done.keys()]).toEqual([0]);
    resumed.append(2, RESULT);
    resumed.close();
    expect([...openJournal(path, run).done]).toEqual([0, 2].map((cell) => [cell, RESULT]));
  });

  test('killed before the first line was whole begin anew', () => {
    const path = at('j2');
    writeFileSync(path, '{"kind":"flowpro');
    const journal = openJournal(path, run);
    expect(journal.done.size).toBe(0);
    journal.append(0, RESULT);
    journal.close();
    expect(openJournal(path, run).done.size).toBe(1);
  });

  test.each([
    ['of another kind', '{"kind":"letter"}\n', /line 1: expected the journal/],
    ['that is no JSON', 'dear diary\n', /line 1: expected a JSON object/],
    [
      'with a cell too many',
      `{"kind":"flowproof-solvers-journal","version":1,"hash":"${run.hash}","cells":3}\n{"cell":3,"result":{}}\n`,
      /line 2: expected a finished row/,
    ],
    [
      'of another run',
      `{"kind":"flowproof-solvers-journal","version":1,"hash":"y","cells":3}\n`,
      /that it began with/,
    ],
  ])('%s are refused and left alone', (_, text, message) => {
    const path = at('j3');
    writeFileSync(path, text);
    expect(() => openJournal(path, run)).toThrow(message);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('that cannot be written say so', () => {
    expect(() => openJournal(at('none/j'), run)).toThrow(
      /expected a file for finished rows, received no such file or folder; name another/,
    );
  });
});
