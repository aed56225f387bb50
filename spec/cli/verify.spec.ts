/** `flowproof verify` on our own system, and on modules that are right or subtly wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext, type TextStream } from '../../src/cli/context.ts';
import { chooseLaws } from '../../src/cli/verify/choose-laws.ts';
import type { VerifyFlags } from '../../src/cli/verify/flags.ts';
import { verify } from '../../src/cli/verify/verify.ts';
import type { LawResult } from '../../src/laws/core/index.ts';
import * as everything from '../../src/laws/index.ts';
import { laws } from '../../src/laws/registry.ts';
import { lawHandler } from '../../src/parallel/handlers/law.ts';
import { superviseHere } from '../../src/parallel/supervised-here.ts';
import { runBuilt } from './built-run.ts';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-verify-'));
  for (const [name, code] of Object.entries(modules)) writeFileSync(at(name), code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** x(t) = t z + (1 − t²) x₀, without and with its velocity's σ̇ x₀. */
const path = (noise: string): string => `
export const path = {
  name: 'square',
  dim: 1,
  sample(t, x0, z, out) { for (let i = 0; i < out.length; i++) out[i] = t * z[i] + (1 - t * t) * x0[i]; },
  targetVelocity(t, x0, z, out) { for (let i = 0; i < out.length; i++) out[i] = z[i] ${noise}; },
};
`;
const schedule = (rate: string): string =>
  `{ alpha: (t) => t, sigma: (t) => 1 - t, alphaDot: () => 1, sigmaDot: () => ${rate} }`;

const modules: Record<string, string> = {
  'right.mjs': path('- 2 * t * x0[i]'),
  'dropped.mjs': path(''),
  'dense.mjs': `
    export const path = { linear: {
      dim: 1,
      sample(t, x0, z, out) { for (let i = 0; i < out.length; i++) out[i] = t * z[i] + (1 - t) * x0[i]; },
      targetVelocity(t, x0, z, out) { for (let i = 0; i < out.length; i++) out[i] = z[i] - x0[i]; },
      velocity(t, x, z, out) { for (let i = 0; i < out.length; i++) out[i] = (z[i] - x[i]) / (1 - t); },
      logDensity(t, x, z, out) {
        for (let i = 0; i < out.length; i++) {
          const e = (x[i] - t * z[i]) / (1 - t);
          out[i] = -0.5 * e * e - Math.log(1 - t) - 0.9189385332046727;
        }
      },
    } };
  `,
  'many.mjs': `
    export const schedules = { good: ${schedule('-1')}, 'odd name': ${schedule('-1.0000001')} };
    export const schedule = [${schedule('-1')}];
  `,
};

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  read(new URL('../../schemas/verify.schema.json', import.meta.url).pathname) as object,
);
const faults = (file: string): unknown => (validate(read(file)) ? [] : validate.errors);
const results = (file: string): LawResult[] => (read(file) as { results: LawResult[] }).results;

describe('our own system', () => {
  test('some laws on one thread: table, JSON, code 0', async () => {
    const { exitCode, stdout, stderr } = await runInProcess([
      ...['verify', 'schedule-derivatives', 'change-of-schedule', '--threads', '1', '--runs', '3'],
      ...['--json', at('own.json')],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^schedule-derivatives: α̇ = dα\/dt/m);
    expect(stdout).toMatch(/and \d+ more +\S+ +\S+ +0\.\d+ +✓ holds$/m);
    expect(stdout).toMatch(/\n2 laws, \d+ trials: \d+ hold\n$/);
    const rows = stdout.split('\n').filter((line) => /^( {2}|─)/.test(line));
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
    expect(faults(at('own.json'))).toEqual([]);
    expect(results(at('own.json')).every(({ status, runs }) => status === 'holds' && runs === 3)).toBe(true);
    expect(read(at('own.json'))).toMatchObject({ kind: 'verify', path: null, options: { runs: 3, seed: 1 } });
  });

  test('--all has a line for each object, and --object chooses one', async () => {
    const some = ['verify', 'schedule-derivatives', '--threads', '1', '--runs', '1'];
    const all = await runInProcess([...some, '--all']);
    expect(all.stdout).toMatch(/^ {2}cond-ot .*✓ holds$/m);
    expect(all.stdout).toMatch(/^ {2}cosine .*✓ holds$/m);
    const one = await runInProcess([...some, '--object', 'cosine']);
    expect(one.stdout).toContain('1 law, 1 trial: 1 holds\n');
    expect(flaws(await runInProcess([...some, '--object', 'sine']))).toEqual([]);
  });

  test('the seed decides on the cases', async () => {
    const run = async (seed: string): Promise<LawResult[]> => {
      await runInProcess([
        'verify',
        'schedule-derivatives',
        '--threads',
        '1',
        '--runs',
        '2',
        '--seed',
        seed,
        '--json',
        at('seed.json'),
      ]);
      return results(at('seed.json'));
    };
    const first = await run('7');
    expect(await run('7')).toEqual(first);
    expect((await run('8')).map(({ worst }) => worst)).not.toEqual(first.map(({ worst }) => worst));
  });

  test('the same bytes on 1 and 2 threads', async () => {
    const bytes = [];
    for (const threads of ['1', '2']) {
      const file = at(`threads-${threads}.json`);
      const names = ['schedule-boundary', 'boundary-path'];
      const { exitCode } = await runBuilt([
        'verify',
        ...names,
        '--threads',
        threads,
        '--runs',
        '2',
        '--json',
        file,
      ]);
      expect(exitCode).toBe(0);
      bytes.push(readFileSync(file, 'utf8'));
    }
    expect(bytes[1]).toBe(bytes[0]);
  });

  test('--list names every law, exported as its name in camel case; JSON has their assumptions', async () => {
    const { exitCode, stdout } = await runInProcess(['verify', '--list', '--json', at('list.json')]);
    expect(exitCode).toBe(0);
    for (const law of laws) {
      expect(law.export).toBe(law.id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
      expect((everything as Record<string, unknown>)[law.export]).toBe(law);
    }
    for (const { id, kind } of laws) expect(stdout).toMatch(new RegExp(`^${id} +${kind} +\\S`, 'm'));
    expect(faults(at('list.json'))).toEqual([]);
    const some = await runInProcess(['verify', 'continuity', '--list']);
    expect(some.stdout.match(/^continuity-/gm)!.length).toBeGreaterThanOrEqual(3);
    expect(some.stdout).not.toContain('schedule-derivatives');
  });

  test('--power of one law: JSON and Markdown', async () => {
    const { exitCode, stdout } = await runInProcess([
      ...['verify', 'schedule-boundary', '--power', '--threads', '1', '--runs', '3'],
      ...['--json', at('power.json'), '--markdown', at('power.md'), '--html', at('power.html')],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^schedule\.time-reversed +1 of 1 +\S+ +schedule-boundary$/m);
    // What other laws are there for does not count as a survivor, and is not shown.
    expect(stdout).not.toMatch(/survive|sigma-dot-sign/);
    expect(stdout).toMatch(
      /\n\d+ mistakes, 1 law: \d+ killed\nThe other \d+ are for other laws, and not shown/,
    );
    expect(faults(at('power.json'))).toEqual([]);
    expect(read(at('power.json'))).toMatchObject({ summary: { survivors: [], good: true } });
    expect(readFileSync(at('power.md'), 'utf8')).toContain('Some laws alone: ');
    expect(readFileSync(at('power.md'), 'utf8')).toMatch(/^\| `schedule\.time-reversed` \|/m);
    expect(readFileSync(at('power.html'), 'utf8')).toContain('schedule.time-reversed');
  });
});

/** `flowproof verify --path` in this process, without threads, which the built command has. */
async function verifyModule(
  name: string,
  chosen: readonly string[],
  flags: Partial<VerifyFlags> = {},
): Promise<Outcome> {
  const [stdout, stderr] = [textSink(), textSink()];
  const context = createContext({ stdout, stderr });
  const ids = chooseLaws(
    chosen,
    laws.map(({ id }) => id),
  );
  await verify(context, ids, { seed: 1, path: at(name), ...flags }, async () => superviseHere(lawHandler));
  return { exitCode: context.verdict, stdout: stdout.text(), stderr: stderr.text() };
}

function textSink(): TextStream & { text(): string } {
  const written: string[] = [];
  return { write: (text) => written.push(text), text: () => written.join('') };
}

describe('a module of a user', () => {
  test('a path that is right holds, and says what could not be judged', async () => {
    const { exitCode, stdout, stderr } = await verifyModule('right.mjs', []);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/flow-map-velocity[^\n]*\n {2}square .*✓ holds/);
    expect(stdout).toMatch(/– flow-map-inverse cannot judge square\n {2}it has no inverseFlow/);
  });

  test('σ̇ x₀ dropped: exact at both ends, refused with t, x, residual, bound, code and a replay that works', async () => {
    const argv = ['verify', '--path', at('dropped.mjs'), '--threads', '1', '--json', at('dropped.json')];
    const { exitCode, stdout, stderr } = await runBuilt([...argv, '--html', at('dropped.html')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatch(/boundary-path[^\n]*\n {2}square .*✓ holds/);
    expect(stdout).toContain('✗ flow-map-velocity does not hold for square\n');
    expect(stdout).toMatch(
      /smallest counterexample: t = 0\.\d+, x₀ = \S+, z = \S+\n {2}residual \S+ exceeds the bound \S+e-1\d/,
    );
    expect(faults(at('dropped.json'))).toEqual([]);
    const found = results(at('dropped.json')).find(({ status }) => status === 'violated')!;
    expect(found.law).toBe('flow-map-velocity');
    // The command that is printed meets the same counterexample as its first case.
    const command = /again: flowproof verify flow-map-velocity --path (\S+) --replay (\S+)\n/.exec(stdout)!;
    expect(command[1]).toBe(at('dropped.mjs'));
    const replay = command[2]!;
    const again = await verifyModule('dropped.mjs', ['flow-map-velocity'], {
      replay,
      json: at('again.json'),
    });
    expect(again.exitCode).toBe(1);
    expect(results(at('again.json'))[0]!.counterexample).toEqual(found.counterexample);
    expect(results(at('again.json'))[0]!.note).toBeUndefined();
    // The snippet runs from any folder.
    expect(found.counterexample!.snippet).toContain(
      `import { path } from '${pathToFileURL(at('dropped.mjs')).href}';`,
    );
    const page = readFileSync(at('dropped.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Where flow-map-velocity fails for square');
    // Drawings narrow enough that their text can be read on a telephone.
    const widths = [...page.matchAll(/<svg[^>]* viewBox="0 0 (\d+)/g)].map((match) => Number(match[1]));
    expect(widths.length).toBeGreaterThan(2);
    for (const width of widths) expect(width).toBeLessThanOrEqual(440);
    expect(page.replace(/<svg[\s\S]*?<\/svg>/g, '')).not.toMatch(/NaN|undefined|\[object|<script/);
  });

  test('--object takes along the fields made of a path', async () => {
    const flags = { object: 'path.linear', runs: 1 };
    const { stdout } = await verifyModule(
      'dense.mjs',
      ['flow-map-velocity', 'continuity-differences'],
      flags,
    );
    expect(stdout).toMatch(/continuity-differences[^\n]*\n {2}path\.linear given z = \[1\] .*✓ holds/);
    expect(stdout).toContain('2 laws, 2 trials: 2 hold\n');
  });

  test('records and arrays of objects, of which the wrong one is named', async () => {
    const { exitCode, stdout } = await verifyModule('many.mjs', ['schedule-derivatives'], { all: true });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ {2}schedule\[0\] .*✓ holds$/m);
    expect(stdout).toMatch(/^ {2}schedules\.good .*✓ holds$/m);
    expect(stdout).toMatch(/^ {2}schedules\["odd name"\] .*✗ violated$/m);
    expect(stdout).toContain('const object = schedules["odd name"];');
    expect(stdout).toMatch(
      /again: flowproof verify schedule-derivatives --path \S+ --object 'schedules\["odd name"\]' --replay/,
    );
  });

  test('laws that judge nothing are code 1: nothing was verified', async () => {
    const { exitCode, stdout } = await verifyModule('right.mjs', ['flow-map-inverse']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/1 trial: 0 hold, 1 cannot be judged; nothing was verified\n$/);
  });

  test.each([
    ['1:999:0', 'the case of the replay does not fail'],
    ['1:0:9:9:9:9', 'the replay 1:0:9:9:9:9 leads to no case'],
  ])('a replay that meets nothing is said: %s', async (replay, note) => {
    const outcome = await verifyModule('right.mjs', ['flow-map-velocity'], {
      replay,
      json: at('unmet.json'),
    });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toContain(`note: flow-map-velocity on square: ${note}`);
    expect(faults(at('unmet.json'))).toEqual([]);
  });
});
