/**
 * The loop of an embedded Runge–Kutta pair with step-size control over one [rows, dim] batch, in place.
 *
 * It runs in the elapsed time s ∈ [0, |to − from|], t = from ± s: then integrating u backward takes the steps of −u mirrored forward
 * to the bit. One rejected step leaves the state and the first stage as they were; every later stage is evaluated anew.
 */
import { allocate, dtypeOf, type FloatArray, firstNonFinite } from '../../array/float-array.ts';
import { DivergenceError } from '../../errors.ts';
import type { ScaledCombination, StepKernel } from '../kernel.ts';
import { float32Kernel } from '../kernel-float32.ts';
import { float64Kernel } from '../kernel-float64.ts';
import type { VelocityFunction } from '../velocity.ts';
import { firstStep, isAccepted, stepFactor, trialStep } from './controller.ts';
import { errorRatio, scaledRms, type Tolerance } from './error-norm.ts';
import type { DenseStep } from './interpolant.ts';
import type { Pair } from './pair.ts';
import type { Profile } from './profile.ts';

/** How a run ended. */
export type AdaptiveStatus = 'done' | 'step-limit' | 'step-too-small';

export interface AdaptivePlan {
  readonly pair: Pair;
  readonly profile: Profile;
  readonly tolerance: Tolerance;
  readonly from: number;
  readonly to: number;
  /** Null: chosen from the field. */
  readonly firstStep: number | null;
  readonly maxStep: number;
  readonly maxSteps: number;
  readonly dim: number;
  readonly compensated: boolean;
}

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

/** Sees accepted steps. */
export interface StepObserver {
  /** Whether the dense output of the step that ends at the elapsed time s is wanted. */
  readonly wants: (s: number) => boolean;
  /** Told of each step that is wanted, its extra stages evaluated; views that the next step overwrites. */
  readonly see: (s0: number, s1: number, step: DenseStep) => void;
}

interface Work<A extends FloatArray> {
  readonly kernel: StepKernel<A>;
  readonly k: A;
  readonly slopes: readonly A[];
  readonly inner: readonly ScaledCombination<A>[];
  readonly extra: readonly ScaledCombination<A>[];
  readonly outer: ScaledCombination<A>;
  /** The slope at the end of a step where no stage is. */
  readonly ahead: A;
  readonly state: A;
  readonly next: A;
  readonly carry: A;
  readonly nextCarry: A;
  readonly scale: Float64Array;
  readonly squares: Float64Array;
}

/** Buffers for batches of n elements, used again by every run of the same plan. */
export type Workspace = Work<FloatArray>;

export function adaptiveWorkspace({ pair, compensated }: AdaptivePlan, x: FloatArray): Workspace {
  const n = x.length;
  const dtype = dtypeOf(x);
  const all = pair.stages + (pair.dense?.extra.length ?? 0);
  const k = allocate(dtype, all * n);
  const kernel = (x instanceof Float32Array ? float32Kernel : float64Kernel) as StepKernel<FloatArray>;
  return {
    kernel,
    k,
    slopes: Array.from({ length: all }, (_, j) => k.subarray(j * n, (j + 1) * n)),
    inner: pair.inner.map((row) => kernel.load(row)),
    extra: (pair.dense?.extra ?? []).map(({ state }) => kernel.load(state)),
    outer: kernel.load(pair.outer),
    ahead: allocate(dtype, pair.fsal ? 0 : n),
    state: allocate(dtype, n),
    next: allocate(dtype, n),
    carry: allocate(dtype, compensated ? n : 0),
    nextCarry: allocate(dtype, compensated ? n : 0),
    scale: new Float64Array(n),
    squares: new Float64Array(n),
  };
}

function ulp(t: number): number {
  const magnitude = Math.max(Math.abs(t), 2.2250738585072014e-308);
  let e = 1;
  while (e > magnitude) e /= 2;
  return e * Number.EPSILON;
}

function nonFiniteField(velocity: FloatArray, at: number, t: number, dim: number): DivergenceError {
  return new DivergenceError({
    argument: `u at t = ${t}, row ${Math.floor(at / dim)}`,
    expected: 'a finite velocity',
    received: String(velocity[at]),
    wayOut: 'let the field write every element of out, and check its formula at this time',
  });
}

/** Integrates `x` [rows, dim] in place, as far as it comes. */
export function integrateAdaptive(
  velocity: VelocityFunction,
  x: FloatArray,
  plan: AdaptivePlan,
  work: Workspace,
  observer: StepObserver | null,
): AdaptiveRun {
  const { pair, profile, tolerance, from, to, dim, maxStep, maxSteps, compensated } = plan;
  const { kernel, k, slopes, inner, outer, state, next, carry, nextCarry, scale, squares } = work;
  const n = x.length;
  const length = Math.abs(to - from);
  const direction = to > from ? 1 : -1;
  const last = pair.stages - 1;
  const endSlope = pair.fsal ? slopes[last]! : work.ahead;
  const timeAt = (s: number): number => (s === length ? to : from + direction * s);
  // s + h may round beyond the end that h was cut to.
  const stageAt = (s: number, c: number, h: number): number =>
    timeAt(profile.end === 'clip' ? Math.min(s + c * h, length) : s + c * h);

  const times = [from];
  const rejectedTimes: number[] = [];
  const rejectedSteps: number[] = [];
  let nfe = 0;
  const finish = (s: number, status: AdaptiveStatus): AdaptiveRun => ({
    nfe,
    accepted: times.length - 1,
    rejected: rejectedSteps.length,
    t: timeAt(Math.min(s, length)),
    status,
    times: Float64Array.from(times),
    rejectedTimes: Float64Array.from(rejectedTimes),
    rejectedSteps: Float64Array.from(rejectedSteps),
  });
  if (n === 0) return finish(length, 'done');

  const evaluate = (t: number, at: FloatArray, out: FloatArray): void => {
    velocity(t, at, out);
    nfe++;
  };
  const stageState = (by: ScaledCombination<FloatArray>): void => {
    if (compensated) kernel.combineWithCarry(x, carry, k, n, by, state);
    else kernel.combine(x, k, n, by, state);
  };

  k.fill(Number.NaN);
  carry.fill(0);
  evaluate(from, x, slopes[0]!);
  const bad = firstNonFinite(slopes[0]!);
  if (bad >= 0) throw nonFiniteField(slopes[0]!, bad, from, dim);

  let h = plan.firstStep ?? (profile.firstStep === 'from-field' ? chooseFirst() : profile.firstStep);
  let s = 0;
  while (s < length) {
    const reference = profile.leastStepAt === 'time' ? timeAt(s) : Math.max(Math.abs(from), Math.abs(to));
    const least = profile.leastStepUlps * ulp(reference);
    h = Math.min(Math.max(h, least), maxStep);
    let rejectedBefore = false;
    for (;;) {
      if (h < least || !(s + h > s)) return finish(s, 'step-too-small');
      if (times.length - 1 + rejectedSteps.length >= maxSteps) return finish(s, 'step-limit');
      let end = s + h;
      if (profile.end === 'clip') {
        const slack = profile.endUlps * ulp(to) + profile.stretch * h;
        if (end > length || (end + slack > length && length - s <= maxStep)) end = length;
        h = end - s;
      }
      const step = direction * h;
      for (let j = 1; j < (pair.fsal ? last : pair.stages); j++) stage(j, step);
      advance(step);
      let slopeAtEnd = pair.fsal && (pair.lastStageInError || !profile.lazyEnd);
      if (slopeAtEnd) evaluate(stageAt(s, 1, h), next, endSlope);
      const ratio = errorRatio(pair, tolerance, x, next, k, h, scale, squares, profile.sums);
      let finite = Number.isFinite(ratio) && firstNonFinite(next) < 0;
      if (!slopeAtEnd && finite && isAccepted(profile, ratio)) {
        slopeAtEnd = end < length || (pair.fsal && observer?.wants(end) === true);
        if (slopeAtEnd) evaluate(stageAt(s, 1, h), next, endSlope);
      }
      // From an end without a slope there is no way on.
      finite &&= !slopeAtEnd || firstNonFinite(endSlope) < 0;
      const accepted = finite && isAccepted(profile, ratio);
      if (!finite && profile.nonFinite === 'throw') {
        throw new DivergenceError({
          argument: `the step from t = ${timeAt(s)} to ${timeAt(end)}`,
          expected: 'a finite error estimate',
          received: String(ratio),
          wayOut: `take another profile than ${profile.name}, which gives up here`,
        });
      }
      const factor = stepFactor(
        profile,
        finite ? ratio : Number.NaN,
        pair.errorOrder,
        accepted,
        rejectedBefore,
      );
      if (accepted) {
        observe(s, end, step);
        take(end);
        s = end;
        h *= factor;
        break;
      }
      rejectedTimes.push(timeAt(s));
      rejectedSteps.push(step);
      rejectedBefore = true;
      h *= factor;
    }
  }
  return finish(s, 'done');

  function stage(j: number, step: number): void {
    kernel.setStep(inner[j]!, step, 1);
    stageState(inner[j]!);
    evaluate(stageAt(s, pair.c[j]!, h), state, slopes[j]!);
  }

  function advance(step: number): void {
    kernel.setStep(outer, step, 1);
    if (compensated) {
      next.set(x);
      nextCarry.set(carry);
      kernel.advanceWithCarry(next, nextCarry, k, n, outer);
    } else kernel.combine(x, k, n, outer, next);
  }

  function observe(s0: number, s1: number, step: number): void {
    if (!observer?.wants(s1)) return;
    for (const [j, { c }] of (pair.dense?.extra ?? []).entries()) {
      kernel.setStep(work.extra[j]!, step, 1);
      stageState(work.extra[j]!);
      evaluate(stageAt(s0, c, h), state, slopes[pair.stages + j]!);
    }
    observer.see(s0, s1, { h: step, start: x, end: next, k, packed: false });
  }

  function take(end: number): void {
    x.set(next);
    if (compensated) carry.set(nextCarry);
    times.push(timeAt(end));
    slopes[0]!.set(endSlope);
  }

  function chooseFirst(): number {
    for (let i = 0; i < n; i++) scale[i] = tolerance.atol + Math.abs(x[i]!) * tolerance.rtol;
    const d0 = scaledRms(x, null, scale, squares, profile.sums);
    const d1 = scaledRms(slopes[0]!, null, scale, squares, profile.sums);
    const free = trialStep(d0, d1);
    const h0 = profile.end === 'clip' ? Math.min(free, length) : free;
    for (let i = 0; i < n; i++) next[i] = x[i]! + direction * h0 * slopes[0]![i]!;
    evaluate(timeAt(h0), next, slopes[1]!);
    const d2 = scaledRms(slopes[1]!, slopes[0]!, scale, squares, profile.sums) / h0;
    return Math.min(firstStep(h0, d1, d2, pair.errorOrder), profile.end === 'clip' ? length : Infinity);
  }
}
