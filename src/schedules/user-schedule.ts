/**
 * A schedule from the user's own α and σ.
 *
 * The derivatives are the user's, or, when asked for by `derivatives: 'richardson'`, extrapolated differences that throw
 * where their own error estimate exceeds 10⁻⁶: never a silent finite difference. ρ must not decrease; its inverse is found
 * by bisection unless given. Both are checked at construction on the 33 times i/32.
 *
 * Derivatives that are given are compared, at construction, with extrapolated differences of α, σ and ½σ² at eight interior times:
 * nothing downstream can see a wrong one, since the velocity, its divergence and ∂ₜ ln p all take it on trust. They must
 * agree within the error of the difference, or within 10⁻⁶ relative where that is larger: what 'richardson' would also be
 * allowed. The law schedule-derivatives compares to the full precision. The times are no simple fractions, where users put kinks.
 */
import { checkNumber } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import { exp, log } from '../math/index.ts';
import { checkLevel, checkTime } from './domain.ts';
import { measuredDerivative } from './measured-derivative.ts';
import { richardsonDerivative } from './richardson.ts';
import type { Schedule } from './schedule.ts';

/** A function of time, t in [0, 1]. */
export type TimeFunction = (t: number) => number;

/** What a user-defined schedule is made of; all functions take t in [0, 1]. */
export interface UserScheduleOptions {
  readonly name: string;
  /** α(t), finite. */
  readonly alpha: TimeFunction;
  /** σ(t), finite and ≥ 0, not 0 together with α. */
  readonly sigma: TimeFunction;
  /** α̇(t), may be ±∞ at an end. Required unless `derivatives` is 'richardson'. */
  readonly alphaDot?: TimeFunction;
  /** σ̇(t), may be ±∞ at an end. Required unless `derivatives` is 'richardson'. */
  readonly sigmaDot?: TimeFunction;
  /** σσ̇; default σ·σ̇, which has no value where σ = 0 and σ̇ = ±∞. */
  readonly sigmaSigmaDot?: TimeFunction;
  /** t with α/σ = ρ; default bisection to the last bit. */
  readonly snrInverse?: TimeFunction;
  /** 'given' (default): by alphaDot and sigmaDot. 'richardson': those missing by extrapolated differences. */
  readonly derivatives?: 'given' | 'richardson';
}

const GRID = 32;
const RICHARDSON_TOLERANCE = 1e-6;
const TRIAL_TIMES = [0.0213, 0.1179, 0.2713, 0.4139, 0.5771, 0.7069, 0.8659, 0.9787];

function extrapolated(name: string, f: TimeFunction): TimeFunction {
  return (t) => {
    const { value, error } = richardsonDerivative(f, checkTime(t));
    if (!(error <= RICHARDSON_TOLERANCE * Math.max(1, Math.abs(value)))) {
      throw new PoleError({
        argument: `${name}(${t})`,
        expected: `a function smooth enough for an error estimate below ${RICHARDSON_TOLERANCE}`,
        received: `${value} ± ${error}`,
        wayOut: `give ${name} in closed form`,
      });
    }
    return value;
  };
}

function derivative(
  name: string,
  given: TimeFunction | undefined,
  f: TimeFunction,
  automatic: boolean,
): TimeFunction {
  if (!given && automatic) return extrapolated(name, f);
  if (typeof given !== 'function') {
    throw new ArgumentError({
      argument: name,
      expected: 'the derivative as a function of t',
      received: show(given),
      wayOut: "give it in closed form, or ask for extrapolated differences with derivatives: 'richardson'",
    });
  }
  return (t) => {
    const value = given(checkTime(t));
    if (typeof value !== 'number' || Number.isNaN(value)) {
      throw new ArgumentError({
        argument: `${name}(${t})`,
        expected: 'a number, or ±Infinity at an end',
        received: show(value),
      });
    }
    return value;
  };
}

/** Throws ArgumentError where `given` is not the derivative of f. */
function checkDerivative(name: string, given: TimeFunction, f: TimeFunction): void {
  for (const t of TRIAL_TIMES) {
    const value = given(t);
    const measured = measuredDerivative(f, t, value);
    const tolerance = Math.max(measured.error, RICHARDSON_TOLERANCE * Math.max(1, Math.abs(measured.value)));
    if (!(Math.abs(value - measured.value) <= tolerance)) {
      throw new ArgumentError({
        argument: `${name}(${t})`,
        expected: `the derivative, which differences measure as ${measured.value} ± ${tolerance.toExponential(1)}`,
        received: show(value),
        wayOut: `correct ${name}, or leave it out and ask for extrapolated differences with derivatives: 'richardson'`,
      });
    }
  }
}

/** Smallest t with ρ(t) ≥ rho, by halving [0, 1] until no float lies between the bounds. */
function bisect(snr: TimeFunction, rho: number): number {
  let low = 0;
  let high = 1;
  if (snr(0) >= rho) return 0;
  for (let middle = 0.5; middle > low && middle < high; middle = low + (high - low) / 2) {
    if (snr(middle) >= rho) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * A schedule from functions. Throws ArgumentError for values that are not finite, σ < 0, a decreasing ρ = α/σ, or a
 * given derivative that is not the derivative: the message names t, the value given and the value measured.
 *
 * ```ts
 * import { userSchedule } from 'flowproof';
 * const smooth = userSchedule({
 *   name: 'smoothstep',
 *   alpha: (t) => t * t * (3 - 2 * t),
 *   sigma: (t) => (1 - t) * (1 - t) * (1 + 2 * t),
 *   alphaDot: (t) => 6 * t * (1 - t),
 *   sigmaDot: (t) => -6 * t * (1 - t),
 * });
 * smooth.alpha(0.5); // 0.5
 * ```
 */
export function userSchedule(options: UserScheduleOptions): Schedule {
  const automatic = options.derivatives === 'richardson';
  const alpha: TimeFunction = (t) => checkNumber(`alpha(${t})`, options.alpha(checkTime(t)));
  const sigma: TimeFunction = (t) => checkNumber(`sigma(${t})`, options.sigma(checkTime(t)), 0);
  const alphaDot = derivative('alphaDot', options.alphaDot, alpha, automatic);
  const sigmaDot = derivative('sigmaDot', options.sigmaDot, sigma, automatic);
  const halfSquare: TimeFunction = (t) => 0.5 * sigma(t) * sigma(t);
  const product: TimeFunction = (t) => {
    const value = sigma(t) * sigmaDot(t);
    if (Number.isNaN(value)) {
      throw new PoleError({
        argument: `sigmaSigmaDot(${t})`,
        expected: 'a limit of σσ̇',
        received: '0·∞',
        wayOut: 'give sigmaSigmaDot = ½ d(σ²)/dt in closed form',
      });
    }
    return value;
  };
  const sigmaSigmaDot =
    options.sigmaSigmaDot ??
    (automatic && !options.sigmaDot ? extrapolated('sigmaSigmaDot', halfSquare) : product);
  const snr: TimeFunction = (t) => alpha(t) / sigma(t);
  checkSnr(snr);
  if (options.alphaDot) checkDerivative('alphaDot', alphaDot, alpha);
  if (options.sigmaDot) checkDerivative('sigmaDot', sigmaDot, sigma);
  if (options.sigmaSigmaDot) checkDerivative('sigmaSigmaDot', options.sigmaSigmaDot, halfSquare);
  const snrInverse: TimeFunction = (rho) => {
    checkLevel('rho', rho, snr(0), snr(1), options.name);
    return options.snrInverse ? checkTime(options.snrInverse(rho)) : bisect(snr, rho);
  };
  return {
    name: options.name,
    alpha,
    sigma,
    alphaDot,
    sigmaDot,
    sigmaSigmaDot,
    snr,
    snrInverse,
    logSnr: (t) => 2 * log(snr(t)),
    logSnrInverse: (lambda) => snrInverse(exp(lambda / 2)),
  };
}

function checkSnr(snr: TimeFunction): void {
  let before = -Infinity;
  for (let i = 0; i <= GRID; i++) {
    const rho = snr(i / GRID);
    if (!(rho >= 0 && rho >= before)) {
      throw new ArgumentError({
        argument: 'alpha, sigma',
        expected: 'α/σ ≥ 0 that never decreases on [0, 1]',
        received: `α/σ = ${rho} at t = ${i / GRID} after ${before}`,
        wayOut: 'let time run from the source (t = 0, noise) to the target (t = 1, data)',
      });
    }
    before = rho;
  }
}
