/** What the commands write as JSON is what the schemas of the package promise. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { targetNames } from '../../src/cli/learning-source.ts';
import { checkReport, type ReportData } from '../../src/report/index.ts';
import { runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-json-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string | URL): unknown => JSON.parse(readFileSync(file, 'utf8'));
const validatorOf = (name: string) =>
  new Ajv2020({ allowUnionTypes: true }).compile(
    read(new URL(`../../schemas/${name}.schema.json`, import.meta.url)) as object,
  );

/** What is wrong with a JSON file under a schema. */
function faults(schema: string, file: string): unknown {
  const validate = validatorOf(schema);
  return validate(read(file)) ? [] : validate.errors;
}

async function good(...argv: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runInProcess(argv);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

describe('small outputs', () => {
  test('info', async () => {
    await good('info', '--json', at('info.json'));
    expect(faults('info', at('info.json'))).toEqual([]);
  });

  test('data list names everything that --data knows, with a description', async () => {
    const stdout = await good('data', 'list', '--json', at('list.json'));
    expect(faults('data', at('list.json'))).toEqual([]);
    const { distributions } = read(at('list.json')) as { distributions: { name: string }[] };
    expect(distributions.map((d) => d.name)).toEqual(targetNames);
    for (const name of targetNames) expect(stdout).toMatch(new RegExp(`^${name} .*\\d  \\S`, 'm'));
  });

  test.each(['penguins', 'mnist'])('data describe %s', async (name) => {
    await good('data', 'describe', name, '--json', at('data.json'));
    expect(faults('data', at('data.json'))).toEqual([]);
  });

  test('train and sample', async () => {
    const model = at('m.safetensors');
    const network = ['--steps', '3', '--hidden', '4', '--batch', '8', '--threads', '1'];
    await good('train', '--data', 'rings', '--out', model, ...network, '--json', at('train.json'));
    expect(faults('train', at('train.json'))).toEqual([]);
    await good(
      'sample',
      '--model',
      model,
      '--threads',
      '1',
      '--out',
      at('s.csv'),
      '--json',
      at('sample.json'),
    );
    expect(faults('sample', at('sample.json'))).toEqual([]);
  });

  test('a field that is not in the schema is found', async () => {
    await good('info', '--json', at('info.json'));
    writeFileSync(at('more.json'), JSON.stringify({ ...(read(at('info.json')) as object), host: 'x' }));
    expect(faults('info', at('more.json'))).not.toEqual([]);
  });
});

describe('report', () => {
  test.each([
    ['two-gaussians', '--schedule', 've', '--loss', 'fm'],
    // Most rows held out: the widths of the kernel density cost their number squared.
    ['penguins', '--optimizer', 'adamw', '--classes', '--held-out', '0.9'],
  ])('on %s with %s %s writes four whole files', async (data, ...flags) => {
    const out = at(data);
    const tiny = ['--steps', '20', '--samples', '20', '--hidden', '8', '--batch', '32', '--threads', '1'];
    const study = ['--sample-steps', '4', '--solver-rows', '1', '--quiet', '--seed', '3'];
    await good('report', '--data', data, '--out-dir', out, ...tiny, ...study, ...flags);
    expect(readdirSync(out).sort()).toEqual([
      'model.safetensors',
      'report.html',
      'report.json',
      'samples.csv',
    ]);
    expect(faults('report', join(out, 'report.json'))).toEqual([]);
    const report = read(join(out, 'report.json')) as ReportData;
    expect(() => checkReport(report)).not.toThrow();
    // Euler, Heun and RK4 in both arithmetics, on both problems: every error is a positive number.
    const errors = report.solverErrors!.flatMap((s) =>
      s.arithmetics.flatMap((a) => a.solvers.flatMap((x) => x.points.map((p) => p.error))),
    );
    expect(errors).toHaveLength(2 * 2 * 3 * 6);
    expect(errors.filter((e) => !(e !== null && e > 0 && e < 10))).toEqual([]);
    const html = readFileSync(join(out, 'report.html'), 'utf8');
    expect(html.replace(/<svg[\s\S]*?<\/svg>/g, '')).not.toMatch(/NaN|undefined|\[object|Infinity/);
    expect(readFileSync(join(out, 'samples.csv'), 'utf8').trim().split('\n')).toHaveLength(21);
  });
});
