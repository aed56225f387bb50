// Losses and a network with two hidden layers, gradients by automatic differentiation.
import { divergence } from './marginals.mjs';
import { pairVelocity } from './paths.mjs';
import { scheduleAt } from './schedules.mjs';
import { column, matrix, tf } from './tensorflow.mjs';

const { add, concat, erf, matMul, mean, mul, relu, sigmoid, softplus, square, sub, sum, tanh } = tf;

const activations = {
  tanh,
  relu,
  silu: (z) => mul(z, sigmoid(z)),
  gelu: (z) => mul(mul(0.5, z), add(1, erf(mul(Math.SQRT1_2, z)))),
  softplus,
};

/** Mean over rows, sum over dims. */
const squaredError = (prediction, target) => mean(sum(square(sub(prediction, target)), 1));

function lossWithGradient(prediction, target) {
  const { value, grad } = tf.valueAndGrad((p) => squaredError(p, target))(prediction);
  return { loss: value, gradient: grad };
}

const NAMES = ['w1', 'b1', 'w2', 'b2', 'w3', 'b3'];

function weightsOf(inputs, { dim, hidden1, hidden2 }) {
  return [
    matrix(inputs.w1, hidden1, dim + 1),
    tf.tensor1d(inputs.b1),
    matrix(inputs.w2, hidden2, hidden1),
    tf.tensor1d(inputs.b2),
    matrix(inputs.w3, dim, hidden2),
    tf.tensor1d(inputs.b3),
  ];
}

const linear = (a, w, b) => add(matMul(a, w, false, true), b);

/** y with the hidden layers. */
function network({ activation }, x, t, [w1, b1, w2, b2, w3, b3]) {
  const activate = activations[activation];
  const z1 = linear(concat([x, t], 1), w1, b1);
  const h1 = activate(z1);
  const z2 = linear(h1, w2, b2);
  const h2 = activate(z2);
  return { y: linear(h2, w3, b3), z1, h1, z2, h2 };
}

const open = (inputs, { sizes }) => ({
  x: matrix(inputs.x, sizes.rows, sizes.dim),
  t: column(inputs.t),
  weights: weightsOf(inputs, sizes),
});

function lossAndGradients(settings, x, t, target, weights) {
  const loss = (...w) => squaredError(network(settings, x, t, w).y, target);
  const { value, grads } = tf.valueAndGrads(loss)(weights);
  return { loss: value, ...Object.fromEntries(grads.map((g, i) => [`d${NAMES[i]}`, g])) };
}

export const operations = {
  'loss.fm': ({ prediction, velocity }, { sizes: { rows, dim } }) =>
    lossWithGradient(matrix(prediction, rows, dim), matrix(velocity, rows, dim)),
  'loss.cfm'({ prediction, x0, x1, t }, { settings, sizes: { rows, dim } }) {
    const at = scheduleAt(settings.schedule, column(t));
    const target = pairVelocity(at, matrix(x0, rows, dim), matrix(x1, rows, dim));
    return lossWithGradient(matrix(prediction, rows, dim), target);
  },
  'mlp.forward'(inputs, context) {
    const { x, t, weights } = open(inputs, context);
    const { y, ...trace } = network(context.settings, x, t, weights);
    return { y, trace };
  },
  'mlp.gradient'(inputs, context) {
    const { x, t, weights } = open(inputs, context);
    const { rows, dim } = context.sizes;
    return lossAndGradients(context.settings, x, t, matrix(inputs.target, rows, dim), weights);
  },
  'mlp.cfm-gradient'(inputs, { settings, sizes }) {
    const [x0, x1] = [inputs.x0, inputs.x1].map((data) => matrix(data, sizes.rows, sizes.dim));
    const t = column(inputs.t);
    const at = scheduleAt(settings.schedule, t);
    const x = add(mul(at.alpha, x1), mul(at.sigma, x0));
    return lossAndGradients(settings, x, t, pairVelocity(at, x0, x1), weightsOf(inputs, sizes));
  },
  'mlp.vjp'(inputs, context) {
    const { x, t, weights } = open(inputs, context);
    const { rows, dim } = context.sizes;
    const answer = (point) => network(context.settings, point, t, weights).y;
    return { dx: tf.grad(answer)(x, matrix(inputs.cotangent, rows, dim)) };
  },
  'mlp.divergence'(inputs, context) {
    const { x, t, weights } = open(inputs, context);
    return { divergence: divergence((point) => network(context.settings, point, t, weights).y, x) };
  },
};
