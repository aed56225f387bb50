// Trains the network of the problem 'learned' and writes its parameters to src/problems/learned-parameters.ts; the same bits on every
// machine. With --check it only compares. Takes a few seconds.
//
//   npm run build && node scripts/learned-problem.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { train, trainingConfig } from 'flowproof';

const file = fileURLToPath(new URL('../src/problems/learned-parameters.ts', import.meta.url));
const config = trainingConfig({
  seed: 7,
  network: { dim: 2, hidden: [32, 32], activation: 'silu', time: { kind: 'input' } },
  steps: 4000,
  batch: 256,
});
const { average, heldOut } = await train({
  config,
  data: { kind: 'target', target: { kind: 'two-moons', noise: 0.1 } },
});
const words = Array.from(new Uint32Array(average.buffer, average.byteOffset, average.length), (word) =>
  word.toString(16).padStart(8, '0'),
);
const lines = [];
for (let i = 0; i < words.length; i += 12) lines.push(`  '${words.slice(i, i + 12).join('')}',`);
const text = `/**
 * Parameters of the network of the problem 'learned', two moons under cond-ot: the bits of each float32, eight hexadecimal digits.
 * Written by scripts/learned-problem.mjs, which trains it; not to be edited.
 */
export const LEARNED_NETWORK = ${JSON.stringify(config.network)} as const;

export const LEARNED_WORDS: string = [
${lines.join('\n')}
].join('');
`;
console.log(`held-out loss ${heldOut.at(-1).loss.toFixed(4)}, ${words.length} parameters`);
if (process.argv.includes('--check')) {
  // The formatter may have set the line of the network differently.
  const digits = (source) => source.match(/'[0-9a-f]+'/g).join('');
  if (digits(readFileSync(file, 'utf8')) !== digits(text)) {
    console.error('learned-parameters.ts holds other parameters than training gives');
    process.exit(1);
  }
} else writeFileSync(file, text);
