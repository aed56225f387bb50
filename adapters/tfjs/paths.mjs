// Conditional paths xₜ = αₜ x₁ + σₜ x₀ on batches [rows, dim], and what follows from them.
import { scheduleAt } from './schedules.mjs';
import { column, matrix, scalar, tf } from './tensorflow.mjs';

const { add, div, log, mul, neg, sqrt, square, sub, sum } = tf;

/** The schedule at the times of the rows, and the inputs as batches. */
function open(inputs, { settings, sizes }) {
  const { t, scale, ...points } = inputs;
  const batches = Object.fromEntries(
    Object.entries(points).map(([name, data]) => [name, matrix(data, sizes.rows, sizes.dim)]),
  );
  return { ...batches, at: scheduleAt(settings.schedule, column(t)) };
}

export const pairVelocity = (at, x0, x1) => add(mul(at.alphaDot, x1), mul(at.sigmaDot, x0));

const deviation = ({ at, x, x1 }) => sub(x, mul(at.alpha, x1));

/** E[X₁|x] and E[X₀|x] from any prediction. */
const predicted = {
  x1: ({ at, x, value }) => [value, div(sub(x, mul(at.alpha, value)), at.sigma)],
  epsilon: ({ at, x, value }) => [div(sub(x, mul(at.sigma, value)), at.alpha), value],
  score: ({ at, x, value }) => [
    div(add(x, mul(square(at.sigma), value)), at.alpha),
    neg(mul(at.sigma, value)),
  ],
  velocity({ at, x, value }) {
    const across = sub(mul(at.alphaDot, at.sigma), mul(at.alpha, at.sigmaDot));
    return [
      div(sub(mul(at.sigma, value), mul(at.sigmaDot, x)), across),
      div(sub(mul(at.alphaDot, x), mul(at.alpha, value)), across),
    ];
  },
  'v-prediction'({ at, x, value }) {
    const size = add(square(at.alpha), square(at.sigma));
    return [
      div(sub(mul(at.alpha, x), mul(at.sigma, value)), size),
      div(add(mul(at.sigma, x), mul(at.alpha, value)), size),
    ];
  },
};

const wanted = {
  x1: (_, data) => data,
  epsilon: (_, __, noise) => noise,
  score: (at, _, noise) => neg(div(noise, at.sigma)),
  velocity: (at, data, noise) => pairVelocity(at, noise, data),
  'v-prediction': (at, data, noise) => sub(mul(at.alpha, noise), mul(at.sigma, data)),
};

export const operations = {
  'path.sample'(inputs, context) {
    const { at, x0, x1 } = open(inputs, context);
    return { x: add(mul(at.alpha, x1), mul(at.sigma, x0)) };
  },
  'path.velocity'(inputs, context) {
    const { at, x0, x1 } = open(inputs, context);
    return { velocity: pairVelocity(at, x0, x1) };
  },
  'path.conditional-velocity'(inputs, context) {
    const all = open(inputs, context);
    const { at, x1 } = all;
    return { velocity: add(mul(at.alphaDot, x1), mul(div(at.sigmaDot, at.sigma), deviation(all))) };
  },
  'path.conditional-score'(inputs, context) {
    const all = open(inputs, context);
    return { score: neg(div(deviation(all), square(all.at.sigma))) };
  },
  'path.conditional-log-density'(inputs, context) {
    const all = open(inputs, context);
    const { sigma } = all.at;
    const standard = div(deviation(all), sigma);
    const squares = sum(square(standard), 1, true);
    const { dim } = context.sizes;
    const density = sub(mul(-0.5, add(squares, dim * Math.log(2 * Math.PI))), mul(dim, log(sigma)));
    return { log_density: tf.reshape(density, [-1]) };
  },
  'parametrization.convert'(inputs, context) {
    const all = open(inputs, context);
    const { from, to } = context.settings;
    return { value: wanted[to](all.at, ...predicted[from](all)) };
  },
  'guidance.classifier'(inputs, context) {
    const { at, velocity, gradient } = open(inputs, context);
    const across = sub(mul(at.alphaDot, at.sigma), mul(at.sigmaDot, at.alpha));
    const factor = div(mul(at.sigma, across), at.alpha);
    return { velocity: add(velocity, mul(scalar(inputs.scale), mul(factor, gradient))) };
  },
  'guidance.classifier-free'({ conditional, unconditional, scale }, { sizes: { rows, dim } }) {
    const [c, u] = [matrix(conditional, rows, dim), matrix(unconditional, rows, dim)];
    return { velocity: add(u, mul(scalar(scale), sub(c, u))) };
  },
  'sde.step'({ x, velocity, score, w, dt, noise }, { sizes: { rows, dim } }) {
    const batch = (data) => matrix(data, rows, dim);
    const [weight, step] = [column(w), scalar(dt)];
    const drift = add(batch(velocity), mul(div(square(weight), 2), batch(score)));
    return {
      x: add(add(batch(x), mul(drift, step)), mul(mul(weight, sqrt(step)), batch(noise))),
    };
  },
};
