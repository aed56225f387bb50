// Sampling from a network in TensorFlow.js: Heun's method, the rows in chunks.
import { need, serve, settings, timedSync } from '../harness/serve.mjs';

const { widths, rows, steps, backend } = settings;
const { default: tf } = await need('@tensorflow/tfjs-core');
await need(`@tensorflow/tfjs-backend-${backend}`);
await tf.setBackend(backend);

const CHUNK = 1024;
const dim = widths[0];
const parameters = widths.slice(1).flatMap((width, i) => {
  const inputs = i === 0 ? dim + 1 : widths[i];
  return [tf.randomNormal([inputs, width], 0, 1 / Math.sqrt(inputs)), tf.zeros([width])];
});
const noise = tf.randomNormal([rows, dim]);

function velocity(t, x) {
  let y = tf.concat([x, tf.fill([x.shape[0], 1], t)], 1);
  for (let i = 0; i < parameters.length; i += 2) {
    const z = tf.add(tf.matMul(y, parameters[i]), parameters[i + 1]);
    y = i + 2 < parameters.length ? tf.mul(z, tf.sigmoid(z)) : z;
  }
  return y;
}

function step(x, i) {
  const h = 1 / steps;
  const first = velocity(i * h, x);
  const second = velocity((i + 1) * h, tf.add(x, tf.mul(first, h)));
  return tf.add(x, tf.mul(tf.add(first, second), h / 2));
}

function sample() {
  for (let from = 0; from < rows; from += CHUNK) {
    let x = tf.slice(noise, [from, 0], [Math.min(CHUNK, rows - from), dim]);
    for (let i = 0; i < steps; i++) {
      const before = x;
      x = tf.tidy(() => step(before, i));
      before.dispose();
    }
    x.dataSync();
    x.dispose();
  }
}

await serve({
  version: `tfjs ${tf.version_core}`,
  threads: 1,
  run: (count) => timedSync(sample, count, { lead: false }),
});
