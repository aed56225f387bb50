/** What a signal does to `flowproof oracle check` and to the backend that it has started, as they ship. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-signals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const soon = async (holds: () => boolean): Promise<boolean> => {
  for (let i = 0; i < 200; i++) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
};

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test.concurrent.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s ends the check at once with code %i, and the hanging backend with it',
  async (signal, code) => {
    const note = join(folder, `${signal}.pid`);
    const adapter = join(folder, `${signal}.mjs`);
    writeFileSync(
      adapter,
      `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(note)}, String(process.pid));
     setInterval(() => {}, 1000);`,
    );
    const check: ChildProcess = spawn(process.execPath, [MAIN, 'oracle', 'check', adapter], {
      stdio: 'ignore',
    });
    const ended = once(check, 'exit');
    expect(await soon(() => existsSync(note) && readFileSync(note, 'utf8') !== '')).toBe(true);
    const pid = Number(readFileSync(note, 'utf8'));
    expect(lives(pid)).toBe(true);
    check.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(await soon(() => !lives(pid))).toBe(true);
  },
);

test.concurrent('a signal ends a check whose module loops without end', async () => {
  const note = join(folder, 'loops');
  const module = join(folder, 'loops.mjs');
  writeFileSync(
    module,
    `import { writeFileSync } from 'node:fs';
     const loop = () => { writeFileSync(${JSON.stringify(note)}, 'in it'); for (;;); };
     export default { name: 'x', operations: { 'optimizer.ema': loop } };`,
  );
  const check = spawn(process.execPath, [MAIN, 'oracle', 'check', '--module', module], { stdio: 'ignore' });
  const ended = once(check, 'exit');
  expect(await soon(() => existsSync(note))).toBe(true);
  check.kill('SIGINT');
  expect(await ended).toEqual([null, 'SIGINT']);
});

test.concurrent('a module that ends the process does not end the check as if all were good', async () => {
  const module = join(folder, 'exits.mjs');
  writeFileSync(
    module,
    "export default { name: 'x', operations: { 'optimizer.ema': () => process.exit(0) } };",
  );
  const check = spawn(process.execPath, [MAIN, 'oracle', 'check', '--module', module]);
  let stderr = '';
  check.stderr.on('data', (piece) => {
    stderr += piece;
  });
  expect(await once(check, 'close')).toEqual([2, null]);
  expect(stderr).toMatch(
    /^flowproof: .*exits\.mjs: expected answers, received an end of the process; [^\n]+\n$/,
  );
});
