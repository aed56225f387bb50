// One training step: draw rows, noise and times, point of the path, forward, loss, backward, reduce, clip, Adam, moving average. SiLU.
import { node, on, python } from '../harness/subject.mjs';

export const title = 'Training step, SiLU, Adam, float32';
export const effort = { repetition: 400, caseLimit: 150_000 };

const NETWORKS = [
  { widths: [2, 64, 64, 64, 2], batch: 256 },
  { widths: [2, 256, 256, 256, 2], batch: 1024 },
  { widths: [784, 1024, 1024, 784], batch: 256 },
];
/** TensorFlow.js in plain JavaScript needs a minute for a step of more. */
const MOST_WEIGHTS_CPU = 10_000;

/** Multiplications and additions with the weights: forward, gradient of the weights, and gradient of the inputs of all layers but one. */
function operations({ widths, batch }) {
  const inputs = [widths[0] + 1, ...widths.slice(1, -1)];
  const weights = inputs.map((n, layer) => n * widths[layer + 1]);
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  return 2 * batch * (2 * sum(weights) + sum(weights.slice(1)));
}

export function cases({ quick }) {
  return (quick ? [{ widths: [2, 16, 16, 2], batch: 64 }] : NETWORKS).map(trainingCase);
}

function trainingCase({ widths, batch }) {
  const work = operations({ widths, batch });
  const torch = ['eager', 'flat', 'jit'].flatMap((plan) =>
    [1, 2].map((threads) =>
      python(on(threads, `PyTorch ${plan}`), 'training-torch.py', {
        widths,
        batch,
        threads,
        plan,
      }),
    ),
  );
  const ours = [1, 2].map((threads) =>
    node(on(threads, 'flowproof'), 'training-flowproof.mjs', {
      widths,
      batch,
      threads,
    }),
  );
  const cpu = work < 6 * batch * MOST_WEIGHTS_CPU;
  const script = [
    ...['plain', 'copies'].map((plan) =>
      node(`tfjs wasm ${plan}`, 'training-tfjs.mjs', { widths, batch, backend: 'wasm', plan }),
    ),
    ...(cpu ? [node('tfjs cpu', 'training-tfjs.mjs', { widths, batch, backend: 'cpu', plan: 'plain' })] : []),
    node('jax-js', 'training-jax.mjs', { widths, batch }),
  ];
  const [one, two] = ours.map(({ name }) => name);
  return {
    name: `${widths.join('-')}, ${batch} rows`,
    parameters: { widths, batch },
    work,
    unit: 'FLOP',
    subjects: [...ours, ...torch, ...script],
    pairs: [[two, one], ...[...torch, ...script].map(({ name }) => [two, name])],
  };
}
