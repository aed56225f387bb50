/** `flowproof solvers` on fields of the user's own, well-behaved and not. */
import { existsSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { flaws, type Outcome } from './run-in-process.ts';
import { faults, runsInFolder, solvers } from './solvers-runs.ts';

const { at, rowsOf } = runsInFolder();

describe('a field of my own', () => {
  let count = 0;
  const field = (code: string): string => {
    const file = at(`f${count++}.mjs`);
    writeFileSync(file, code);
    return file;
  };
  const decay = 'for (let i = 0; i < x.length; i++) out[i] = -x[i];';
  /** For ever, at no cost. */
  const WAIT = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
  const POINT = ['--start', '{"kind":"points","points":[[1]]}'];
  const TWO = ['--solvers', 'euler,rk4', '--steps', '8,16', '--repeats', '1', '--dtype', 'float64'];

  test('is measured against a reference', async () => {
    const file = field(`export const dim = 1; export function velocity(t, x, out) { ${decay} }`);
    const { rows, outcome } = await rowsOf(
      '--field',
      file,
      '--start',
      '{"kind":"points","points":[[1],[-2]]}',
      ...TWO,
    );
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    // (1 − 1/8)⁸ against 1/e, from 1 and −2: √((1 + 4)/2) times the difference.
    const error = Math.sqrt(2.5) * Math.abs((1 - 1 / 8) ** 8 - Math.exp(-1));
    expect(Math.abs(rows[0]!.rmse! - error)).toBeLessThan(1e-12);
    expect(rows.map(({ problem }) => problem)).toEqual(Array(4).fill(/f\d+/.exec(file)![0]));
  });

  test('finds its file beside the configuration, and its schedule lets diffusion solvers in', async () => {
    writeFileSync(at('own.mjs'), `export default { dim: 2, velocity(t, x, out) { ${decay} } };`);
    const config = {
      field: './own.mjs',
      name: 'mine',
      schedule: 'cond-ot',
      solvers: ['dpm++2m', 'ab2'],
      steps: [8],
    };
    writeFileSync(at('own.json'), JSON.stringify(config));
    expect(faults('solvers-config', config)).toEqual([]);
    const { rows } = await rowsOf('--config', at('own.json'));
    expect(rows.map(({ problem, status }) => [problem, status])).toEqual(Array(4).fill(['mine', 'ok']));
  });

  describe('that', () => {
    const singles = (code: string): string => `if (x instanceof Float32Array) { ${code} } ${decay}`;
    const cases = [
      ['throws', 'throw new Error("no\\nway");', 'failed', /^no truth: Error: no$/],
      ['answers NaN', 'out.fill(NaN);', 'failed', /^no truth: .*finite/],
      ['writes nothing', '', 'failed', /^no truth: .*finite/],
      ['never answers', WAIT, 'timed-out', /^no truth: no answer within 1 s$/],
      ['ends its thread', 'process.exit(3);', 'failed', /^no truth: its thread ended: process\.exit\(3\)$/],
      ['throws in float32', singles('throw new Error("no singles");'), 'failed', /^Error: no singles$/],
      ['hangs in float32', singles(WAIT), 'timed-out', /^no answer within 1 s$/],
    ] as const;
    let ran: { rows: Row[]; outcome: Outcome };
    beforeAll(async () => {
      const problems = cases.map(([name, body]) => {
        const code = `export const dim = 1; export function velocity(t, x, out) { ${body} }`;
        return { name, field: field(code), start: { kind: 'points', points: [[1]] } };
      });
      writeFileSync(at('cases.json'), JSON.stringify({ problems, solvers: ['euler'], steps: [2] }));
      ran = await rowsOf('--config', at('cases.json'), '--timeout', '1');
    });

    test('fails with code 1, and stops no other', () => {
      expect(ran.outcome.exitCode).toBe(1);
      expect(ran.rows.map(({ problem }) => problem)).toEqual(cases.flatMap(([name]) => [name, name]));
      for (const word of ['failed', 'timeout']) expect(ran.outcome.stdout).toContain(word);
    });

    test.each(cases)('%s is a row with its reason', (name, _, status, reason) => {
      const last = ran.rows.findLast(({ problem }) => problem === name)!;
      expect(last).toMatchObject({ status, rmse: null, nfe: null, dtype: 'float32' });
      expect(last.reason).toMatch(reason);
    });

    test('throws in float32 has its float64 row', () => {
      expect(ran.rows.find(({ problem }) => problem === 'throws in float32')).toMatchObject({ status: 'ok' });
    });
  });

  test.each([
    ['exports nothing', '1;', /f\d+\.mjs: .*exports of nothing/],
    ['has no dimension', 'export function velocity() {}', /received no dim;/],
    ['does not load', 'import "./none.mjs";', /a module that loads/],
    [
      'cannot be read',
      'export default { velocity() {}, get dim() { throw new Error("secret"); } };',
      /secret/,
    ],
    ['ends its thread at once', 'process.exit(3);', /a module that loads, received an end of its thread/],
    ['never ends its code', WAIT, /received no end of its code within 0\.5 s/],
    ['starts elsewhere', `export const dim = 2; export function velocity() {}`, /start\.points\[0\]/],
  ])('that %s is a mistake of the command line', async (_, code, message) => {
    const file = field(code);
    const outcome = await solvers(
      '--field',
      file,
      ...TWO,
      ...POINT,
      '--timeout',
      '0.5',
      '--json',
      at('no.json'),
    );
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
    expect(existsSync(at('no.json.journal'))).toBe(false);
  });
});
