/**
 * The steps that an adaptive run tries: the stages of an embedded pair over one [rows, dim] batch, the state that they lead to, and its error.
 * One that is rejected leaves the state and the first stage as they were; every later stage is evaluated anew.
 */
import { allocate, dtypeOf, type FloatArray, firstNonFinite } from '../../array/float-array.ts';
import { DivergenceError } from '../../errors.ts';
import type { ScaledCombination, StepKernel } from '../kernel.ts';
import { float32Kernel } from '../kernel-float32.ts';
import { float64Kernel } from '../kernel-float64.ts';
import type { VelocityFunction } from '../velocity.ts';
import { firstStep, isAccepted, trialStep } from './controller.ts';
import { errorRatio, scaledRms } from './error-norm.ts';
import type { DenseStep } from './interpolant.ts';
import { type AdaptivePlan, clockOf } from './plan.ts';

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

/** The steps of one run. Sizes h and times s are elapsed. */
export interface TrialSteps {
  /** Evaluations of the field so far. */
  readonly nfe: () => number;
  /** Evaluates the first slope. */
  readonly begin: () => void;
  /** A first size out of the field, for one evaluation more. */
  readonly firstSize: () => number;
  /** Tries the step from s to `end` of size h, and returns its error ratio; NaN where a number on the way was not finite. */
  readonly attempt: (s: number, h: number, end: number) => number;
  /** Moves the state to where the last attempt went. */
  readonly accept: (s: number, h: number, end: number) => void;
}

/** The steps that take `x` [rows, dim] on, in place. */
export function trialSteps(
  velocity: VelocityFunction,
  x: FloatArray,
  plan: AdaptivePlan,
  work: Workspace,
  observer: StepObserver | null,
): TrialSteps {
  const { pair, profile, tolerance, from, dim, compensated } = plan;
  const { kernel, k, slopes, inner, outer, state, next, carry, nextCarry, scale, squares } = work;
  const { length, direction, timeAt } = clockOf(plan);
  const n = x.length;
  const last = pair.stages - 1;
  const endSlope = pair.fsal ? slopes[last]! : work.ahead;
  const clips = profile.end === 'clip';
  // s + h may round beyond the end that h was cut to.
  const stageAt = (s: number, c: number, h: number): number =>
    timeAt(clips ? Math.min(s + c * h, length) : s + c * h);
  let nfe = 0;
  const evaluate = (t: number, at: FloatArray, out: FloatArray): void => {
    velocity(t, at, out);
    nfe++;
  };
  const stage = (by: ScaledCombination<FloatArray>, t: number, h: number, out: FloatArray): void => {
    kernel.setStep(by, direction * h, 1);
    if (compensated) kernel.combineWithCarry(x, carry, k, n, by, state);
    else kernel.combine(x, k, n, by, state);
    evaluate(t, state, out);
  };
  const advance = (h: number): void => {
    kernel.setStep(outer, direction * h, 1);
    if (compensated) {
      next.set(x);
      nextCarry.set(carry);
      kernel.advanceWithCarry(next, nextCarry, k, n, outer);
    } else kernel.combine(x, k, n, outer, next);
  };

  return {
    nfe: () => nfe,

    begin() {
      k.fill(Number.NaN);
      carry.fill(0);
      evaluate(from, x, slopes[0]!);
      const bad = firstNonFinite(slopes[0]!);
      if (bad >= 0) throw nonFiniteField(slopes[0]!, bad, from, dim);
    },

    firstSize() {
      for (let i = 0; i < n; i++) scale[i] = tolerance.atol + Math.abs(x[i]!) * tolerance.rtol;
      const d0 = scaledRms(x, null, scale, squares, profile.sums);
      const d1 = scaledRms(slopes[0]!, null, scale, squares, profile.sums);
      const free = trialStep(d0, d1);
      const h0 = clips ? Math.min(free, length) : free;
      for (let i = 0; i < n; i++) next[i] = x[i]! + direction * h0 * slopes[0]![i]!;
      evaluate(timeAt(h0), next, slopes[1]!);
      const d2 = scaledRms(slopes[1]!, slopes[0]!, scale, squares, profile.sums) / h0;
      return Math.min(firstStep(h0, d1, d2, pair.errorOrder), clips ? length : Infinity);
    },

    attempt(s, h, end) {
      for (let j = 1; j < (pair.fsal ? last : pair.stages); j++) {
        stage(inner[j]!, stageAt(s, pair.c[j]!, h), h, slopes[j]!);
      }
      advance(h);
      let slopeAtEnd = pair.fsal && (pair.lastStageInError || !profile.lazyEnd);
      if (slopeAtEnd) evaluate(stageAt(s, 1, h), next, endSlope);
      const ratio = errorRatio(pair, tolerance, x, next, k, h, scale, squares, profile.sums);
      if (!Number.isFinite(ratio) || firstNonFinite(next) >= 0) return Number.NaN;
      if (!slopeAtEnd && isAccepted(profile, ratio)) {
        slopeAtEnd = end < length || (pair.fsal && observer?.wants(end) === true);
        if (slopeAtEnd) evaluate(stageAt(s, 1, h), next, endSlope);
      }
      // From an end without a slope there is no way on.
      return slopeAtEnd && firstNonFinite(endSlope) >= 0 ? Number.NaN : ratio;
    },

    accept(s, h, end) {
      if (observer?.wants(end)) {
        for (const [j, { c }] of (pair.dense?.extra ?? []).entries()) {
          stage(work.extra[j]!, stageAt(s, c, h), h, slopes[pair.stages + j]!);
        }
        observer.see(s, end, { h: direction * h, start: x, end: next, k, packed: false });
      }
      x.set(next);
      if (compensated) carry.set(nextCarry);
      slopes[0]!.set(endSlope);
    },
  };
}

function nonFiniteField(velocity: FloatArray, at: number, t: number, dim: number): DivergenceError {
  return new DivergenceError({
    argument: `u at t = ${t}, row ${Math.floor(at / dim)}`,
    expected: 'a finite velocity',
    received: String(velocity[at]),
    wayOut: 'let the field write every element of out, and check its formula at this time',
  });
}
