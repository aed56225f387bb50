// A training step in jax-js: one compiled function from parameters, moments, average and key to the next ones.
import { serve, settings, timed } from '../harness/serve.mjs';
import { jax, version } from './jax.mjs';

const { widths, batch } = settings;
const { jit, nn, numpy: np, random, valueAndGrad } = jax;

const [ROWS, DECAY, CLIP, RATE, B1, B2, EPSILON] = [4096, 0.995, 1, 2e-3, 0.9, 0.999, 1e-8];
const dim = widths[0];

function normals(shape, scale = 1) {
  const count = shape.reduce((a, b) => a * b, 1);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    values[i] = scale * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  }
  return np.array(values).reshape(shape);
}

const data = normals([ROWS, dim]);
const shapes = widths.slice(1).flatMap((width, i) => [[i === 0 ? dim + 1 : widths[i], width], [width]]);
const zeros = () => shapes.map((shape) => np.zeros(shape));

function network(parameters, input) {
  let x = input;
  for (let i = 0; i < parameters.length; i += 2) {
    const z = np.matmul(x, parameters[i]).add(parameters[i + 1]);
    x = i + 2 < parameters.length ? nn.silu(z) : z;
  }
  return x;
}

function loss(parameters, x0, x1, t) {
  const velocity = x1.sub(x0.ref);
  const xt = x0.add(velocity.ref.mul(t.ref));
  const error = network(parameters, np.concatenate([xt, t], 1)).sub(velocity);
  return np.mean(np.sum(np.square(error), 1));
}

const step = jit((state, x1, key, count) => {
  const [noise, time] = [0, 1].map((i) => key.ref.slice(i));
  key.dispose();
  const x0 = random.normal(noise, [batch, dim]);
  const t = random.uniform(time, [batch, 1]);
  const [value, grads] = valueAndGrad(loss)(
    state.parameters.map((p) => p.ref),
    x0,
    x1,
    t,
  );
  const norm = np.sqrt(grads.map((g) => np.sum(np.square(g.ref))).reduce((a, b) => a.add(b)));
  const scale = np.minimum(np.trueDivide(CLIP, norm), 1);
  const next = { parameters: [], first: [], second: [], average: [] };
  const bias1 = np.subtract(1, np.power(B1, count.ref));
  const bias2 = np.subtract(1, np.power(B2, count));
  grads.forEach((gradient, i) => {
    const g = gradient.mul(scale.ref);
    const m = state.first[i].mul(B1).add(g.ref.mul(1 - B1));
    const v = state.second[i].mul(B2).add(np.square(g).mul(1 - B2));
    const change = m.ref.div(bias1.ref).div(np.sqrt(v.ref.div(bias2.ref)).add(EPSILON));
    const p = state.parameters[i].sub(change.mul(RATE));
    next.first.push(m);
    next.second.push(v);
    next.average.push(state.average[i].mul(DECAY).add(p.ref.mul(1 - DECAY)));
    next.parameters.push(p);
  });
  for (const rest of [scale, bias1, bias2]) rest.dispose();
  return { value, next };
});

const parameters = shapes.map((shape) => normals(shape, 1 / Math.sqrt(shape[0])));
let state = { parameters, first: zeros(), second: zeros(), average: parameters.map((p) => p.ref) };
let key = random.key(0);
let count = 0;

async function unit() {
  const [next, rows, draws] = (() => {
    const keys = random.split(key, 3);
    return [0, 1, 2].map((i) => (i < 2 ? keys.ref : keys).slice(i));
  })();
  key = next;
  const index = random.randint(rows, { shape: [batch], minval: 0, maxval: ROWS });
  const x1 = data.ref.slice(index);
  const answer = step(state, x1, random.split(draws, 2), np.array(++count));
  state = answer.next;
  await answer.value.data();
}

await serve({ version, threads: 1, run: (repetitions) => timed(unit, repetitions) });
