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
import { easy, hard, pathPoints } from './cases.ts';

const script = (name: string): string => fileURLToPath(new URL(`broken/${name}.mjs`, import.meta.url));

const built = new URL('../../dist/backends/index.js', import.meta.url).href;

function broken(name: string, options: Partial<ProcessBackendOptions> = {}): ProcessBackend {
  return processBackend({
    command: process.execPath,
    args: [script(name)],
    timeoutSeconds: 5,
    maxReplyBytes: 1 << 20,
    stopSeconds: 0.3,
    ...options,
  });
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

const valuesOf = (reply: Reply): number[] => {
  if (reply.kind !== 'answer') throw new Error(JSON.stringify(reply));
  return Array.from(reply.outputs.x!.data);
};

/** [control, fault, what its message says, options] */
const faults: readonly (readonly [string, Fault, RegExp, Partial<ProcessBackendOptions>])[] = [
  [
    'hangs',
    'timeout',
    /expected a reply to request 1 within 0\.5 s, received none$/,
    { timeoutSeconds: 0.5 },
  ],
  ['busy', 'timeout', /received none$/, { timeoutSeconds: 0.5 }],
  ['drips', 'timeout', /received none$/, { timeoutSeconds: 0.5 }],
  ['noise', 'timeout', /received none but \d+ lines that are no messages, at last/, { timeoutSeconds: 0.5 }],
  ['crashes', 'crash', /expected a reply to request 1, received exit code 3$/, {}],
  ['dies', 'crash', /received signal SIGSEGV$/, {}],
  ['closes-output', 'crash', /received an end of its output; a backend answers until/, {}],
  ['forks-and-crashes', 'crash', /received exit code 5$/, {}],
  ['garbage', 'malformed', /expected a line of JSON to request 1, received "\{\\"id\\":1/, {}],
  ['nan-in-json', 'malformed', /NaN or Infinity as JSON numbers/, {}],
  ['half-a-line', 'malformed', /received exit code 0 after half a line, "\{\\"id\\":1,\\"out\\":/, {}],
  ['echoes', 'malformed', /expected the reply to request 1, received a request back/, {}],
  [
    'wrong-shape',
    'malformed',
    /reply 1\.out\.x: expected float32 \[3, 2\], received float32 \[2, 3\]; .*transpose/,
    {},
  ],
  [
    'wrong-dtype',
    'malformed',
    /expected float32 \[3, 2\], received float64 \[3, 2\]; convert to float32/,
    {},
  ],
  [
    'wrong-bytes',
    'malformed',
    /expected 24 bytes for float32 \[3, 2\], received 48 bytes; .*twice as wide/,
    {},
  ],
  ['wrong-name', 'malformed', /reply 1\.out: expected x, received also "xt"; leave it out/, {}],
  [
    'old-number',
    'out-of-order',
    /expected the reply to request 1, received id 0; answer each request once/,
    {},
  ],
  [
    'one-line-of-1-gb',
    'too-large',
    /expected at most 1048576 bytes of output to request 1, received more/,
    {},
  ],
  ['lines-of-1-gb', 'too-large', /expected at most 1048576 bytes of output to request 1, received more/, {}],
];

const messageOf = (reply: Reply): string => (reply as { readonly message: string }).message;

/** Runs with a control that is stopped afterwards, whatever happens. */
async function withBroken(
  name: string,
  options: Partial<ProcessBackendOptions> | undefined,
  body: (backend: ProcessBackend) => Promise<void>,
): Promise<void> {
  const backend = broken(name, options);
  try {
    await body(backend);
  } finally {
    await backend.stop();
  }
}

describe.concurrent('a fault is named, and the next case is answered', () => {
  test.each([...faults])('%s: %s', (name, fault, message, options) =>
    withBroken(name, options, async (backend) => {
      const reply = await backend.run(hard);
      expect(reply).toMatchObject({ kind: 'fault', fault });
      expect(messageOf(reply)).toMatch(message);
      expect(messageOf(reply)).toMatch(/^case hard \(path\.sample\): /);
      expect(messageOf(reply)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(valuesOf(await backend.run(easy))).toEqual(pathPoints(easy));
      expect(backend.faults()).toMatchObject([{ case: 'hard', fault }]);
      const { request } = backend.faults()[0]!;
      expect(JSON.parse(request)).toMatchObject({ id: 1, op: 'path.sample', sizes: { rows: 3 } });
    }),
  );

  test.each([
    ['twice', 'out-of-order', /expected nothing after reply 1, received id 1/],
    ['dies-after', 'crash', /expected a reply (?:to request 2|after reply 1), received exit code 4/],
  ] as const)('%s: the answer counts, the case after it pays', (name, fault, message) =>
    withBroken(name, {}, async (backend) => {
      expect(valuesOf(await backend.run(hard))).toEqual(pathPoints(hard));
      const reply = await backend.run(easy);
      expect(reply).toMatchObject({ kind: 'fault', fault });
      expect(messageOf(reply)).toMatch(message);
      expect(valuesOf(await backend.run(easy))).toEqual(pathPoints(easy));
    }),
  );
});

describe.concurrent('what is no fault', () => {
  test('prints are kept as notes and do no harm', () =>
    withBroken('prints', {}, async (backend) => {
      expect(valuesOf(await backend.run(hard))).toEqual(pathPoints(hard));
      const printed = ['loading …', '{"loss": 0.25}', '[1, 2]', 'NaN', '{step: none}50%|█████     |\\u000d'];
      expect(backend.notes()).toEqual(printed);
    }));

  test('a reply may come in pieces, cut within a character', () =>
    withBroken('pieces', {}, async (backend) => {
      expect(valuesOf(await backend.run(hard))).toEqual(pathPoints(hard));
      expect(backend.notes()).toEqual(['σ̇ = −1']);
    }));

  test('NaN, ∞ and −0 arrive as they are', () =>
    withBroken('nan', {}, async (backend) => {
      const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
      const values = valuesOf(await backend.run(hard));
      expect(values.every((x, i) => Object.is(x, special[i % 4]))).toBe(true);
    }));

  test('a lie is an answer: values are for the judge', () =>
    withBroken('lies', {}, async (backend) => {
      expect(valuesOf(await backend.run(hard))).toEqual(pathPoints(hard, (x) => 1.01 * x));
      expect(backend.faults()).toEqual([]);
    }));

  test('an answer just over the bound is one, too', () =>
    withBroken('just-over', {}, async (backend) => {
      const values = valuesOf(await backend.run(hard));
      const truth = evaluate(pathSample, hard, { machine: machineOf('float32') }).outputs.x!;
      const worst = Math.max(...truth.map(({ v, e }, i) => Math.abs(values[i]! - v) / e));
      expect(worst).toBeGreaterThan(1);
      expect(worst).toBeLessThan(8);
    }));

  test('100 MB of standard error are read, and the last of them kept', () =>
    withBroken('errors-of-100-mb', { maxStderrBytes: 100 }, async (backend) => {
      expect(valuesOf(await backend.run(hard))).toEqual(pathPoints(hard));
    }));
});

describe('memory', () => {
  test.each(['one-line-of-1-gb', 'lines-of-1-gb'])('%s is not kept', (name) =>
    withBroken(name, {}, async (backend) => {
      const before = process.memoryUsage();
      expect(await backend.run(hard)).toMatchObject({ kind: 'fault', fault: 'too-large' });
      const after = process.memoryUsage();
      // The limit of the backend is 1 MiB; pieces of the stream that wait to be collected come to a few more.
      expect(after.external - before.external).toBeLessThan(32e6);
      expect(after.heapUsed - before.heapUsed).toBeLessThan(64e6);
    }),
  );
});

describe.concurrent('nothing is left behind', () => {
  test('what a hanging backend has started ends with it', () =>
    withBroken('forks-and-hangs', { timeoutSeconds: 0.5 }, async (backend) => {
      const reply = await backend.run(hard);
      expect(reply).toMatchObject({ kind: 'fault', fault: 'timeout' });
      const holder = Number(/holder (\d+)/.exec((reply as { stderr: string }).stderr)?.[1]);
      expect(holder).toBeGreaterThan(0);
      expect(await ends(holder)).toBe(true);
      expect(valuesOf(await backend.run(easy))).toEqual(pathPoints(easy));
    }));

  test('a backend that ignores farewell, end of input and SIGTERM is stopped', async () => {
    const backend = broken('ignores-sigterm', { stopSeconds: 0.05 });
    expect(valuesOf(await backend.run(easy))).toEqual(pathPoints(easy));
    const { version } = await backend.hello();
    await backend.stop();
    expect(await ends(Number(version))).toBe(true);
    expect(await backend.run(easy)).toMatchObject({
      fault: 'not-started',
      message: expect.stringContaining('it has been stopped'),
    });
  });

  test('neither backend nor folder outlives a program that ends in the middle', async () => {
    const program = `
      import { processBackend } from ${JSON.stringify(built)};
      const backend = processBackend({ command: process.execPath, args: [${JSON.stringify(script('ignores-sigterm'))}] });
      const { version } = await backend.hello();
      console.log(version);
      process.exit(130);`;
    const env = { ...process.env, TMPDIR: mkdtempSync(join(tmpdir(), 'flowproof-exit-')) };
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
    await expect(run).rejects.toMatchObject({ code: 130 });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    expect(await ends(Number(stdout))).toBe(true);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
    rmSync(env.TMPDIR, { recursive: true });
  });
});

describe.concurrent('a backend that does not greet', () => {
  test.each([
    [
      'never-greets',
      /within 0\.3 s, received none(?: but a line that is no message, at last "model loaded")?$/,
    ],
    ['wrong-greeting', /greeting\.arithmetic\.precision: expected one of float64, .*, received "posit32"/],
    ['cannot-load', /exit code 1; its standard error ends: "ModuleNotFoundError: No module named 'numpy'"/],
  ])('%s', (name, message) =>
    withBroken(name, { startSeconds: name === 'never-greets' ? 0.3 : 5 }, async (backend) => {
      await expect(backend.hello()).rejects.toThrow(message);
      for (let i = 0; i < 2; i++) {
        expect(await backend.run(easy)).toMatchObject({ kind: 'fault', fault: 'not-started' });
      }
      // Three starts in vain are enough: from now on it answers at once.
      const begun = performance.now();
      expect(messageOf(await backend.run(easy))).toMatch(/it was started 3 times in vain: .*/);
      expect(messageOf(await backend.run(easy))).toMatch(message);
      expect(performance.now() - begun).toBeLessThan(250);
    }),
  );

  test('a program that is not there is not tried again', async () => {
    const backend = processBackend({ command: 'flowproof-no-such-program' });
    await expect(backend.hello()).rejects.toThrow(/cannot be started: .*ENOENT/);
    expect(messageOf(await backend.run(easy))).toMatch(/case easy .* cannot be started: .*ENOENT/);
    await backend.stop();
  });

  test('restarts have an end', () =>
    withBroken('dies', { restarts: 1 }, async (backend) => {
      for (const fault of ['crash', 'crash', 'not-started'] as const) {
        expect(await backend.run(hard)).toMatchObject({ kind: 'fault', fault });
      }
      expect(messageOf(await backend.run(easy))).toMatch(/it has been started 2 times, restarts: 1/);
    }));
});
