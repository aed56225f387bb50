/** Every negative control is caught and named, the next case gets its answer, and nothing is left behind. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type ProcessBackendOptions, processBackend } from '../../src/backends/index.ts';
import type { ProcessBackend } from '../../src/backends/process-backend.ts';
import { machineOf } from '../../src/oracle/arithmetic/machine.ts';
import type { Fault, Reply } from '../../src/oracle/backend.ts';
import { pathSample } from '../../src/oracle/operations/paths/sample.ts';
import { evaluate } from '../../src/oracle/truth.ts';
import { easy, hard, hardWith, pathPoints } from './cases.ts';

const script = (name: string): string => fileURLToPath(new URL(`broken/${name}.mjs`, import.meta.url));
const built = new URL('../../dist/backends/index.js', import.meta.url).href;

/** A program of broken/; several controls go to run.mjs. */
function broken(args: readonly string[], options: Partial<ProcessBackendOptions> = {}): ProcessBackend {
  const [first, ...rest] = args;
  return processBackend({
    command: process.execPath,
    args: [script(first!), ...rest],
    timeoutSeconds: 5,
    maxReplyBytes: 1 << 20,
    stopSeconds: 0.3,
    ...options,
  });
}

/** Runs with a backend that is stopped afterwards, whatever happens. */
async function withBroken(
  args: readonly string[],
  options: Partial<ProcessBackendOptions>,
  body: (backend: ProcessBackend) => Promise<void>,
): Promise<void> {
  const backend = broken(args, options);
  try {
    await body(backend);
  } finally {
    await backend.stop();
  }
}

/** A zombie counts as ended: it waits for whoever inherited it to look. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/stat`;
    return !existsSync(status) || !/^\d+ \(.*\) Z/.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
};

async function ends(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isRunning(pid); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return !isRunning(pid);
}

/** Whether a backend and the program that it has started have ended. */
const end = (pids: string): Promise<boolean[]> => Promise.all(pids.trim().split(' ').map(Number).map(ends));

const valuesOf = (reply: Reply): number[] => {
  if (reply.kind !== 'answer') throw new Error(JSON.stringify(reply));
  return Array.from(reply.outputs.x!.data);
};

const messageOf = (reply: Reply): string => (reply as { readonly message: string }).message;

/** [control, fault, what its message says] */
type Expected = readonly (readonly [string, Fault, RegExp])[];

const silent: Expected = [
  ['hangs', 'timeout', /expected a reply to request \d+ within 0\.5 s, received none$/],
  ['busy', 'timeout', /received none$/],
  ['drips', 'timeout', /received none$/],
  ['noise', 'timeout', /received none but \d+ lines that are no messages, at last/],
];

const loud: Expected = [
  ['crashes', 'crash', /expected a reply to request \d+, received exit code 3$/],
  ['dies', 'crash', /received signal SIGSEGV$/],
  ['closes-output', 'crash', /received an end of its output; a backend answers until/],
  ['forks-and-crashes', 'crash', /received exit code 5$/],
  ['garbage', 'malformed', /expected a line of JSON to request \d+, received "\{\\"id\\":\d/],
  ['nan-in-json', 'malformed', /NaN or Infinity as JSON numbers/],
  ['half-a-line', 'malformed', /received exit code 0 after half a line, "\{\\"id\\":\d+,\\"out\\":/],
  ['echoes', 'malformed', /expected the reply to request \d+, received a request back/],
  [
    'wrong-shape',
    'malformed',
    /\.out\.x: expected float32 \[3, 12\], received float32 \[12, 3\]; .*transpose/,
  ],
  ['wrong-dtype', 'malformed', /expected float32 \[3, 13\], received float64 \[3, 13\]; convert to float32/],
  [
    'wrong-bytes',
    'malformed',
    /expected 168 bytes for float32 \[3, 14\], received 336 bytes; .*twice as wide/,
  ],
  ['wrong-name', 'malformed', /reply \d+\.out: expected x, received "xt" and no x; rename "xt" to x$/],
  [
    'old-number',
    'out-of-order',
    /expected the reply to request (\d+), received id \d+; answer each request once/,
  ],
  ['one-line-of-1-gb', 'too-large', /expected at most 1048576 bytes of output to request \d+, received more/],
  ['lines-of-1-gb', 'too-large', /expected at most 1048576 bytes of output to request \d+, received more/],
];

/** Every control in turn, each followed by a case that must get its answer. */
const inTurn = (expected: Expected, timeoutSeconds: number): Promise<void> =>
  withBroken(['run', ...expected.map(([name]) => name)], { timeoutSeconds }, async (backend) => {
    const before = process.memoryUsage();
    for (const [i, [name, fault, message]] of expected.entries()) {
      const reply = await backend.run(hardWith(4 + i));
      expect([name, reply]).toMatchObject([name, { kind: 'fault', fault }]);
      expect(messageOf(reply)).toMatch(message);
      expect(messageOf(reply)).toMatch(/^case hard \(path\.sample\): /);
      expect(messageOf(reply)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect([name, valuesOf(await backend.run(easy))]).toEqual([name, pathPoints(easy)]);
      const record = backend.faults()[i]!;
      expect(record).toMatchObject({ case: 'hard', fault });
      expect(JSON.parse(record.request)).toMatchObject({ op: 'path.sample', sizes: { rows: 3, dim: 4 + i } });
    }
    expect(backend.faults()).toHaveLength(expected.length);
    // The backend may hold 1 MiB of output; pieces of streams that wait to be collected come to a few more, not to a gigabyte.
    expect(process.memoryUsage().external - before.external).toBeLessThan(64e6);
    expect(process.memoryUsage().heapUsed - before.heapUsed).toBeLessThan(128e6);
  });

describe.concurrent('a fault is named, and the next case is answered', () => {
  test('by those that stay silent', () => inTurn(silent, 0.5));

  test('by those that say something', () => inTurn(loud, 10));

  test('an answer counts, and the case after it pays for what came behind', () =>
    withBroken(['run', 'twice', 'dies-after'], {}, async (backend) => {
      for (const [dim, fault, message] of [
        [4, 'out-of-order', /expected (?:nothing after reply|the reply to request) \d+, received id \d+/],
        [5, 'crash', /expected a reply (?:to request|after reply) \d+, received exit code 4/],
      ] as const) {
        expect(valuesOf(await backend.run(hardWith(dim)))).toEqual(pathPoints(hardWith(dim)));
        const reply = await backend.run(easy);
        expect(reply).toMatchObject({ kind: 'fault', fault });
        expect(messageOf(reply)).toMatch(message);
        expect(valuesOf(await backend.run(easy))).toEqual(pathPoints(easy));
      }
    }));

  test('what a hanging backend has started ends with it', () =>
    withBroken(['run', 'forks-and-hangs'], { timeoutSeconds: 0.5 }, async (backend) => {
      const reply = await backend.run(hard);
      expect(reply).toMatchObject({ kind: 'fault', fault: 'timeout' });
      const holder = Number(/holder (\d+)/.exec((reply as { stderr: string }).stderr)?.[1]);
      expect(holder).toBeGreaterThan(0);
      expect(await ends(holder)).toBe(true);
    }));

  test('restarts have an end', () =>
    withBroken(['run', 'dies'], { restarts: 1 }, async (backend) => {
      for (const fault of ['crash', 'crash', 'not-started'] as const) {
        expect(await backend.run(hard)).toMatchObject({ kind: 'fault', fault });
      }
      expect(messageOf(await backend.run(easy))).toMatch(/it has been started 2 times, restarts: 1/);
    }));

  test('what is no fault', () =>
    withBroken(
      ['run', 'prints', 'pieces', 'nan', 'lies', 'just-over', 'errors-of-100-mb'],
      {},
      async (backend) => {
        const answered = async (dim: number): Promise<number[]> => valuesOf(await backend.run(hardWith(dim)));
        // Prints are kept as notes; a reply may come in pieces, cut within a character.
        expect(await answered(4)).toEqual(pathPoints(hardWith(4)));
        expect(await answered(5)).toEqual(pathPoints(hardWith(5)));
        const printed = [
          'loading …',
          '{"loss": 0.25}',
          '[1, 2]',
          'NaN',
          '{step: none}50%|█████     |\\u000d',
        ];
        expect(backend.notes()).toEqual([...printed, 'σ̇ = −1']);
        // NaN, ∞ and −0 arrive as they are, and values are for the judge.
        const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
        expect((await answered(6)).every((x, i) => Object.is(x, special[i % 4]))).toBe(true);
        expect(await answered(7)).toEqual(pathPoints(hardWith(7), (x) => 1.01 * x));
        const over = await answered(8);
        const truth = evaluate(pathSample, hardWith(8), { machine: machineOf('float32') }).outputs.x!;
        const worst = Math.max(...truth.map(({ v, e }, i) => Math.abs(over[i]! - v) / e));
        expect(worst).toBeGreaterThan(1);
        expect(worst).toBeLessThan(8);
        expect(await answered(9)).toEqual(pathPoints(hardWith(9)));
        expect(backend.faults()).toEqual([]);
      },
    ));
});

describe.concurrent('nothing is left behind', () => {
  test('a backend that ignores farewell, end of input and SIGTERM is stopped', async () => {
    const backend = broken(['ignores-sigterm'], { stopSeconds: 0.05 });
    expect(valuesOf(await backend.run(easy))).toEqual(pathPoints(easy));
    const { version } = await backend.hello();
    await backend.stop();
    expect(await end(version!)).toEqual([true, true]);
    const late = await backend.run(easy);
    expect(late).toMatchObject({ fault: 'not-started' });
    expect(messageOf(late)).toContain('it has been stopped');
  });

  test.each([
    ['ends in the middle', 'process.exit(143)'],
    ['is told to end', "process.kill(process.pid, 'SIGTERM')"],
  ])('neither backend, nor what it has started, nor folder outlives a program that %s', async (_, last) => {
    const program = `
      import { processBackend } from ${JSON.stringify(built)};
      const backend = processBackend({ command: process.execPath, args: [${JSON.stringify(script('ignores-sigterm'))}] });
      const { version } = await backend.hello();
      console.log(version);
      ${last};`;
    const env = { ...process.env, TMPDIR: mkdtempSync(join(tmpdir(), 'flowproof-exit-')) };
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
    await expect(run).rejects.toMatchObject({ code: 143 });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    expect(await end(stdout)).toEqual([true, true]);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
    rmSync(env.TMPDIR, { recursive: true });
  });
});

describe.concurrent('a backend that does not greet', () => {
  test.each([
    [
      'never-greets',
      0.4,
      /within 0\.4 s, received none(?: but a line that is no message, at last "model loaded")?$/,
    ],
    [
      'wrong-greeting',
      10,
      /greeting\.arithmetic\.precision: expected one of float64, .*, received "posit32"/,
    ],
  ])('%s', (name, startSeconds, message) =>
    withBroken([name], { startSeconds }, (backend) => expect(backend.hello()).rejects.toThrow(message)),
  );

  test('is given up after three starts', () =>
    withBroken(['cannot-load'], {}, async (backend) => {
      const message =
        /expected a reply to the greeting, received exit code 1, and on its standard error "ModuleNotFoundError: No module named 'numpy'"$/;
      await expect(backend.hello()).rejects.toThrow(message);
      for (let i = 0; i < 2; i++) {
        const reply = await backend.run(easy);
        expect(reply).toMatchObject({ kind: 'fault', fault: 'not-started' });
        expect(messageOf(reply)).not.toContain('in vain');
      }
      const begun = performance.now();
      for (let i = 0; i < 100; i++) {
        expect(messageOf(await backend.run(easy))).toMatch(/it was started 3 times in vain: .*numpy/);
      }
      expect(performance.now() - begun).toBeLessThan(2000);
    }));

  test('a program that is not there is not tried again', async () => {
    const backend = processBackend({ command: 'flowproof-no-such-program' });
    await expect(backend.hello()).rejects.toThrow(/expected a greeting, received none: no such program/);
    expect(messageOf(await backend.run(easy))).toMatch(/case easy .* received none: no such program/);
    await backend.stop();
  });

  test.each<readonly [string, object, RegExp]>([
    ['no command', { command: '' }, /command: expected a program, received ""/],
    ['no folder', { cwd: '/no/such/folder' }, /cwd: expected a folder, received "\/no\/such\/folder"/],
    ['no time', { timeoutSeconds: -1 }, /timeoutSeconds: expected a number from 0 to \d+, received -1/],
    ['no number', { maxReplyBytes: Number.NaN }, /maxReplyBytes: expected a number.*NaN/],
    ['half a restart', { restarts: 0.5 }, /restarts: expected an integer ≥ 0, received 0\.5/],
  ])('%s is refused', (_, options, message) => {
    expect(() => broken(['run'], options)).toThrow(message);
  });
});
