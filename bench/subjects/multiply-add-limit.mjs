// What a core, or several at once, can do at most with 128-bit multiply and add, in this engine: twelve independent chains c ← c·m + a that stay in
// registers, without a load, a store or a branch among them but the loop's. Twelve chains hide the latency of multiply and add after
// each other (4 + 4 cycles on the processors of today, two units), and leave four of sixteen registers.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import asc from 'assemblyscript/asc';
import { followRounds, leadRounds } from '../harness/rounds.mjs';
import { serve, settings, timedSync } from '../harness/serve.mjs';

const CHAINS = 12;
const UNROLLED = 4;
// Ten milliseconds, beside which it is little that a second core has to wake up.
const LOOPS = 1_000_000;

const all = (line) => Array.from({ length: CHAINS }, (_, i) => line(i)).join('\n');
const source = `
export function limit(loops: i32, at: usize): void {
  const m = v128.load(at);
  const a = v128.load(at, 16);
  ${all((i) => `let c${i} = v128.load(at, ${32 + 16 * i});`)}
  for (let k = 0; k < loops; k++) {
    ${all((i) => `c${i} = f32x4.add(f32x4.mul(c${i}, m), a);`)
      .concat('\n')
      .repeat(UNROLLED)}
  }
  ${all((i) => `v128.store(at, c${i}, ${32 + 16 * i});`)}
}
`;

async function compile() {
  const folder = await mkdtemp(join(tmpdir(), 'multiply-add-'));
  try {
    const [input, output] = ['limit.ts', 'limit.wasm'].map((name) => join(folder, name));
    await writeFile(input, source);
    const here = (path) => relative(process.cwd(), path);
    const { error, stderr } = await asc.main([
      here(input),
      ...[
        '--outFile',
        here(output),
        '-O3',
        '--noAssert',
        '--runtime',
        'stub',
        '--enable',
        'simd',
        '--initialMemory',
        '1',
      ],
    ]);
    if (error) throw new Error(`${stderr}\n${error.message}`);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One unit of the work. */
async function chains(binary) {
  const { instance } = await WebAssembly.instantiate(binary, {});
  const { limit, memory } = instance.exports;
  // Numbers that stay where they are: neither denormal nor infinite after any number of steps.
  new Float32Array(memory.buffer, 1024, 4).fill(0.5);
  new Float32Array(memory.buffer, 1040, 4).fill(0.5);
  new Float32Array(memory.buffer, 1056, 4 * CHAINS).fill(1);
  return () => limit(LOOPS, 1024);
}

if (isMainThread) {
  const { threads = 1 } = settings;
  const binary = await compile();
  const { round, close } = await leadRounds(new URL(import.meta.url), threads, await chains(binary), () => ({
    binary,
  }));
  await serve({
    version: `${CHAINS} chains`,
    threads,
    work: threads * LOOPS * UNROLLED * CHAINS * 4 * 2,
    run: (count) => timedSync(round, count),
    close,
  });
} else followRounds(parentPort, workerData.meeting, await chains(workerData.binary));
