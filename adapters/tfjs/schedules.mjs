// Schedules (α, σ) of Xₜ = αₜ X₁ + σₜ X₀; t = 0 is noise, t = 1 data. Derivatives in closed form.
import { tf } from './tensorflow.mjs';

const { abs, cos, div, exp, expm1, log, mul, neg, onesLike, pow, sin, sqrt, square, sub, zerosLike } = tf;
const add = (a, b) => tf.add(a, b);
const back = (t) => sub(1, t);
const HALF_PI = Math.PI / 2;

const straight = (slope) => ({
  alpha: (t) => t,
  sigma: (t) => sub(1, mul(slope, t)),
  alphaDot: onesLike,
  sigmaDot: (t) => tf.fill(t.shape, -slope),
});

const polynomial = (n) => ({
  alpha: (t) => pow(t, n),
  sigma: (t) => sub(1, pow(t, n)),
  alphaDot: (t) => mul(n, pow(t, n - 1)),
  sigmaDot: (t) => mul(-n, pow(t, n - 1)),
});

function vp({ betaMin, betaMax }) {
  const exponent = (t) => mul(back(t), add(mul(0.5 * (betaMax - betaMin), back(t)), betaMin));
  const rate = (t) => add(betaMin, mul(betaMax - betaMin, back(t)));
  const alpha = (t) => exp(mul(-0.5, exponent(t)));
  const sigma = (t) => sqrt(neg(expm1(neg(exponent(t)))));
  return {
    alpha,
    sigma,
    alphaDot: (t) => mul(0.5, mul(rate(t), alpha(t))),
    sigmaDot: (t) => div(mul(mul(-0.5, rate(t)), square(alpha(t))), sigma(t)),
  };
}

const linearVp = {
  alpha: (t) => t,
  sigma: (t) => sqrt(mul(sub(1, t), add(1, t))),
  alphaDot: onesLike,
  sigmaDot: (t) => neg(div(t, linearVp.sigma(t))),
};

const cosine = {
  alpha: (t) => sin(mul(HALF_PI, t)),
  sigma: (t) => cos(mul(HALF_PI, t)),
  alphaDot: (t) => mul(HALF_PI, cos(mul(HALF_PI, t))),
  sigmaDot: (t) => mul(-HALF_PI, sin(mul(HALF_PI, t))),
};

function ve({ sigmaMin, sigmaMax }) {
  const rate = Math.log(sigmaMax / sigmaMin);
  const sigma = (t) => mul(sigmaMin, exp(mul(rate, back(t))));
  return { alpha: onesLike, sigma, alphaDot: zerosLike, sigmaDot: (t) => mul(-rate, sigma(t)) };
}

const kinds = {
  'cond-ot': () => straight(1),
  ot: ({ sigmaMin }) => straight(1 - sigmaMin),
  polynomial: ({ n }) => polynomial(n),
  vp,
  'linear-vp': () => linearVp,
  cosine: () => cosine,
  ve,
};

/** The schedule of a setting at times t; each coefficient when it is asked for, as some are infinite at the ends. */
export function scheduleAt(spec, t) {
  const schedule = kinds[spec.kind](spec);
  return {
    get alpha() {
      return schedule.alpha(t);
    },
    get sigma() {
      return schedule.sigma(t);
    },
    get alphaDot() {
      return schedule.alphaDot(t);
    },
    get sigmaDot() {
      return schedule.sigmaDot(t);
    },
  };
}

export const operations = {
  'schedule.evaluate': ({ t }, { settings }) => {
    const at = scheduleAt(settings.schedule, tf.tensor1d(t));
    return { alpha: at.alpha, sigma: at.sigma, alpha_dot: at.alphaDot, sigma_dot: at.sigmaDot };
  },
  'schedule.log-snr': ({ t }, { settings }) => {
    const at = scheduleAt(settings.schedule, tf.tensor1d(t));
    return { snr: div(at.alpha, at.sigma), log_snr: mul(2, sub(log(abs(at.alpha)), log(at.sigma))) };
  },
};
