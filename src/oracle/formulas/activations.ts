/**
 * Activations σ and their derivatives, with s(z) = 1/(1 + e^(−z)), Φ and φ of the standard normal law.
 *
 *   tanh  tanh z, 1 − tanh² z        relu  max(z, 0), [z > 0]        silu  z s(z), s(1 + z(1 − s))
 *   gelu  z Φ(z), Φ(z) + z φ(z)      softplus  ln(1 + e^z) = max(z, 0) + ln(1 + e^(−|z|)), s(z)
 *
 * Sources: Hendrycks & Gimpel, Gaussian Error Linear Units (2016), the exact form; Elfwing et al., Sigmoid-weighted linear units
 * (2018).
 */
import { erf, exp, log1p, tanh } from '../arithmetic/functions.ts';
import {
  absolute,
  add,
  constant,
  divide,
  exact,
  isPositive,
  larger,
  multiply,
  negate,
  square,
  subtract,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

export type Activation = 'tanh' | 'relu' | 'silu' | 'gelu' | 'softplus';

export const activations: readonly Activation[] = ['tanh', 'relu', 'silu', 'gelu', 'softplus'];

const one: Tracked = exact(1);
const half: Tracked = exact(0.5);
const ROOT_HALF = 0.7071067811865476;
/** 1/√(2π). */
const NORMAL_PEAK = 0.3989422804014327;

/** tanh z. */
export const hyperbolicTangent: Formula<[z: Tracked], Tracked> = formula('activation.tanh', (z) => tanh(z));

/** s(z) = 1/(1 + e^(−z)). */
export const logistic: Formula<[z: Tracked], Tracked> = formula('activation.logistic', (z) =>
  divide(one, add(one, exp(negate(z)))),
);

/** Φ(z) = ½(1 + erf(z/√2)). */
export const normalCdf: Formula<[z: Tracked], Tracked> = formula('activation.normal-cdf', (z) =>
  multiply(half, add(one, erf(multiply(z, constant(ROOT_HALF))))),
);

/** φ(z) = e^(−z²/2)/√(2π). */
export const normalDensity: Formula<[z: Tracked], Tracked> = formula('activation.normal-density', (z) =>
  multiply(constant(NORMAL_PEAK), exp(negate(multiply(half, square(z))))),
);

/** z Φ(z). */
export const gelu: Formula<[z: Tracked], Tracked> = formula('activation.gelu', (z) =>
  multiply(z, normalCdf(z)),
);

/** Φ(z) + z φ(z). */
export const geluSlope: Formula<[z: Tracked], Tracked> = formula('activation.gelu-slope', (z) =>
  add(normalCdf(z), multiply(z, normalDensity(z))),
);

/** z s(z). */
export const silu: Formula<[z: Tracked], Tracked> = formula('activation.silu', (z) =>
  multiply(z, logistic(z)),
);

/** s(1 + z(1 − s)). */
export const siluSlope: Formula<[z: Tracked], Tracked> = formula('activation.silu-slope', (z) => {
  const s = logistic(z);
  return multiply(s, add(one, multiply(z, subtract(one, s))));
});

/** max(z, 0). */
export const relu: Formula<[z: Tracked], Tracked> = formula('activation.relu', (z) => larger(z, exact(0)));

/** [z > 0]. */
export const reluSlope: Formula<[z: Tracked], Tracked> = formula('activation.relu-slope', isPositive);

/** ln(1 + e^z), without overflow. */
export const softplus: Formula<[z: Tracked], Tracked> = formula('activation.softplus', (z) =>
  add(larger(z, exact(0)), log1p(exp(negate(absolute(z))))),
);

/** 1 − tanh² z. */
export const tanhSlope: Formula<[z: Tracked], Tracked> = formula('activation.tanh-slope', (z) =>
  subtract(one, square(hyperbolicTangent(z))),
);

/** s(z). */
export const softplusSlope: Formula<[z: Tracked], Tracked> = formula('activation.softplus-slope', (z) =>
  logistic(z),
);

const values: Readonly<Record<Activation, (z: Tracked) => Tracked>> = {
  tanh: hyperbolicTangent,
  relu,
  silu,
  gelu,
  softplus,
};

const slopes: Readonly<Record<Activation, (z: Tracked) => Tracked>> = {
  tanh: tanhSlope,
  relu: reluSlope,
  silu: siluSlope,
  gelu: geluSlope,
  softplus: softplusSlope,
};

/** σ(z). */
export const activate = (kind: Activation, z: Tracked): Tracked => values[kind](z);

/** σ′(z). */
export const slope = (kind: Activation, z: Tracked): Tracked => slopes[kind](z);
