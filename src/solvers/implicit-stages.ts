/**
 * Steps of an implicit Runge–Kutta method, whose stages are found by fixed-point iteration,
 *
 *   k_i ← u(t + c_i h, x + h Σ_j a_ij k_j),    all stages from the old ones,
 *
 * which needs no Jacobian and converges for |hλ| below 1/ρ(A), √12 = 3.46 for Gauss of order 4, of all eigenvalues λ of a linear field. (With the newest
 * of the other stages it would converge for fewer.) It starts from the line through the
 * stages of the step before. Each row stops by itself, when its stages stand still or when rounding is all that moves them, and then keeps its
 * values: rows do not depend on each other. So the step is solved to rounding, and reverses to rounding.
 */
import { allocate, dtypeOf, type FloatArray } from '../array/float-array.ts';
import type { GaussLegendreMethod, Surd } from './gauss-legendre.ts';
import { parseRational, toNumber } from './rational.ts';
import { advanceState, type Course, combine, evaluate, type Stepper, slopeBuffer } from './stepper.ts';
import type { Combination } from './tableau.ts';
import { type Fraction, spanSteps, stepSpan } from './time-grid.ts';

/** An implicit method made ready, as plain data. */
export interface ImplicitMethod {
  readonly kind: 'implicit';
  readonly stages: number;
  readonly c: readonly Fraction[];
  readonly inner: readonly Combination[];
  readonly outer: Combination;
}

function combination(argument: string, coefficients: readonly Surd[]): Combination {
  return {
    stages: Int32Array.from(coefficients, (_, j) => j),
    weights: Float64Array.from(coefficients, (value, j) => surdNumber(`${argument}[${j}]`, value)),
    denominator: 1,
  };
}

/** rational + sqrt3·√3 with two roundings. */
export function surdNumber(argument: string, { rational, sqrt3 }: Surd): number {
  const [r, s] = [parseRational(argument, rational), parseRational(argument, sqrt3)];
  return toNumber(r) + (Number(s.p) * Math.sqrt(3)) / Number(s.q);
}

export function implicitMethod({ c, a, b }: GaussLegendreMethod): ImplicitMethod {
  return {
    kind: 'implicit',
    stages: b.length,
    c: c.map((value, i) => ({ p: surdNumber(`solver.c[${i}]`, value), q: 1 })),
    inner: a.map((row, i) => combination(`solver.a[${i}]`, row)),
    outer: combination('solver.b', b),
  };
}

/** More than a contraction by 0.9 needs for 53 bits. */
const MOST_ITERATIONS = 400;
/** One unit in the last place of 1, and the least positive number. */
const UNIT_32 = { epsilon: 1 / (1 << 23), least: 1.401298464324817e-45 };
const UNIT_64 = { epsilon: Number.EPSILON, least: Number.MIN_VALUE };
/** Changes of so many units in the last place can be rounding. */
const ROUNDING = 64;

/** What each row is at. */
interface Rows {
  /** 1 once its stages are found. */
  readonly settled: Uint8Array;
  /** The largest change of a slope in this iteration, and in the one before. */
  readonly change: Float64Array;
  readonly before: Float64Array;
}

/** Takes the new slopes of the rows that are not settled yet, and notes how far they moved. */
function take(n: number, dim: number, from: FloatArray, to: FloatArray, { settled, change }: Rows): void {
  for (let i = 0, row = 0; i < n; i += dim, row++) {
    if (settled[row]) continue;
    for (let j = i; j < i + dim; j++) {
      change[row] = Math.max(change[row]!, Math.abs(from[j]! - to[j]!));
      to[j] = from[j]!;
    }
  }
}

/** Settles rows that stand still, or move by rounding and no less than before; returns how many are left. */
function settle(
  n: number,
  dim: number,
  x: FloatArray,
  k: FloatArray,
  stages: number,
  h: number,
  rows: Rows,
): number {
  const { settled, change, before } = rows;
  const { epsilon, least } = x instanceof Float32Array ? UNIT_32 : UNIT_64;
  let left = 0;
  for (let i = 0, row = 0; i < n; i += dim, row++) {
    if (settled[row]) continue;
    const moved = change[row]!;
    const rounding = ROUNDING * (least + epsilon * scaleOf(i, dim, n, x, k, stages, h));
    const stuck = !(moved < before[row]!) && moved * h <= rounding;
    // A change that is no number is left to the check of the state.
    if (!(moved > 0) || stuck) settled[row] = 1;
    else left++;
    before[row] = moved;
    change[row] = 0;
  }
  return left;
}

/** The size of the numbers that a row's stages are made of. */
function scaleOf(
  i: number,
  dim: number,
  n: number,
  x: FloatArray,
  k: FloatArray,
  stages: number,
  h: number,
): number {
  let scale = 0;
  for (let j = i; j < i + dim; j++) {
    scale = Math.max(scale, Math.abs(x[j]!));
    for (let s = 0; s < stages; s++) scale = Math.max(scale, h * Math.abs(k[s * n + j]!));
  }
  return scale;
}

export function implicitStages<A extends FloatArray>(method: ImplicitMethod, course: Course<A>): Stepper {
  const { kernel, x, grid, dim } = course;
  const { stages, c } = method;
  const n = x.length;
  const { k, slopes } = slopeBuffer(x, stages);
  k.fill(0);
  const guess = k.slice() as A;
  const state = allocate(dtypeOf(x), n) as A;
  const { slopes: fresh } = slopeBuffer(x, stages);
  const inner = method.inner.map(kernel.load);
  const outer = kernel.load(method.outer);
  const rows: Rows = {
    settled: new Uint8Array(n / dim),
    change: new Float64Array(n / dim),
    before: new Float64Array(n / dim),
  };
  let lastLength = 0;

  const stepper = {
    stalled: -1,
    advance(step: number): number {
      const [span, steps] = [stepSpan(grid, step), spanSteps(grid)];
      const h = span / steps;
      for (const by of [...inner, outer]) kernel.setStep(by, span, steps);
      if (step > 0) extrapolate(k, guess, n, method, h / lastLength);
      lastLength = h;
      rows.settled.fill(0);
      rows.change.fill(0);
      rows.before.fill(Number.POSITIVE_INFINITY);
      let nfe = 0;
      for (let left = 1; left > 0; ) {
        if (nfe >= MOST_ITERATIONS * stages) {
          stepper.stalled = rows.settled.indexOf(0);
          return nfe;
        }
        for (let i = 0; i < stages; i++) {
          combine(course, k, inner[i]!, state);
          evaluate(course, step, c[i]!, state, fresh[i]!);
        }
        nfe += stages;
        for (let i = 0; i < stages; i++) take(n, dim, fresh[i]!, slopes[i]!, rows);
        left = settle(n, dim, x, k, stages, Math.abs(h), rows);
      }
      advanceState(course, k, outer);
      return nfe;
    },
  };
  return stepper;
}

/** k at 1 + c r of the polynomial of degree 1 through two stages; more stages start from where they were. `r` = h/h before. */
function extrapolate<A extends FloatArray>(
  k: A,
  guess: A,
  n: number,
  { stages, c }: ImplicitMethod,
  r: number,
): void {
  if (stages !== 2) return;
  const [c0, c1] = [c[0]!.p, c[1]!.p];
  guess.set(k);
  for (let s = 0; s < 2; s++) {
    const by = (1 + c[s]!.p * r - c0) / (c1 - c0);
    for (let i = 0; i < n; i++) k[s * n + i] = guess[i]! + by * (guess[n + i]! - guess[i]!);
  }
}
