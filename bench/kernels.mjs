// The three matrix products (definition, register blocks, SIMD), which give the same bits, in GFLOP/s on one thread.
//
//   npm run build && node bench/kernels.mjs [--size 256] [--json FILE]
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import benny from 'benny';
import { together } from '../dist/kernels/heap.js';
import { addProduct } from '../dist/kernels/product.js';
import { addProductBlocks } from '../dist/kernels/product-blocks.js';
import { addProductDefinition } from '../dist/kernels/product-definition.js';

const { values: options } = parseArgs({
  options: { size: { type: 'string', default: '256' }, json: { type: 'string' } },
});
const n = Number(options.size);
const matrix = Float32Array.from({ length: n * n }, (_, i) => Math.fround(Math.sin(i)));
const [a, b, c] = together((heap) => [1, 2, 3].map(() => heap.float32(n * n)));
a.set(matrix);
b.set(matrix);
const products = { definition: addProductDefinition, blocks: addProductBlocks, simd: addProduct };

const result = await benny.suite(
  `C += A Bᵀ, ${n}³, float32, Node ${process.version}`,
  ...Object.entries(products).map(([name, product]) =>
    benny.add(name, () => product(n, n, n, a, n, 1, b, n, 1, c)),
  ),
  benny.cycle(),
);
const rates = result.results.map(({ name, ops, margin }) => ({
  name,
  gflops: (2 * n * n * n * ops) / 1e9,
  margin,
}));
for (const { name, gflops, margin } of rates)
  console.log(`${name}: ${gflops.toFixed(2)} GFLOP/s ± ${margin} %`);
if (options.json)
  writeFileSync(options.json, `${JSON.stringify({ node: process.version, size: n, rates }, null, 2)}\n`);
