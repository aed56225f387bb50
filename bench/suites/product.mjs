// Matrix product C = A Bᵀ in float32, one case for each size: 2n³ operations.
import { execFileSync } from 'node:child_process';
import { node, on, python } from '../harness/subject.mjs';

export const title = 'Matrix product, float32';

const SIZES = [64, 128, 256, 512, 768, 960, 1024];
/** TensorFlow.js in plain JavaScript needs seconds for more. */
const LARGEST_CPU = 256;

const OURS = 'flowproof, 1 thread';
const OURS_ON_TWO = 'flowproof, 2 threads';
const LIMIT = 'multiply-add limit';
const LIMIT_ON_TWO = 'multiply-add limit of 2 threads';

export function cases({ quick, nodes }) {
  const sizes = quick ? [64, 96] : SIZES;
  return [
    ...sizes.map((size) => productCase(size)),
    ...nodes.map((binary) => engineCase(quick ? 96 : 960, binary)),
  ];
}

function productCase(size) {
  const subjects = [
    node(OURS, 'product-flowproof.mjs', { size }),
    node(OURS_ON_TWO, 'product-flowproof.mjs', { size, threads: 2 }),
    node(LIMIT, 'multiply-add-limit.mjs'),
    node(LIMIT_ON_TWO, 'multiply-add-limit.mjs', { threads: 2 }),
    node('tfjs wasm', 'product-tfjs.mjs', { size, backend: 'wasm' }),
    ...(size <= LARGEST_CPU ? [node('tfjs cpu', 'product-tfjs.mjs', { size, backend: 'cpu' })] : []),
    node('jax-js', 'product-jax.mjs', { size }),
    ...[1, 2].map((threads) =>
      python(on(threads, 'PyTorch'), 'product.py', { size, library: 'torch', threads }),
    ),
    ...[1, 2].map((threads) =>
      python(on(threads, 'numpy'), 'product.py', { size, library: 'numpy', threads }),
    ),
  ];
  return {
    name: `${size}³`,
    parameters: { size },
    work: 2 * size ** 3,
    unit: 'FLOP',
    subjects,
    pairs: [
      ...subjects
        .slice(2)
        .filter(({ name }) => name !== LIMIT_ON_TWO)
        .map(({ name }) => [OURS, name]),
      [OURS_ON_TWO, OURS],
      [OURS_ON_TWO, 'PyTorch, 2 threads'],
      [OURS_ON_TWO, LIMIT_ON_TWO],
      [LIMIT_ON_TWO, LIMIT],
    ],
  };
}

/** The same product in another engine, against the limit there. */
function engineCase(size, binary) {
  const subjects = [
    node(OURS, 'product-flowproof.mjs', { size }, { binary }),
    node(LIMIT, 'multiply-add-limit.mjs', {}, { binary }),
    node('tfjs wasm', 'product-tfjs.mjs', { size, backend: 'wasm' }, { binary }),
    node('jax-js', 'product-jax.mjs', { size }, { binary }),
  ];
  return {
    name: `${size}³, Node ${execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()}`,
    parameters: { size },
    work: 2 * size ** 3,
    unit: 'FLOP',
    subjects,
    pairs: subjects.slice(1).map(({ name }) => [OURS, name]),
  };
}
