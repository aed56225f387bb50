// The bits of flowproof: SHA-256 of training, sampling, exact fields, random numbers and functions, for several numbers
// of threads and both kinds of kernels. They are the same on every machine, every Node, any number of threads, in SIMD and without
// (spec/bits/golden.json).
//
//   node scripts/bits.mjs [--threads 1,2,3,4,8] [--kernels simd,scalar] [--from FOLDER] [--write FILE]
//
// --from takes the package that is installed in FOLDER instead of this one. --write puts the hashes of the first run into FILE: only
// after a change that is meant to change bits.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { takeBits } from './bits/work.mjs';

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2,3,4,8' },
    kernels: { type: 'string', default: 'simd,scalar' },
    from: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) },
    write: { type: 'string' },
  },
});
const installed = createRequire(resolve(options.from, 'here.js'));
const load = (name) => import(pathToFileURL(installed.resolve(name)).href);
const flowproof = await load('flowproof');
const { createPool, evaluateField, poolExecutor, solveParallel } = await load('flowproof/node');

const runs = [];
for (const threads of options.threads.split(',').map(Number)) {
  const pool = createPool({ threads });
  const place = {
    executor: poolExecutor(pool),
    solve: async (field, x0, how) => (await solveParallel(pool, field, x0, how)).x,
    evaluate: (field, quantity, t, x, how) => evaluateField(pool, field, quantity, t, x, how),
  };
  for (const kernels of options.kernels.split(',')) {
    flowproof.chooseKernels(kernels);
    const { inUse } = flowproof.kernelReport();
    runs.push({ threads, kernels: inUse, hashes: await takeBits(flowproof, place) });
  }
  await pool.close();
}
if (options.write !== undefined) {
  writeFileSync(options.write, `${JSON.stringify(runs[0].hashes, null, 2)}\n`);
}
process.stdout.write(`${JSON.stringify({ node: process.version, runs }, null, 2)}\n`);
