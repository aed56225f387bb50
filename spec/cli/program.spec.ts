import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWhole } from '../../src/cli/output-file.ts';
import { trainingDefaults } from '../../src/training/index.ts';
import { runInProcess } from './run-in-process.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const spawn = (...argv: string[]): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', timeout: 10_000 });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('help', () => {
  test.each([
    ['--help'],
    ['data --help'],
    ['data list --help'],
    ['data describe --help'],
    ['info --help'],
    ['train --help'],
    ['sample --help'],
    ['report --help'],
  ])('%s shows an example', async (line) => {
    const { exitCode, stdout, stderr } = await runInProcess(line.split(' '));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/Examples?:\n {2}\$ flowproof /);
  });

  test('shows the defaults of the command itself', async () => {
    expect((await runInProcess(['report', '--help'])).stdout).toMatch(
      /--steps <n> +updates \(default: 3000\)/,
    );
    const { stdout } = await runInProcess(['train', '--help']);
    expect(stdout).toContain(`updates (default: ${trainingDefaults.steps})`);
  });
});

describe('the built program', () => {
  test('prints its help', () => {
    const { status, stdout, stderr } = spawn('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/Examples?:\n {2}\$ flowproof /);
  });

  test('a mistake ends with code 2 and one line', () => {
    const { status, stdout, stderr } = spawn('data', 'describe', 'nothing.csv');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^flowproof: [^\n]+\n$/);
  });

  test('a reader that closes the pipe early does no harm', () => {
    const line = `'${process.execPath}' '${main}' data describe mnist | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8', timeout: 10_000 });
    expect(stdout).toMatch(/^fact/);
    expect(stderr).toBe('');
  });
});

describe('commands', () => {
  test('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runInProcess(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('data describe penguins prints its columns, and writes them as JSON', async () => {
    const json = join(folder, 'penguins.json');
    const { exitCode, stdout } = await runInProcess(['data', 'describe', 'penguins', '--json', json]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Gentoo (123)');
    const summary = JSON.parse(readFileSync(json, 'utf8'));
    expect(summary.rows).toBe(342);
    expect(summary.columns).toHaveLength(4);
  });

  test('data list names data sets and distributions', async () => {
    const { exitCode, stdout } = await runInProcess(['data', 'list']);
    expect(exitCode).toBe(0);
    for (const name of ['penguins', 'mnist', 'eight-gaussians']) expect(stdout).toContain(name);
  });

  test('a file is described like a data set', async () => {
    const file = join(folder, 'two.csv');
    writeFileSync(file, 'height,weight\n1,2\n3,5\n');
    const { stdout } = await runInProcess(['data', 'describe', file]);
    expect(stdout).toMatch(/weight +0 +3\.5 +1\.5 +2/);
  });

  test('FLOWPROOF_DEBUG=1 adds the stack', async () => {
    const { stderr } = await runInProcess(['data', 'describe', 'x.csv'], { FLOWPROOF_DEBUG: '1' });
    expect(stderr).toMatch(/\n\s+at /);
  });
});

describe('writeWhole', () => {
  test('replaces a file and leaves no temporary one', () => {
    const path = join(folder, 'whole', 'a.txt');
    expect(() => writeWhole('--out', path, 'x')).toThrow('--out');
    expect(existsSync(join(folder, 'whole'))).toBe(false);
    writeWhole('--out', join(folder, 'a.txt'), 'one');
    writeWhole('--out', join(folder, 'a.txt'), 'two');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('two');
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
  });
});
