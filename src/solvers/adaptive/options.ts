/** The options of an adaptive run, checked and made ready. */
import { checkCount, checkNumber } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import type { Tableau } from '../tableau.ts';
import { endsOf } from '../time-grid.ts';
import { pair } from './pair.ts';
import type { AdaptivePlan } from './plan.ts';
import { type ProfileName, profiles } from './profile.ts';

export interface AdaptiveOptions {
  /** A tableau with embedded weights: `bs3`, `dopri5`, `tsit5`, `dop853`, or your own. */
  readonly solver: Tableau;
  /** Relative tolerance ≥ 0; default that of the profile, 1e-6 for `flowproof`. */
  readonly rtol?: number;
  /** Absolute tolerance ≥ 0, not both 0; default that of the profile, 1e-6 for `flowproof`. */
  readonly atol?: number;
  /** Whose rules of step-size control; default `flowproof`. */
  readonly profile?: ProfileName;
  /** One grid for the whole batch (default), or one for every row. */
  readonly control?: 'batch' | 'sample';
  /** Name of the embedded weights, where the tableau has several; default those of the profile. */
  readonly embedded?: string;
  /** Size of the first step; default chosen from the field, which costs one evaluation. */
  readonly firstStep?: number;
  /** Largest step; default none. */
  readonly maxStep?: number;
  /** Steps after which to give up, accepted and rejected together, of each row with control `sample`; default 100 000, 4096 for `diffrax`. */
  readonly maxSteps?: number;
  /** Start time in [0, 1]; default 0. */
  readonly from?: number;
  /** End time in [0, 1], before or after `from` but not equal to it; default 1. */
  readonly to?: number;
  /** Times between `from` and `to`, in the order from one to the other, at which to return the state too. */
  readonly times?: ArrayLike<number>;
  /** Keep all steps, so that the state can be read at any time; default false. */
  readonly dense?: boolean;
  /** Carry the rounding error of each step along (double-length state); default false. */
  readonly compensated?: boolean;
  /** Columns of a plain buffer x₀; by default those of the field. An ndarray brings its own. */
  readonly dim?: number;
}

function oneOf<T extends string>(argument: string, value: unknown, names: readonly T[]): T {
  if (!names.includes(value as T)) {
    throw new ArgumentError({ argument, expected: `one of ${names.join(', ')}`, received: show(value) });
  }
  return value as T;
}

function positive(argument: string, value: number, max: number): number {
  if (!(typeof value === 'number' && value > 0 && value <= max)) {
    throw new ArgumentError({ argument, expected: `a positive number up to ${max}`, received: show(value) });
  }
  return value;
}

/** Checks the options and prepares the pair. */
export function adaptivePlan(options: AdaptiveOptions, dim: number): AdaptivePlan {
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError({
      argument: 'options',
      expected: '{ solver, rtol, atol, … }',
      received: show(options),
    });
  }
  const { maxStep = Infinity, compensated = false } = options;
  const profile =
    profiles[oneOf('profile', options.profile ?? 'flowproof', Object.keys(profiles) as ProfileName[])];
  oneOf('control', options.control ?? 'batch', ['batch', 'sample']);
  const { from, to } = endsOf(options);
  const { rtol = profile.rtol, atol = profile.atol, maxSteps = profile.maxSteps } = options;
  checkNumber('rtol', rtol, 0);
  checkNumber('atol', atol, 0);
  if (rtol === 0 && atol === 0) {
    throw new ArgumentError({
      argument: 'atol',
      expected: 'a positive number, because rtol is 0',
      received: '0',
      wayOut: 'no step has an error of 0; for given steps use solve',
    });
  }
  checkCount('maxSteps', maxSteps, 1);
  positive('maxStep', maxStep, Infinity);
  if (options.firstStep !== undefined) positive('firstStep', options.firstStep, Math.abs(to - from));
  const prepared = pair(options.solver, profile.embedded, options.embedded);
  if (!prepared.dense && (options.dense || options.times || profile.end === 'overstep')) {
    throw new ArgumentError({
      argument: 'solver.dense',
      expected: `a dense output, for ${options.dense ? 'dense' : options.times ? 'times' : 'the profile torchdiffeq'}`,
      received: show(options.solver.dense),
    });
  }
  return {
    pair: prepared,
    profile,
    tolerance: { rtol: Math.max(rtol, profile.leastRtol), atol },
    from,
    to,
    firstStep: options.firstStep ?? null,
    maxStep,
    maxSteps,
    dim,
    compensated,
  };
}

/** Output times as float64, in the order from `from` to `to`. */
export function checkOutputTimes(
  times: ArrayLike<number> | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): Float64Array | null {
  if (times === undefined) return null;
  const direction = to > from ? 1 : -1;
  const checked = Float64Array.from(times);
  for (const [i, t] of checked.entries()) {
    const before = i === 0 ? from : checked[i - 1]!;
    if (!(direction * (t - before) >= 0 && direction * (to - t) >= 0)) {
      throw new ArgumentError({
        argument: `times[${i}]`,
        expected: `a time from ${before} to ${to}, in this order`,
        received: show(t),
      });
    }
  }
  return checked;
}

/** Throws unless t lies between the two ends. */
export function checkTimeInside(t: number, from: number, reached: number): void {
  checkNumber('t', t, Math.min(from, reached), Math.max(from, reached));
}
