/**
 * How a step is accepted and the next one chosen, as data: this project's own rules and those of three libraries.
 *
 * All of them share Hairer's controller: with the error estimate E of a step relative to its tolerance, the next step is
 * h · min(10, max(0.2, 0.9 E^{−1/q})). They differ in the entries below.
 *
 * Sources: E. Hairer, S. P. Nørsett and G. Wanner, "Solving ordinary differential equations I", § II.4; the sources of SciPy 1.10
 * (integrate/_ivp/rk.py), torchdiffeq 0.2.5 (_impl/rk_common.py, misc.py), diffrax 0.7.2 (_step_size_controller/pid.py, _integrate.py).
 */

import type { SumOrder } from './error-norm.ts';

/** The names of the profiles. */
export type ProfileName = 'flowproof' | 'scipy' | 'torchdiffeq' | 'diffrax';

/** One set of rules; see the file for what they do and where they come from. */
export interface Profile {
  readonly name: ProfileName;
  /** How the norm of an error is added up. */
  readonly sums: SumOrder;
  /** Whether a step with E = 1 is good. */
  readonly acceptsOne: boolean;
  /** The smallest factor after an accepted step with E < 1: 1 forbids to shrink. */
  readonly leastGrowth: number;
  /** Whether the step accepted after a rejection may not grow. */
  readonly holdAfterRejection: boolean;
  /** `clip`: the last step is shortened to end at `to`. `overstep`: it passes `to`, and the dense output gives x(to). */
  readonly end: 'clip' | 'overstep';
  /** A step that would leave less than this share of itself before `to` ends there. */
  readonly stretch: number;
  /** The same as an absolute distance in units in the last place of `to`. */
  readonly endUlps: number;
  /** Smallest step in units in the last place; 0: any that moves the time. */
  readonly leastStepUlps: number;
  /** Units in the last place of the time of the step, or of the larger end of the interval, which is the same in both directions. */
  readonly leastStepAt: 'time' | 'interval';
  /** What a step with a non-finite error estimate does: count as rejected, with factor 0.2, or end in a DivergenceError. */
  readonly nonFinite: 'reject' | 'throw';
  /** Whether the stage at the end of the step waits for the step to be accepted, where the error estimate does not use it. */
  readonly lazyEnd: boolean;
  /** The first step: chosen from the field, or this. */
  readonly firstStep: 'from-field' | number;
  /** Embedded weights in use where the tableau has them. */
  readonly embedded: readonly string[];
  /** The smallest relative tolerance; a smaller one is raised to it. */
  readonly leastRtol: number;
  /** Default tolerances. */
  readonly rtol: number;
  readonly atol: number;
  /** Default limit of the number of steps, accepted and rejected together. */
  readonly maxSteps: number;
}

const EPSILON = Number.EPSILON;

/**
 * This project's own. E = 1 meets the tolerance, so it is good. A step may shrink after acceptance, which saves the rejection that an
 * error close to 1 announces. The last step is stretched by up to 1 % rather than followed by a sliver (Hairer's DOPRI5), and never
 * passes the end, where a flow does not exist. A non-finite trial is a step too long, until no shorter step exists. Stages that no
 * decision needs are not evaluated.
 */
const flowproof: Profile = {
  name: 'flowproof',
  sums: 'tree',
  acceptsOne: true,
  leastGrowth: 0,
  holdAfterRejection: true,
  end: 'clip',
  stretch: 0.01,
  endUlps: 0,
  leastStepUlps: 10,
  leastStepAt: 'interval',
  nonFinite: 'reject',
  lazyEnd: true,
  firstStep: 'from-field',
  embedded: [],
  leastRtol: 0,
  rtol: 1e-6,
  atol: 1e-6,
  maxSteps: 100_000,
};

const scipy: Profile = {
  name: 'scipy',
  sums: 'left-to-right',
  acceptsOne: false,
  leastGrowth: 0,
  holdAfterRejection: true,
  end: 'clip',
  stretch: 0,
  endUlps: 0,
  leastStepUlps: 10,
  leastStepAt: 'time',
  nonFinite: 'reject',
  lazyEnd: false,
  firstStep: 'from-field',
  embedded: ['dormand-prince'],
  leastRtol: 100 * EPSILON,
  rtol: 1e-3,
  atol: 1e-6,
  maxSteps: 100_000,
};

const torchdiffeq: Profile = {
  name: 'torchdiffeq',
  sums: 'tree',
  acceptsOne: true,
  leastGrowth: 1,
  holdAfterRejection: false,
  end: 'overstep',
  stretch: 0,
  endUlps: 0,
  leastStepUlps: 0,
  leastStepAt: 'time',
  nonFinite: 'throw',
  lazyEnd: false,
  firstStep: 'from-field',
  embedded: ['shampine'],
  leastRtol: 0,
  rtol: 1e-7,
  atol: 1e-9,
  maxSteps: 100_000,
};

/** It means to choose the first step like the others, but does so for bare ODE terms only, and solves wrapped ones: 0.01 always. */
const diffrax: Profile = {
  name: 'diffrax',
  sums: 'tree',
  acceptsOne: false,
  leastGrowth: 1,
  holdAfterRejection: false,
  end: 'clip',
  stretch: 0,
  endUlps: 100,
  leastStepUlps: 0,
  leastStepAt: 'time',
  nonFinite: 'reject',
  lazyEnd: false,
  firstStep: 0.01,
  embedded: ['shampine'],
  leastRtol: 0,
  rtol: 1e-6,
  atol: 1e-6,
  maxSteps: 4096,
};

/**
 * The profiles by name, as data.
 *
 * @example
 * ```ts
 * import { profiles } from 'flowproof';
 *
 * console.log(profiles.scipy.embedded, profiles.torchdiffeq.end, profiles.diffrax.firstStep); // [ 'dormand-prince' ] overstep 0.01
 * ```
 */
export const profiles: Readonly<Record<ProfileName, Profile>> = { flowproof, scipy, torchdiffeq, diffrax };
