// Packs the package as npm would publish it, judges its manifest and types, installs it into an empty folder, and runs
// it there: what users get, not what the repository holds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'flowproof-package-'));
const run = (command, args, cwd = scratch) => {
  const { status, stdout } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${status}:\n${stdout}`);
  return stdout;
};
const must = (condition, what) => {
  if (!condition) throw new Error(`package check failed: ${what}`);
  console.log(`ok  ${what}`);
};

try {
  run('npm', ['pack', '--silent', '--pack-destination', scratch], root);
  const tarball = join(
    scratch,
    readdirSync(scratch).find((name) => name.endsWith('.tgz')),
  );
  run('npx', ['publint', tarball, '--strict'], root);
  must(true, 'publint');
  run('npx', ['attw', tarball, '--profile', 'esm-only'], root);
  must(true, 'are the types wrong');

  writeFileSync(join(scratch, 'package.json'), '{ "private": true, "type": "module" }\n');
  run('npm', ['install', '--silent', tarball]);
  writeFileSync(
    join(scratch, 'use.mjs'),
    `import { condOT, gaussianMixture, heun, key, marginalField, normal, solve } from 'flowproof';
     const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
     const { x, nfe } = solve(marginalField({ schedule: condOT, target }), normal(key(7), [1000, 1]), { solver: heun, steps: 32 });
     console.log(x.shape.join('x'), nfe, x.data.every(Number.isFinite));`,
  );
  must(run('node', ['use.mjs']).trim() === '1000x1 64 true', 'library from the tarball');

  writeFileSync(
    join(scratch, 'use.ts'),
    `import { condOT, marginalField, gaussianMixture, type Schedule } from 'flowproof';
     import { createPool, type WorkerPool } from 'flowproof/node';
     const schedule: Schedule = condOT;
     const field = marginalField({ schedule, target: gaussianMixture({ weights: [1], means: [[0]], stds: [1] }) });
     const pool: WorkerPool = createPool({ threads: 1 });
     export const dim: number = field.dim + pool.threads;`,
  );
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--skipLibCheck',
    'false',
  ];
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'use.ts']);
  must(true, 'types from the tarball');

  const bin = join(scratch, 'node_modules', '.bin', 'flowproof');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  must(run(bin, ['--version']).trim() === version, 'command from the tarball');
  must(run(bin, ['data', 'describe', 'penguins']).includes('bill'), 'data sets from the tarball');
  run(bin, ['train', '--data', 'eight-gaussians', '--steps', '20', '--out', 'model.safetensors', '--quiet']);
  run(bin, ['sample', '--model', 'model.safetensors', '--count', '10', '--out', 'samples.csv', '--quiet']);
  must(
    readFileSync(join(scratch, 'samples.csv'), 'utf8').trim().split('\n').length === 11,
    'train and sample',
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
