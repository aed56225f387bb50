// Memory against work: the resident memory of a process over 10⁵ training steps, on one thread and on two, and over 10⁶ samples drawn in
// chunks. Fails where it grows. Each run has a process of its own and collects its garbage before each look, so that what V8 has not swept up
// yet, some 20 MiB at times, does not hide a leak.
//
//   npm run build && node scripts/memory-check.mjs [--steps 100000] [--rows 1000000] [--json FILE]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '100000' },
    rows: { type: 'string', default: '1000000' },
    json: { type: 'string' },
    child: { type: 'string' },
  },
});
const MIB = 1048576;
/** Resident memory is looked at that often in a run. */
const LOOKS = 100;
/** The losses of all steps are part of the result: 8 bytes a step, in an array that grows by half. */
const RECORD_BYTES = 20;
/** What pages, code that V8 compiles late and its own tables may take. */
const SLACK_BYTES = 2 * MIB;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Theil–Sen: the median of the slopes of all pairs. */
function slope(points) {
  const slopes = points.flatMap(([x0, y0], i) =>
    points.slice(i + 1).map(([x1, y1]) => (y1 - y0) / (x1 - x0)),
  );
  return median(slopes);
}

function resident() {
  globalThis.gc();
  return process.memoryUsage.rss();
}

async function trainingChild(threads) {
  const { eightGaussians, train, trainingConfig } = await import('flowproof');
  const { createPool, poolExecutor } = await import('flowproof/node');
  const steps = Number(options.steps);
  const every = steps / LOOKS;
  const config = trainingConfig({
    network: { dim: 2, hidden: [16] },
    batch: 16,
    tileRows: 8,
    steps,
    heldOutExamples: 16,
    heldOutEvery: every,
  });
  const data = { kind: 'target', target: eightGaussians().spec };
  const pool = createPool({ threads });
  const points = [];
  const onStep = ({ step }) => {
    if (step % every === 0) points.push([step, resident()]);
  };
  await train({ config, data, executor: poolExecutor(pool), onStep });
  await pool.close();
  return points;
}

async function samplingChild() {
  const { heun, initialise, key, learnedField, mlp, normalInto, solve } = await import('flowproof');
  const net = mlp({ dim: 2, hidden: [16], activation: 'silu', time: { kind: 'fourier', frequencies: 4 } });
  const field = learnedField({ mlp: net, params: initialise(net, key(1)) });
  const rows = Number(options.rows);
  const chunk = rows / LOOKS;
  const samples = new Float32Array(2 * rows).fill(1);
  const start = new Float32Array(2 * chunk);
  const points = [];
  for (let first = 0; first < rows; first += chunk) {
    normalInto(key(2), 2 * first, start);
    samples.set(solve(field, start, { solver: heun, steps: 2 }).x, 2 * first);
    points.push([first + chunk, resident()]);
  }
  return points;
}

if (options.child) {
  const points =
    options.child === 'sampling' ? await samplingChild() : await trainingChild(Number(options.child));
  console.log(JSON.stringify(points));
} else {
  const runs = [
    { name: 'training, 1 thread', child: '1', unit: 'step', record: RECORD_BYTES },
    { name: 'training, 2 threads', child: '2', unit: 'step', record: RECORD_BYTES },
    { name: 'sampling', child: 'sampling', unit: 'row', record: 0 },
  ].map((run) => {
    const args = [
      '--expose-gc',
      '--max-semi-space-size=1',
      fileURLToPath(import.meta.url),
      '--child',
      run.child,
    ];
    const sizes = ['--steps', options.steps, '--rows', options.rows];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, ...sizes], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const points = JSON.parse(stdout);
    // The first third is the start: code is compiled, buffers are made.
    const third = Math.floor(points.length / 3);
    const middle = points.slice(third, 2 * third);
    const last = points.slice(-third);
    const growth = median(last.map(([, y]) => y)) - median(middle.map(([, y]) => y));
    const work = last[0][0] - middle[0][0];
    const limit = SLACK_BYTES + run.record * work;
    const flat = growth <= limit;
    const perUnit = slope([...middle, ...last]);
    const range = [...middle, ...last].map(([, y]) => y / MIB);
    const [low, high] = [Math.min(...range).toFixed(1), Math.max(...range).toFixed(1)];
    console.log(
      `${run.name}: ${points.at(-1)[0]} ${run.unit}s, resident ${low} … ${high} MiB after the first third; ` +
        `${(growth / MIB).toFixed(2)} MiB from the second to the last (at most ${(limit / MIB).toFixed(1)}), ` +
        `slope ${perUnit.toFixed(1)} bytes a ${run.unit}${flat ? '' : '  GROWS'}`,
    );
    return { name: run.name, unit: run.unit, growth, limit, slope: perUnit, flat, points };
  });
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ node: process.version, runs }, null, 1)}\n`);
  process.exitCode = runs.every((run) => run.flat) ? 0 : 1;
}
