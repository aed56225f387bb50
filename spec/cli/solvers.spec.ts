/** `flowproof solvers` from the command line: the anchor table, outputs, and what goes wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { runBuilt } from './built-run.ts';
import { flaws, type Outcome } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-solvers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const read = (file: string | URL): unknown => JSON.parse(readFileSync(file, 'utf8'));
const schemas = ['problem', 'tableau', 'solvers-config', 'solvers'].map(
  (name) => read(new URL(`../../schemas/${name}.schema.json`, import.meta.url)) as object,
);
const ajv = new Ajv2020({ allowUnionTypes: true, schemas });
/** What is wrong with a value under a schema. */
const faults = (schema: string, value: unknown): unknown => {
  const validate = ajv.getSchema(`urn:flowproof:${schema}:1`)!;
  return validate(value) ? [] : validate.errors;
};

let count = 0;
/** One thread unless the test says otherwise: each costs a start. */
const solvers = (...argv: string[]): Promise<Outcome> =>
  runBuilt(['solvers', '--quiet', ...(argv.includes('--threads') ? [] : ['--threads', '1']), ...argv]);

/** The rows of a run, which must be what the schema promises. */
async function rowsOf(...argv: string[]): Promise<{ rows: Row[]; outcome: Outcome }> {
  const file = at(`rows-${count++}.json`);
  const outcome = await solvers('--json', file, ...argv);
  const data = read(file) as { rows: Row[]; config: unknown };
  expect(faults('solvers', data)).toEqual([]);
  return { rows: data.rows, outcome };
}

/** All but what a clock says. */
const timeless = (rows: readonly Row[]): object[] =>
  rows.map(({ seconds: _, secondsIqr: __, ...rest }) => rest);

const SMALL = ['--problems', 'gaussian-2d', '--steps', '4,8', '--repeats', '1'];

describe('the anchor', () => {
  const TABLE = [
    ['euler', '2.551e-1', '1.423e-1', '8.039e-2', '4.258e-2', '1.604e-2', '7.615e-3'],
    ['heun', '3.636e-2', '6.970e-3', '1.789e-3', '4.629e-4', '1.183e-4', '2.994e-5'],
    ['rk4', '1.042e-3', '9.089e-5', '6.770e-6', '4.592e-7', '2.984e-8', '1.900e-9'],
  ];

  test('is printed to the published digits', async () => {
    const config = join(examples, 'solvers/anchor.json');
    expect(faults('solvers-config', read(config))).toEqual([]);
    const { exitCode, stdout, stderr } = await solvers('--config', config, '--repeats', '1');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const [name, ...errors] of TABLE)
      expect(stdout).toMatch(new RegExp(`^${name} +${errors.join(' +')}`, 'm'));
  });

  test('loses on other grids: shift 3 and EDM with 64 steps of Heun', async () => {
    const flags = [
      '--solvers',
      'heun',
      '--steps',
      '64',
      '--dtype',
      'float64',
      '--grid',
      'uniform,shift:3,edm',
    ];
    const { rows } = await rowsOf('--config', join(examples, 'solvers/anchor.json'), ...flags);
    expect(rows.map(({ grid, rmse }) => [grid, rmse!.toExponential(1)])).toEqual([
      ['uniform', '4.6e-4'],
      ['shift 3', '1.1e-3'],
      ['edm', '3.1e-3'],
    ]);
  });

  test('in float32 has a floor near 128 steps of RK4, which a compensated state lowers', async () => {
    const flags = [
      '--solvers',
      'rk4',
      '--steps',
      '32,1000',
      '--dtype',
      'float32,float32-compensated',
      '--repeats',
      '1',
    ];
    const few = ['--start', 'normal-quantiles:20'];
    const { rows } = await rowsOf('--config', join(examples, 'solvers/anchor.json'), ...flags, ...few);
    const [coarse, fine, , compensated] = rows;
    expect(coarse!.rmse! > 5 * coarse!.floor!).toBe(true);
    expect(fine!.rmse! <= fine!.floor!).toBe(true);
    // Measured by others: 9.2e-7 and 7.7e-8 at N = 1000, from other float32 fields.
    expect(fine!.rmse! > 3e-7 && fine!.rmse! < 3e-6).toBe(true);
    expect(compensated!.rmse! < 0.2 * fine!.rmse!).toBe(true);
  });
});

describe('rows', () => {
  test('of all solvers, with steps and tolerances, are the same on one thread and on two', async () => {
    const flags = [...SMALL, '--tolerances', '1e-3,1e-6', '--metrics', 'energyDistance'];
    const one = await rowsOf(...flags, '--threads', '1');
    const two = await rowsOf(...flags, '--threads', '2');
    expect(one.outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(timeless(two.rows)).toEqual(timeless(one.rows));
    // 24 solvers with two step counts and 4 pairs with two tolerances, in two dtypes.
    expect(one.rows).toHaveLength(2 * (24 * 2 + 4 * 2));
    expect(one.rows.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(one.rows.filter(({ rmse, solver }) => rmse === null && solver !== 'edm-churn')).toEqual([]);
    expect(one.rows.filter(({ metrics }) => !Number.isFinite(metrics.energyDistance))).toEqual([]);
  });

  test('have files of each kind, with the same errors', async () => {
    const files = ['--csv', at('r.csv'), '--svg', at('r.svg'), '--html', at('r.html')];
    const { rows } = await rowsOf(...SMALL, '--solvers', 'euler,rk4', '--dtype', 'float64', ...files);
    const csv = readFileSync(at('r.csv'), 'utf8').trim().split('\r\n');
    expect(csv).toHaveLength(1 + rows.length);
    for (const [i, { rmse }] of rows.entries()) expect(csv[i + 1]!.split(',')).toContain(String(rmse));
    expect(readFileSync(at('r.svg'), 'utf8')).toMatch(/^<svg/);
    const html = readFileSync(at('r.html'), 'utf8');
    expect(html).toContain('gaussian-2d');
    expect(html.replace(/<(svg|script)[\s\S]*?<\/\1>/g, '')).not.toMatch(/NaN|undefined|\[object|Infinity/);
  });

  test('of a tableau of my own, from a file: the claimed order is not the observed one', async () => {
    const own = join(examples, 'tableaus/rk4-misprint.json');
    const { rows } = await rowsOf(
      '--problems',
      'anchor',
      '--solvers',
      own,
      '--steps',
      '32,64,128',
      '--dtype',
      'float64',
    );
    expect(Math.abs(rows[0]!.slopeWindow!.slope - 1)).toBeLessThan(0.1);
  });

  test('--list names everything that runs', async () => {
    const { exitCode, stdout } = await solvers('--list', '--json', at('list.json'));
    expect(exitCode).toBe(0);
    expect(faults('solvers', read(at('list.json')))).toEqual([]);
    for (const name of ['dpm++2m', 'edm-churn', 'detest-e5', 'shift:s']) expect(stdout).toContain(name);
  });
});

describe('a field of my own', () => {
  const field = (code: string): string => {
    const file = at(`f${count++}.mjs`);
    writeFileSync(file, code);
    return file;
  };
  const decay = 'for (let i = 0; i < x.length; i++) out[i] = -x[i];';
  /** For ever, at no cost. */
  const WAIT = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
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

  test.each([
    ['throws', 'throw new Error("no\\nway");', 'failed', /^no truth: Error: no$/],
    ['answers NaN', 'out.fill(NaN);', 'failed', /^no truth: .*finite/],
    ['writes nothing', '', 'failed', /^no truth: .*finite/],
    ['never answers', WAIT, 'timed-out', /^no truth: no answer within 2 s$/],
    ['ends its thread', 'process.exit(3);', 'failed', /^no truth: its thread ended: process\.exit\(3\)$/],
    [
      'throws in float32',
      `if (x instanceof Float32Array) throw new Error("no singles"); ${decay}`,
      'failed',
      /^Error: no singles$/,
    ],
    [
      'hangs in float32',
      `if (x instanceof Float32Array) ${WAIT} ${decay}`,
      'timed-out',
      /^no answer within 2 s$/,
    ],
  ])('that %s is a row with its reason', async (_, body, status, reason) => {
    const file = field(`export const dim = 1; export function velocity(t, x, out) { ${body} }`);
    const start = ['--start', '{"kind":"points","points":[[1]]}', '--timeout', '2', '--threads', '1'];
    const flags = ['--solvers', 'euler', '--steps', '2', '--dtype', 'float64,float32'];
    const { rows, outcome } = await rowsOf('--field', file, ...start, ...flags);
    expect(outcome.exitCode).toBe(1);
    expect(rows).toHaveLength(2);
    const last = rows.at(-1)!;
    expect(last).toMatchObject({ status, rmse: null, nfe: null });
    expect(last.reason).toMatch(reason);
    expect(outcome.stdout).toContain(status === 'failed' ? 'failed' : 'timeout');
  });

  test.each([
    ['exports nothing', '1;', /exports of nothing/],
    ['has no dimension', 'export function velocity() {}', /dim = undefined/],
    ['does not load', 'import "./none.mjs";', /a module that loads/],
  ])('that %s: every row says so', async (_, code, reason) => {
    const { rows, outcome } = await rowsOf('--field', field(code), ...TWO);
    expect(outcome.exitCode).toBe(1);
    for (const row of rows) expect(row.reason).toMatch(reason);
  });
});

describe('a trained model', () => {
  test('is a problem with a reference, and keeps its own schedule', async () => {
    const model = at('m.safetensors');
    const tiny = ['--steps', '2', '--hidden', '4', '--batch', '8', '--threads', '1'];
    const trained = await runBuilt([
      'train',
      '--data',
      'rings',
      '--schedule',
      'cosine',
      '--out',
      model,
      ...tiny,
    ]);
    expect(trained.exitCode).toBe(0);
    const flags = ['--solvers', 'rk4,dpm++1', '--steps', '4,8', '--dtype', 'float64', '--start', 'normal:3'];
    const { rows } = await rowsOf('--model', model, ...flags);
    expect(rows.map(({ problem, status }) => [problem, status])).toEqual(Array(4).fill(['m', 'ok']));
    writeFileSync(
      at('model.json'),
      JSON.stringify({ problems: [{ model: './m.safetensors', name: 'mine', start: 'normal:3' }] }),
    );
    const listed = await rowsOf('--config', at('model.json'), ...flags.slice(0, -2));
    expect(listed.rows.map(({ rmse }) => rmse)).toEqual(rows.map(({ rmse }) => rmse));
    const twice = await solvers('--model', model, '--schedule', 'cond-ot');
    expect(flaws(twice)).toEqual([]);
    expect(twice.stderr).toMatch(/--schedule: expected no model beside it/);
  });
});

describe('what cannot be had is a row with its reason', () => {
  test('diffusion and stochastic solvers on a classic problem are skipped, which is no failure', async () => {
    const { rows, outcome } = await rowsOf(
      '--problems',
      'detest-a1',
      '--solvers',
      'unipc2,sra1,euler',
      '--steps',
      '8',
    );
    expect(outcome.exitCode).toBe(0);
    const skipped = rows.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ solver }) => solver)).toEqual(['unipc2', 'sra1', 'unipc2', 'sra1']);
    for (const { reason } of skipped) expect(reason).toMatch(/schedule of a flow/);
  });

  test('a run that gives up says how far it came', async () => {
    const flags = [
      '--problems',
      'arenstorf',
      '--solvers',
      'dopri5',
      '--steps',
      '',
      '--tolerances',
      '1e-9',
      '--max-steps',
      '20',
    ];
    const { rows, outcome } = await rowsOf(...flags, '--dtype', 'float64');
    expect(outcome.exitCode).toBe(0);
    expect(rows[0]).toMatchObject({ status: 'step-limit', rmse: null, steps: null });
    expect(rows[0]!.accepted! + rows[0]!.rejected!).toBe(20);
    expect(rows[0]!.reason).toMatch(/20 steps was reached at t = 0\.\d+/);
  });
});

describe('wrong command lines are one line', () => {
  test.each([
    [['--steps', '0'], /--steps: .*received 0/],
    [['--steps', '8,-4'], /--steps: .*received -4/],
    [['--steps', 'many'], /--steps: .*received "many"/],
    [['--steps', '', '--solvers', 'euler'], /--steps: expected a step count, .*received \[\]/],
    [['--noise', '0.7'], /--noise: .*w\(t\) = 0\.7 is constant:0\.245/],
    [['--solvers', 'eulr'], /--solvers: expected names among/],
    [['--max-steps', 'x'], /--max-steps: /],
    [['--grid', 'shift:-1'], /--grid\.shift: /],
    [['--target', '{"kind":'], /--target: expected words or JSON/],
    [['--field', 'none.mjs'], /--field \.?\/?none\.mjs: .*no such file/],
    [['--config', 'none.json'], /none\.json/],
    [['--solvers', 'none.json'], /none\.json/],
    [['--resume'], /--resume: .*name the same output/],
    [['--json', '/nowhere/x.json'], /--json/],
    [['--timeout', '0'], /--timeout/],
    [['--repeats', '0'], /--repeats/],
  ])('%j', async (argv, message) => {
    const outcome = await solvers(...argv);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });

  test.each([
    ['{', /--config .*expected JSON/],
    ['[]', /--config .*expected an object/],
    ['{"steps":[8,0]}', /bad\.json: steps\[1\]: /],
    ['{"solvers":["rk9"]}', /bad\.json: solvers\[0\]: /],
    ['{"typo":1}', /bad\.json: typo: /],
    ['{"problems":[{"field":"./none.mjs"}]}', /bad\.json: problems\[0\]\.field .*no such file/],
  ])('a configuration %s', async (text, message) => {
    writeFileSync(at('bad.json'), text);
    const outcome = await solvers('--config', at('bad.json'));
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });

  test('no output overwrites what is read', async () => {
    writeFileSync(at('c.json'), '{}');
    const outcome = await solvers('--config', at('c.json'), '--json', at('c.json'));
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(/would be overwritten/);
  });
});
