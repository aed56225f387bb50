/** Where the accepted steps of one run go: states at given times, a trajectory, and the end of a run that passed `to`. */
import type { FloatArray } from '../../array/float-array.ts';
import type { AdaptiveRun } from './integrate-adaptive.ts';
import { type DenseStep, interpolate } from './interpolant.ts';
import type { AdaptivePlan } from './plan.ts';
import { trajectory } from './trajectory.ts';
import type { StepObserver } from './trial-step.ts';

export interface Outputs {
  readonly observer: StepObserver | null;
  /** After the run: writes x(to) over a state that lies beyond it, and the times that need no interpolation. */
  readonly end: (run: AdaptiveRun, x: FloatArray) => void;
  /** Reads the trajectory at a time. */
  readonly read: (t: number, out: FloatArray) => void;
}

/**
 * @param x the state at the start.
 * @param times output times in the order of the run, or null.
 * @param place called with the index of an output time and a function that writes the state there.
 */
export function outputs(
  plan: AdaptivePlan,
  x: FloatArray,
  keep: boolean,
  times: Float64Array | null,
  place: (index: number, write: (out: FloatArray) => void) => void,
): Outputs {
  const { pair, profile, from, to } = plan;
  const length = Math.abs(to - from);
  const elapsed = (t: number): number => (t === to ? length : Math.abs(t - from));
  const by = pair.dense;
  const passes = profile.end === 'overstep';
  const steps = by && keep ? trajectory(by, x) : null;
  const final = passes ? x.slice() : null;
  let next = 0;
  while (times && next < times.length && times[next] === from) place(next++, (out) => out.set(x));

  const nextOutput = (): number => (times && next < times.length ? elapsed(times[next]!) : Infinity);
  const see = (s0: number, s1: number, step: DenseStep): void => {
    steps?.add(s0, s1, step);
    const theta = (s: number): number => (s - s0) / (s1 - s0);
    for (let s = nextOutput(); s <= s1; s = nextOutput()) {
      const at = theta(s);
      place(next++, (out) => interpolate(by!, step, at, out));
    }
    if (final && s1 >= length) interpolate(by!, step, theta(length), final);
  };
  const observer: StepObserver | null =
    keep || times || passes
      ? { wants: (s1) => keep || nextOutput() <= s1 || (passes && s1 >= length), see }
      : null;
  return {
    observer,
    end({ status }, state) {
      if (final && status === 'done') state.set(final);
    },
    read: (t, out) => steps!.read(elapsed(t), out),
  };
}
