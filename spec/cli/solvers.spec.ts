/** `flowproof solvers` from the command line: the anchor table, rows and outputs, trained models, and what cannot be had. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { runBuilt } from './built-run.ts';
import { flaws } from './run-in-process.ts';
import { faults, read, runsInFolder, solvers } from './solvers-runs.ts';

const { at, rowsOf } = runsInFolder();
const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

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
      '--repeats',
      '1',
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
    // Once each: what an order makes of more steps is the benchmark's own spec.
    const once = ['--problems', 'gaussian-2d', '--steps', '4', '--tolerances', '1e-3', '--repeats', '1'];
    const flags = [...once, '--metrics', 'energyDistance'];
    const one = await rowsOf(...flags, '--threads', '1');
    const two = await rowsOf(...flags, '--threads', '2');
    expect(one.outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(timeless(two.rows)).toEqual(timeless(one.rows));
    // 24 solvers with steps and 4 pairs with a tolerance, in two dtypes.
    expect(one.rows).toHaveLength(2 * (24 + 4));
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
    const again =
      '--timeout 60 --repeats 1 --problems gaussian-2d --steps 4,8 --solvers euler,rk4 --dtype float64';
    expect(html).toContain(`<pre><code>flowproof solvers ${again}</code></pre>`);
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
      '--repeats',
      '1',
    );
    expect(Math.abs(rows[0]!.slopeWindow!.slope - 1)).toBeLessThan(0.1);
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
