// Losses, networks and optimizers of flowproof, behind the names of the oracle. They are float32.
import {
  backward,
  cfmLossMeanRowsSumDims,
  divergence,
  fmLossMeanRowsSumDims,
  forward,
  gaussianPath,
  jvp,
  mlp,
  mlpWorkspace,
  scheduleFromSpec,
  updateAverage,
  updateParameters,
  vjp,
} from 'flowproof';

const float32Only = (answer) => (inputs, context) =>
  context.dtype === 'float32' ? answer(inputs, context) : { unsupported: 'learning is float32' };

/** The network of a case after a forward pass. */
function network(inputs, { settings, sizes }, x = inputs.x) {
  const { rows, dim, hidden1, hidden2 } = sizes;
  const net = mlp({
    dim,
    hidden: [hidden1, hidden2],
    activation: settings.activation,
    time: { kind: 'input' },
  });
  const params = new Float32Array(net.parameterCount);
  for (const [l, { weight, bias }] of net.layers.entries()) {
    params.set(inputs[`w${l + 1}`], weight);
    params.set(inputs[`b${l + 1}`], bias);
  }
  const workspace = mlpWorkspace(net, rows);
  const y = new Float32Array(rows * dim);
  forward(net, params, rows, x, inputs.t, null, workspace, y);
  return { net, params, workspace, y, rows, dim };
}

function lossAndGradients({ net, params, workspace, y, rows, dim }, target) {
  const slope = new Float32Array(y.length);
  const loss = fmLossMeanRowsSumDims(rows, dim, y, target, slope);
  const gradient = new Float32Array(net.parameterCount);
  backward(net, params, rows, workspace, slope, gradient, null);
  const answer = { loss };
  for (const [l, { weight, bias, outputs }] of net.layers.entries()) {
    answer[`dw${l + 1}`] = gradient.slice(weight, bias);
    answer[`db${l + 1}`] = gradient.slice(bias, bias + outputs);
  }
  return answer;
}

function targetVelocity({ x0, x1, t }, { settings, sizes }) {
  const out = new Float32Array(x0.length);
  gaussianPath(scheduleFromSpec(settings.schedule), sizes.dim).targetVelocity(t, x0, x1, out);
  return out;
}

function adam(spec) {
  return ({ parameters, gradient, m, v, lr, ...scalars }, { settings }) => {
    const [beta1, beta2, epsilon] = [scalars.beta1[0], scalars.beta2[0], scalars.epsilon[0]];
    const optimizer = { ...spec(scalars), beta1, beta2, epsilon };
    updateParameters(optimizer, { step: settings.step, rate: lr[0] }, parameters, gradient, [m, v]);
    return { parameters, m, v };
  };
}

const learning = {
  'loss.fm': ({ prediction, velocity }, { sizes: { rows, dim } }) => {
    const gradient = new Float32Array(prediction.length);
    return { loss: fmLossMeanRowsSumDims(rows, dim, prediction, velocity, gradient), gradient };
  },
  'loss.cfm': (inputs, context) => {
    const { rows, dim } = context.sizes;
    const gradient = new Float32Array(inputs.prediction.length);
    const target = targetVelocity(inputs, context);
    return { loss: cfmLossMeanRowsSumDims(rows, dim, inputs.prediction, target, gradient), gradient };
  },
  'mlp.forward': (inputs, context) => ({ y: network(inputs, context).y }),
  'mlp.gradient': (inputs, context) => lossAndGradients(network(inputs, context), inputs.target),
  'mlp.cfm-gradient': (inputs, context) => {
    const { settings, sizes } = context;
    const x = new Float32Array(inputs.x0.length);
    gaussianPath(scheduleFromSpec(settings.schedule), sizes.dim).sample(inputs.t, inputs.x0, inputs.x1, x);
    return lossAndGradients(network(inputs, context, x), targetVelocity(inputs, context));
  },
  'mlp.vjp': (inputs, context) => {
    const { net, params, workspace, rows, y } = network(inputs, context);
    const dx = new Float32Array(y.length);
    vjp(net, params, rows, workspace, inputs.cotangent, dx);
    return { dx };
  },
  'mlp.jvp': (inputs, context) => {
    const { net, params, workspace, rows, y } = network(inputs, context);
    const dy = new Float32Array(y.length);
    jvp(net, params, rows, workspace, inputs.tangent, null, dy);
    return { dy };
  },
  'mlp.divergence': (inputs, context) => {
    const { net, params, workspace, rows } = network(inputs, context);
    const out = new Float32Array(rows);
    divergence(net, params, rows, workspace, out);
    return { divergence: out };
  },
  'optimizer.adam': adam(() => ({ kind: 'adam' })),
  'optimizer.adamw': adam(({ weight_decay }) => ({ kind: 'adamw', weightDecay: weight_decay[0] })),
  'optimizer.ema': ({ average, parameters, decay }) => {
    updateAverage(decay[0], parameters, average);
    return { average };
  },
};

export const operations = Object.fromEntries(
  Object.entries(learning).map(([name, answer]) => [name, float32Only(answer)]),
);
