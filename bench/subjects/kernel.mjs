// One kernel: its definition in TypeScript and its SIMD twin, which give the same bits, in one process. benny measures each by itself; the
// ratio is that of calls in turns.
//
//   node bench/subjects/kernel.mjs '{"kernel": "silu", "quick": false}'     prints one line of JSON after benny's
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import benny from 'benny';
import { chooseKernels } from '../../dist/index.js';
import { machine } from '../harness/machine.mjs';
import { settings } from '../harness/serve.mjs';
import { pairedRatio, roundOrder, summary } from '../harness/statistics.mjs';
import { KERNELS } from './kernel-table.mjs';

async function compare(name, quick) {
  const { work, unit, call } = KERNELS[name]();
  const twin = (which) => () => {
    chooseKernels(which);
    call();
  };
  const both = { scalar: twin('scalar'), simd: twin('simd') };
  const limits = quick ? { minSamples: 2, maxTime: 0.02 } : { minSamples: 20, maxTime: 1 };
  const { results } = await benny.suite(
    name,
    ...Object.entries(both).map(([which, run]) => benny.add(which, run, limits)),
  );
  const seconds = Object.fromEntries(results.map((it) => [it.name, it.details]));
  const times = { scalar: [], simd: [] };
  // Both for equally long: where other programs take their turns, a long run meets more of them than a short one.
  const long = quick ? 1e-3 : 0.02;
  for (let round = 0; round < (quick ? 2 : 25); round++) {
    for (const which of roundOrder([['scalar', 'simd']], round)[0].order) {
      const repetitions = Math.ceil(long / seconds[which].median);
      const start = performance.now();
      for (let i = 0; i < repetitions; i++) both[which]();
      times[which].push((performance.now() - start) / repetitions);
    }
  }
  return {
    name,
    parameters: {},
    work,
    unit,
    subjects: Object.entries(seconds).map(([which, { sampleResults }]) => ({
      version: `flowproof ${machine().flowproof}`,
      runtime: `Node ${process.version}`,
      threads: 1,
      name: which,
      repetitions: 1,
      milliseconds: summary(sampleResults.map((it) => 1000 * it)),
      residentMb: null,
    })),
    ratios: [{ of: 'simd', to: 'scalar', ...pairedRatio(times.simd, times.scalar) }],
    skipped: [],
  };
}

console.log(JSON.stringify(await compare(settings.kernel, settings.quick)));
