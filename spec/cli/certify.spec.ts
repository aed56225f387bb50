import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-certify-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const validator = (name: string) =>
  new Ajv2020({ allowUnionTypes: true }).compile(read(root(`schemas/${name}.schema.json`)) as object);
const certify = (file: string, ...flags: string[]): Promise<Outcome> =>
  runInProcess(['solvers', '--certify', file, ...flags]);

const examples = readdirSync(root('examples/tableaus')).map(
  (name) => [name, root(`examples/tableaus/${name}`)] as const,
);
const published = ['gl4', 'tsit5', 'gl6', 'radauIIA5', 'trbdf2'].map(
  (name) => [name, root(`spec/certificates/torchdiffeq/${name}.json`)] as const,
);

test.each([...examples, ...published])(
  '%s: the tableau and its certificate follow their schemas',
  async (name, file) => {
    const tableau = validator('tableau');
    expect(tableau(read(file)) || tableau.errors).toBe(true);
    const { exitCode, stdout, stderr } = await certify(file, '--json', at('c.json'));
    const certificate = validator('certificate');
    expect(certificate(read(at('c.json'))) || certificate.errors).toBe(true);
    expect(stderr).toBe('');
    expect(exitCode).toBe(/misprint|^gl4|^tsit5/.test(name) ? 1 : 0);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
  },
);

describe('what is printed', () => {
  test('of a method of ours, by its name', async () => {
    for (const name of ['euler', 'rk4-38', 'tsit5', 'gl4']) {
      const { exitCode, stdout } = await certify(name, '--quiet');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`^✓ ${name} has order [1-5]: `));
    }
    expect(flaws(await certify('ab2'))).toEqual([]);
  });

  test('of a good tableau: its orders, its structure, the verdict', async () => {
    const { stdout } = await certify(root('examples/tableaus/gauss-legendre-4.json'));
    expect(stdout).toContain('implicit, 2 stages, coefficients in ℚ(√3), exact');
    expect(stdout).toContain('(1 + 1/2 z + 1/12 z^2) / (1 - 1/2 z + 1/12 z^2)');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      '✓ Gauss-Legendre 4 has order 4: every condition up to 4 holds, and one of order 5 fails',
    );
  });

  test("of torchdiffeq's tsit5: the first violated tree, drawn, with its condition", async () => {
    const { stdout, exitCode } = await certify(root('spec/certificates/torchdiffeq/tsit5.json'), '--quiet');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      [
        '✗ b has order 4, not 5: 9 of the 9 conditions of order 5 fail',
        '',
        '    ●   ●   ●   ●',
        '    └───┴─┬─┴───┘',
        '          i',
        '',
        '    Σ bᵢ cᵢ⁴ = 1/5',
        '    is 0.1994177835665103 in place of 1/5: off by -0.0005822164334896941, allowed 4.7e-78',
        '    tree [τ,τ,τ,τ], 5 vertices, γ = 5, σ = 24',
      ].join('\n'),
    );
  });

  test("of torchdiffeq's gl4: the leaf of the time", async () => {
    const { stdout, exitCode } = await certify(root('spec/certificates/torchdiffeq/gl4.json'), '--quiet');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ row 2 of A does not sum to c2');
    expect(stdout).toContain(
      [
        '✗ b has order 1, not 4: 1 of the 2 conditions of order 2 fails',
        '',
        '    ○',
        '    │',
        '    i',
        '',
        '    Σ bᵢ cᵢ = 1/2',
        '    is 1/2 - √3/6 ≈ 0.2113 in place of 1/2: off by -√3/6 ≈ -0.2887',
        '    tree [t], 2 vertices, γ = 2, σ = 1',
        '    ○ is a derivative in t, weight c',
      ].join('\n'),
    );
  });
});

const good = read(root('examples/tableaus/kutta-3.json')) as Record<string, unknown>;

test('decimals of 14 digits are refused with the way out, which helps; a misprint has none', async () => {
  const b = ['0.16666666666667', '0.66666666666667', '0.16666666666667'];
  const hint = /off by 1\/100000000000000\n.*\n.* where they are roundings, declare their precision\n/;
  writeFileSync(at('b.json'), JSON.stringify({ ...good, b }));
  expect((await certify(at('b.json'))).stdout).toMatch(hint);
  writeFileSync(at('b.json'), JSON.stringify({ ...good, b, precision: '1e-13' }));
  expect((await certify(at('b.json'))).exitCode).toBe(0);
  const { stdout, exitCode } = await certify(root('examples/tableaus/rk4-misprint.json'));
  expect(exitCode).toBe(1);
  expect(stdout).not.toContain('declare their precision');
});

describe('a file that holds no tableau', () => {
  test.each<[string, string | object, RegExp]>([
    ['no JSON', '{ "name": ', /--certify .*expected JSON/],
    ['nothing', '', /expected JSON/],
    ['a number', '7', /tableau: expected an object/],
    [
      'an unknown field',
      { ...good, weigths: [] },
      /tableau\.weigths: expected one of the fields name, order, .*an unknown field/,
    ],
    ['a wrong coefficient', { ...good, b: ['1/6', 'two', '1/6'] }, /tableau\.b\[1\]: expected .*"two"/],
    [
      'a wrong order',
      { ...good, order: 42 },
      /tableau\.order: expected an integer in \[1, 10\], received 42/,
    ],
    [
      'two abscissae and one weight',
      { ...good, b: ['1'], c: ['0', '1'] },
      /tableau\.c: expected a list of 1, as many as in tableau\.b, received \["0","1"\]/,
    ],
    ['nested lists', '['.repeat(100_000), /expected JSON/],
  ])('%s is a usage error of one line', async (_, content, message) => {
    writeFileSync(at('t.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const outcome = await certify(at('t.json'));
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });

  test('a missing file, a folder, an output over the input, and flags of a run are refused', async () => {
    for (const argv of [
      [at('none.json')],
      [folder],
      [root('examples/tableaus/kutta-3.json'), '--json', root('examples/tableaus/kutta-3.json')],
      [root('examples/tableaus/kutta-3.json'), '--json', at('no/such/place.json')],
      [root('examples/tableaus/kutta-3.json'), '--solvers', 'euler'],
      [root('examples/tableaus/kutta-3.json'), '--max-steps', '3'],
    ]) {
      expect(flaws(await certify(argv[0]!, ...argv.slice(1)))).toEqual([]);
    }
  });

  test('a name that is no Runge–Kutta method of ours is answered with those that are', async () => {
    for (const name of ['ab2', 'dopri']) {
      const outcome = await certify(name);
      expect(flaws(outcome)).toEqual([]);
      expect(outcome.stderr).toMatch(
        new RegExp(
          `--certify ${name}: expected a file, or a Runge–Kutta method among .*\\beuler, .*no such file`,
        ),
      );
      expect(outcome.stderr).not.toMatch(/among .*\bab2\b/);
    }
  });

  test('control characters of a name do not reach the terminal', async () => {
    writeFileSync(at('t.json'), JSON.stringify({ ...good, name: 'bad\u001b[31m' }));
    const { stdout } = await certify(at('t.json'));
    expect(stdout).not.toContain('\u001b');
  });
});
