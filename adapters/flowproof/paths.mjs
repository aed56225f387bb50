// Schedules, conditional paths, conversions and marginal fields of flowproof, behind the names of the oracle.
import {
  convert,
  gaussianMixture,
  gaussianPath,
  marginalField,
  scheduleChange,
  scheduleFromSpec,
} from 'flowproof';

const scheduleOf = ({ settings }) => scheduleFromSpec(settings.schedule);

/** A buffer like `x`, of another length where one is given. */
const like = (x, length = x.length) => new x.constructor(length);

/** f(t) at each time. */
const each = (t, f) => Array.from(t, (time) => f(time));

/** One method of the conditional path into a new buffer. */
function along(method, name, second, length = ({ rows, dim }) => rows * dim) {
  return (inputs, context) => {
    const path = gaussianPath(scheduleOf(context), context.sizes.dim);
    const out = like(inputs.x1, length(context.sizes));
    path[method](inputs.t, inputs[second], inputs.x1, out);
    return { [name]: out };
  };
}

/** The names here of what a network may predict. */
const predictions = { 'v-prediction': 'v' };

/** Row by row, as each has its own time. */
function byRow({ rows, dim }, width, x, write) {
  const out = like(x, rows * width);
  for (let r = 0; r < rows; r++) {
    write(r, x.subarray(r * dim, (r + 1) * dim), out.subarray(r * width, (r + 1) * width));
  }
  return out;
}

function marginal(method, name, width) {
  return ({ weights, means, stds, t, x }, context) => {
    const { sizes } = context;
    const rows = Array.from(weights, (_, k) =>
      Array.from(means.subarray(k * sizes.dim, (k + 1) * sizes.dim)),
    );
    const target = gaussianMixture({ weights: Array.from(weights), means: rows, stds: Array.from(stds) });
    const field = marginalField({ schedule: scheduleOf(context), target });
    return { [name]: byRow(sizes, width(sizes), x, (r, point, out) => field[method](t[r], point, out)) };
  };
}

const one = () => 1;

export const operations = {
  'schedule.evaluate': ({ t }, context) => {
    const { alpha, sigma, alphaDot, sigmaDot } = scheduleOf(context);
    return {
      alpha: each(t, alpha),
      sigma: each(t, sigma),
      alpha_dot: each(t, alphaDot),
      sigma_dot: each(t, sigmaDot),
    };
  },
  'schedule.log-snr': ({ t }, context) => {
    const { snr, logSnr } = scheduleOf(context);
    return { snr: each(t, snr), log_snr: each(t, logSnr) };
  },
  'schedule.change': ({ r, x, velocity }, context) => {
    const { sizes, settings } = context;
    const to = scheduleFromSpec(settings.to);
    const changes = each(r, (time) => scheduleChange(scheduleOf(context), to, time));
    const at = (i) => changes[Math.floor(i / sizes.dim)];
    const scaled = Array.from(x, (value, i) => value / at(i).scale);
    return {
      time: changes.map(({ time }) => time),
      scaled,
      velocity: Array.from(velocity, (u, i) => at(i).velocity * u + at(i).point * scaled[i]),
    };
  },
  'path.sample': along('sample', 'x', 'x0'),
  'path.velocity': along('targetVelocity', 'velocity', 'x0'),
  'path.conditional-velocity': along('velocity', 'velocity', 'x'),
  'path.conditional-score': along('score', 'score', 'x'),
  'path.conditional-log-density': along('logDensity', 'log_density', 'x', ({ rows }) => rows),
  'parametrization.convert': ({ value, x, t }, context) => {
    const { sizes, settings } = context;
    const [from, to] = [settings.from, settings.to].map((name) => predictions[name] ?? name);
    const row = (r) => value.subarray(r * sizes.dim, (r + 1) * sizes.dim);
    return {
      value: byRow(sizes, sizes.dim, x, (r, point, out) =>
        convert(scheduleOf(context), from, to, t[r], point, row(r), out),
      ),
    };
  },
  'marginal.velocity': marginal('velocity', 'velocity', ({ dim }) => dim),
  'marginal.score': marginal('score', 'score', ({ dim }) => dim),
  'marginal.divergence': marginal('divergence', 'divergence', one),
  'marginal.log-density': marginal('logDensity', 'log_density', one),
};
