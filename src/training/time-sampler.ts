/**
 * Distributions of the training time t in (0, 1), one draw for each (step, row).
 *
 * - uniform:       t = u
 * - stratified:    t = (row + u)/batch, one draw in each of `batch` equal cells: the variance of the loss falls, its
 *                  expectation stays that of uniform
 * - logit-normal:  t = 1/(1 + e^−(mean + std·n)),  n ~ N(0, 1)            (Esser et al. 2024, eq. 19)
 * - beta:          t = a/(a + b),  a ~ Gamma(alpha), b ~ Gamma(beta)      (Marsaglia & Tsang 2000, ACM TOMS 26:3)
 *
 * Times are float32 values, clamped to [2⁻²⁴, 1 − 2⁻²⁴]: rounding must not put a draw on an end, where the derivatives
 * of some schedules are infinite. A distribution other than uniform weighs the loss by its density; no correcting
 * weight is applied, as in the papers that use them.
 */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { exp, log } from '../math/index.ts';
import { fold, type Key, normalInto, uniformInto } from '../random/index.ts';
import { firstOf } from './first-of.ts';

export type TimeSamplerSpec =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'stratified' }
  | { readonly kind: 'logit-normal'; readonly mean: number; readonly std: number }
  | { readonly kind: 'beta'; readonly alpha: number; readonly beta: number };

/** The names a configuration can give. */
export const timeSamplerKinds: readonly TimeSamplerSpec['kind'][] = [
  'uniform',
  'stratified',
  'logit-normal',
  'beta',
];

const FIRST_TIME = 5.9604644775390625e-8;
const LAST_TIME = 1 - 5.9604644775390625e-8;

/** Throws an ArgumentError unless the parameters are in their domain. */
export function checkTimeSampler(spec: TimeSamplerSpec): void {
  if (!timeSamplerKinds.includes(spec?.kind)) {
    throw new ArgumentError({
      argument: 'timeSampler.kind',
      expected: `one of ${timeSamplerKinds.join(', ')}`,
      received: show(spec?.kind),
    });
  }
  if (spec.kind === 'logit-normal') {
    checkNumber('timeSampler.mean', spec.mean, -20, 20);
    checkNumber('timeSampler.std', spec.std, 0, 20);
  } else if (spec.kind === 'beta') {
    checkNumber('timeSampler.alpha', spec.alpha, 0.01, 1000);
    checkNumber('timeSampler.beta', spec.beta, 0.01, 1000);
  }
}

/**
 * Times of rows `first` … `first + out.length − 1` of a batch of `batch` rows; `key` is the key of the step.
 *
 * Row i depends on (key, i) alone, so a tile of a batch can be drawn by itself. `draws` is scratch, at least as long as `out`.
 */
export function sampleTimes(
  spec: TimeSamplerSpec,
  key: Key,
  first: number,
  batch: number,
  out: Float32Array,
  draws: Float64Array = new Float64Array(out.length),
): void {
  checkCount('first', first, 0, batch);
  const rows = out.length;
  if (spec.kind === 'beta') {
    for (let r = 0; r < rows; r++) draws[r] = betaDraw(spec.alpha, spec.beta, fold(key, first + r));
  } else if (spec.kind === 'logit-normal') {
    normalInto(key, first, firstOf(draws, rows));
    for (let r = 0; r < rows; r++) draws[r] = 1 / (1 + exp(-(spec.mean + spec.std * draws[r]!)));
  } else {
    uniformInto(key, first, firstOf(draws, rows));
    if (spec.kind === 'stratified') {
      for (let r = 0; r < rows; r++) draws[r] = (first + r + draws[r]!) / batch;
    }
  }
  for (let r = 0; r < rows; r++) out[r] = Math.min(Math.max(draws[r]!, FIRST_TIME), LAST_TIME);
}

function betaDraw(alpha: number, beta: number, key: Key): number {
  const logA = logGammaDraw(alpha, fold(key, 0));
  const logB = logGammaDraw(beta, fold(key, 1));
  return 1 / (1 + exp(logB - logA));
}

const uniforms = new Float64Array(1);
const normals = new Float64Array(1);

/** ln of a Gamma(shape) draw: in logarithms, since Gamma(0.01) underflows. */
function logGammaDraw(shape: number, key: Key): number {
  let boost = 0;
  let a = shape;
  if (shape < 1) {
    uniformInto(fold(key, 0), 0, uniforms);
    boost = log(uniforms[0]!) / shape;
    a = shape + 1;
  }
  const d = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let attempt = 1; ; attempt++) {
    const attemptKey = fold(key, attempt);
    normalInto(attemptKey, 0, normals);
    uniformInto(attemptKey, 0, uniforms);
    const x = normals[0]!;
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (log(uniforms[0]!) < 0.5 * x * x + d - d * v + d * log(v)) return log(d * v) + boost;
  }
}
