// A training step in TensorFlow.js: its variables, its gradients, its Adam, its random numbers. Clipping and the moving average are
// written with its operations, since it has none of its own.
//
// Its fast WebAssembly kernel takes no transposed operands, and its own gradient of the product asks for them. In the plan `copies`
// the gradient is written anew with transposed copies.
import { register } from 'node:module';
import { need, serve, settings, timedSync } from '../harness/serve.mjs';

const { widths, batch, backend, plan } = settings;
const { default: tf } = await need('@tensorflow/tfjs-core');
await need(`@tensorflow/tfjs-backend-${backend}`);
register('../../adapters/tfjs/gradient-modules.mjs', import.meta.url);
await need('@tensorflow/tfjs-core/dist/register_all_gradients.js');
await tf.setBackend(backend);

const [ROWS, DECAY, CLIP] = [4096, 0.995, 1];
const dim = widths[0];
const data = tf.randomNormal([ROWS, dim]);
const shapes = widths.slice(1).flatMap((width, i) => [[i === 0 ? dim + 1 : widths[i], width], [width]]);
const parameters = shapes.map((shape) => tf.randomNormal(shape, 0, 1 / Math.sqrt(shape[0])).variable());
const averages = parameters.map((p) => p.clone().variable(false));
const optimizer = tf.train.adam(2e-3);

const product = tf.customGrad((a, b, save) => {
  save([a, b]);
  return {
    value: tf.matMul(a, b),
    gradFunc: (dy, [x, w]) => [tf.matMul(dy, tf.transpose(w)), tf.matMul(tf.transpose(x), dy)],
  };
});
const matMul = plan === 'copies' ? product : tf.matMul;

function network(input) {
  let x = input;
  for (let i = 0; i < parameters.length; i += 2) {
    const z = tf.add(matMul(x, parameters[i]), parameters[i + 1]);
    x = i + 2 < parameters.length ? tf.mul(z, tf.sigmoid(z)) : z;
  }
  return x;
}

function loss() {
  const x1 = tf.gather(data, tf.randomUniform([batch], 0, ROWS, 'int32'));
  const x0 = tf.randomNormal([batch, dim]);
  const t = tf.randomUniform([batch, 1]);
  const velocity = tf.sub(x1, x0);
  const xt = tf.add(x0, tf.mul(t, velocity));
  const error = tf.sub(network(tf.concat([xt, t], 1)), velocity);
  return tf.mean(tf.sum(tf.square(error), 1));
}

function clipped(grads) {
  const squares = Object.values(grads).map((g) => tf.sum(tf.square(g)));
  const scale = tf.minimum(1, tf.div(CLIP, tf.sqrt(tf.addN(squares))));
  return Object.fromEntries(Object.entries(grads).map(([name, g]) => [name, tf.mul(g, scale)]));
}

function step() {
  tf.tidy(() => {
    const { value, grads } = tf.variableGrads(loss, parameters);
    optimizer.applyGradients(clipped(grads));
    for (const [i, average] of averages.entries()) {
      average.assign(tf.add(tf.mul(average, DECAY), tf.mul(parameters[i], 1 - DECAY)));
    }
    value.dataSync();
  });
}

await serve({
  version: `tfjs ${tf.version_core}`,
  threads: 1,
  run: (count) => timedSync(step, count),
});
