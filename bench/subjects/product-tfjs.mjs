// A B in TensorFlow.js, on its WebAssembly or its JavaScript backend: its fast kernel takes no transposed operands.
import { need, serve, settings, timedSync } from '../harness/serve.mjs';

const { size: n, backend } = settings;
const { default: tf } = await need('@tensorflow/tfjs-core');
await need(`@tensorflow/tfjs-backend-${backend}`);
await tf.setBackend(backend);
const a = tf.tensor2d(
  Float32Array.from({ length: n * n }, (_, i) => Math.sin(i)),
  [n, n],
);
const b = tf.tensor2d(
  Float32Array.from({ length: n * n }, (_, i) => Math.cos(i)),
  [n, n],
);

await serve({
  version: `tfjs ${tf.version_core}`,
  threads: 1,
  run: (count) => timedSync(() => tf.matMul(a, b).dispose(), count),
});
