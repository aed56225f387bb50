/**
 * The loop of an embedded Runge–Kutta pair with step-size control over one [rows, dim] batch, in place: which steps are tried, taken and
 * given up. It runs in the elapsed time of plan.ts.
 */
import type { FloatArray } from '../../array/float-array.ts';
import { DivergenceError } from '../../errors.ts';
import type { VelocityFunction } from '../velocity.ts';
import { isAccepted, stepFactor } from './controller.ts';
import { type AdaptivePlan, clockOf } from './plan.ts';
import { type StepObserver, trialSteps, type Workspace } from './trial-step.ts';

/** How a run ended. */
export type AdaptiveStatus = 'done' | 'step-limit' | 'step-too-small';

/** One integration: what it took and how far it came. */
export interface AdaptiveRun {
  /** Evaluations of the field. */
  readonly nfe: number;
  readonly accepted: number;
  readonly rejected: number;
  /** The time reached: `to` when done. */
  readonly t: number;
  readonly status: AdaptiveStatus;
  /** The accepted grid, from `from` on; [accepted + 1]. */
  readonly times: Float64Array;
  /** Where each rejected step started, and its signed size; [rejected]. */
  readonly rejectedTimes: Float64Array;
  readonly rejectedSteps: Float64Array;
}

function ulp(t: number): number {
  const magnitude = Math.max(Math.abs(t), 2.2250738585072014e-308);
  let e = 1;
  while (e > magnitude) e /= 2;
  return e * Number.EPSILON;
}

/** The smallest step from time t. */
function leastStep({ profile, from, to }: AdaptivePlan, t: number): number {
  const reference = profile.leastStepAt === 'time' ? t : Math.max(Math.abs(from), Math.abs(to));
  return profile.leastStepUlps * ulp(reference);
}

/** Where a step of size h from s ends. */
function endOf({ profile, to, maxStep }: AdaptivePlan, length: number, s: number, h: number): number {
  const end = s + h;
  if (profile.end === 'overstep') return end;
  const slack = profile.endUlps * ulp(to) + profile.stretch * h;
  return end > length || (end + slack > length && length - s <= maxStep) ? length : end;
}

/** Integrates `x` [rows, dim] in place, as far as it comes. */
export function integrateAdaptive(
  velocity: VelocityFunction,
  x: FloatArray,
  plan: AdaptivePlan,
  work: Workspace,
  observer: StepObserver | null,
): AdaptiveRun {
  const { pair, profile, maxStep, maxSteps } = plan;
  const { length, direction, timeAt } = clockOf(plan);
  const trial = trialSteps(velocity, x, plan, work, observer);
  const times = [plan.from];
  const rejectedTimes: number[] = [];
  const rejectedSteps: number[] = [];
  const finish = (s: number, status: AdaptiveStatus): AdaptiveRun => ({
    nfe: trial.nfe(),
    accepted: times.length - 1,
    rejected: rejectedSteps.length,
    t: timeAt(Math.min(s, length)),
    status,
    times: Float64Array.from(times),
    rejectedTimes: Float64Array.from(rejectedTimes),
    rejectedSteps: Float64Array.from(rejectedSteps),
  });
  if (x.length === 0) return finish(length, 'done');

  trial.begin();
  let h = plan.firstStep ?? (profile.firstStep === 'from-field' ? trial.firstSize() : profile.firstStep);
  let s = 0;
  while (s < length) {
    const least = leastStep(plan, timeAt(s));
    h = Math.min(Math.max(h, least), maxStep);
    for (let accepted = false, rejectedBefore = false; !accepted; rejectedBefore = true) {
      if (h < least || !(s + h > s)) return finish(s, 'step-too-small');
      if (times.length - 1 + rejectedSteps.length >= maxSteps) return finish(s, 'step-limit');
      const end = endOf(plan, length, s, h);
      if (profile.end === 'clip') h = end - s;
      const ratio = trial.attempt(s, h, end);
      if (Number.isNaN(ratio) && profile.nonFinite === 'throw') throw gaveUp(plan, timeAt(s), timeAt(end));
      accepted = isAccepted(profile, ratio);
      const factor = stepFactor(profile, ratio, pair.errorOrder, accepted, rejectedBefore);
      if (accepted) {
        trial.accept(s, h, end);
        times.push(timeAt(end));
        s = end;
      } else {
        rejectedTimes.push(timeAt(s));
        rejectedSteps.push(direction * h);
      }
      h *= factor;
    }
  }
  return finish(s, 'done');
}

function gaveUp({ profile }: AdaptivePlan, start: number, end: number): DivergenceError {
  return new DivergenceError({
    argument: `the step from t = ${start} to ${end}`,
    expected: 'a finite state, slope and error estimate',
    received: 'one that is not',
    wayOut: `take another profile than ${profile.name}, which gives up here`,
  });
}
