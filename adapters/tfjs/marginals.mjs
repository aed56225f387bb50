// The marginal path of a Gaussian mixture in closed form; score and divergence by automatic differentiation.
import { scheduleAt } from './schedules.mjs';
import { matrix, tf } from './tensorflow.mjs';

const { add, div, log, logSumExp, mul, reshape, slice, softmax, square, sub, sum } = tf;

/** A function of x, for one mixture and the times of the rows; [rows, components] and [rows, components, dim] inside. */
function mixture({ weights, means, stds, t }, { settings, sizes: { rows, dim, components } }) {
  const at = scheduleAt(settings.schedule, tf.tensor3d(t, [rows, 1, 1]));
  const { alpha, sigma } = at;
  const centres = tf.tensor3d(means, [1, components, dim]);
  const spread = square(tf.tensor3d(stds, [1, components, 1]));
  const variance = add(mul(square(alpha), spread), square(sigma));
  const deviations = (x) => sub(reshape(x, [rows, 1, dim]), mul(alpha, centres));
  const logits = (y) => {
    const squares = sum(square(y), 2, true);
    const normal = mul(-0.5, add(div(squares, variance), mul(dim, log(mul(2 * Math.PI, variance)))));
    return reshape(add(log(tf.tensor3d(weights, [1, components, 1])), normal), [rows, components]);
  };
  return {
    logDensity: (x) => logSumExp(logits(deviations(x)), 1),
    velocity(x) {
      const y = deviations(x);
      const r = reshape(softmax(logits(y)), [rows, components, 1]);
      const data = add(centres, mul(div(mul(alpha, spread), variance), y));
      const noise = mul(div(sigma, variance), y);
      const all = add(mul(at.alphaDot, data), mul(at.sigmaDot, noise));
      return sum(mul(r, all), 1);
    },
  };
}

const ask = (of) => (inputs, context) =>
  of(mixture(inputs, context), matrix(inputs.x, context.sizes.rows, context.sizes.dim));

/** Σᵢ ∂vᵢ/∂xᵢ of each row, by one gradient for each column. */
export function divergence(velocity, x) {
  const [rows, dim] = x.shape;
  const parts = Array.from({ length: dim }, (_, i) => {
    const part = (batch) => slice(batch, [0, i], [rows, 1]);
    return part(tf.grad((point) => sum(part(velocity(point))))(x));
  });
  return reshape(tf.addN(parts), [rows]);
}

export const operations = {
  'marginal.log-density': ask(({ logDensity }, x) => ({ log_density: logDensity(x) })),
  'marginal.velocity': ask(({ velocity }, x) => ({ velocity: velocity(x) })),
  'marginal.score': ask(({ logDensity }, x) => ({ score: tf.grad((point) => sum(logDensity(point)))(x) })),
  'marginal.divergence': ask(({ velocity }, x) => ({ divergence: divergence(velocity, x) })),
};
