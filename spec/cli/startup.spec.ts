/** What the help of a command loads: a fast start is held by its modules, not by a clock. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const main = fileURLToPath(new URL('dist/cli/main.js', root));

/** The files that a run loads, relative to the package: V8's coverage lists every script that it compiled. */
function loadedBy(...argv: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'flowproof-startup-'));
  try {
    execFileSync(process.execPath, [main, ...argv], { env: { ...process.env, NODE_V8_COVERAGE: folder } });
    const scripts = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        result: readonly { readonly url: string }[];
      };
      return result.map(({ url }) => url);
    });
    return scripts.filter((url) => url.startsWith(root.href)).map((url) => url.slice(root.href.length));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Words for errors come from two small files of io, which load nothing but errors. */
const small =
  /^(dist\/(errors|io\/(printable|system-reason)|training\/training-defaults|cli\/[a-z-]+|cli\/commands\/[a-z-]+)\.js|node_modules\/commander\/.*)$/;

test.each([
  [['--help']],
  [['train', '--help']],
  [['report', '--help']],
  [['sample', '--help']],
  [['oracle', 'check', '--help']],
])('%j loads the command line and nothing else', (argv) => {
  const loaded = loadedBy(...argv);
  expect(loaded).toContain('dist/cli/main.js');
  expect(loaded.filter((file) => !small.test(file))).toEqual([]);
  // A command loads its own parts when it runs; those that touch data or files load much more.
  expect(loaded).not.toContain('dist/cli/learning-source.js');
  expect(loaded.length).toBeLessThan(31);
});
