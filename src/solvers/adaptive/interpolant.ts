/**
 * The dense output of a pair as two polynomials in each stage, so that both ends of a step are hit to the bit:
 *
 *   x(θ) = x₀ + h Σ b_i(θ) k_i                 for θ ≤ ½,
 *   x(θ) = x₁ + h Σ (b_i(θ) − b_i(1)) k_i      for θ > ½, expanded in θ − 1.
 *
 * The two agree because b_i(1) = b_i. The second loses nothing to the cancellation of large coefficients near the end (those of DOP853
 * reach 545). A dense output that does not end at x₁ is taken from the start alone.
 */
import type { FloatArray } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import {
  addRational,
  parseRational,
  type Rational,
  rational,
  subtractRational,
  toNumber,
} from '../rational.ts';
import type { Combination, DenseOutput, Tableau } from '../tableau.ts';
import { rounded } from './rounded.ts';

export interface Interpolant {
  readonly order: number;
  /** Stages of its own, after those of the step. */
  readonly extra: readonly { readonly c: number; readonly state: Combination }[];
  /** The stages that it reads. */
  readonly stages: readonly number[];
  /** Coefficients of θ, θ², … of b_i(θ) for each of `stages`. */
  readonly fromStart: readonly Float64Array[];
  /** Coefficients of φ, φ², … of b_i(1 + φ) − b_i(1), or null where the end is not x₁. */
  readonly fromEnd: readonly Float64Array[] | null;
}

const ZERO: Rational = rational(0n, 1n);

function binomial(n: number, k: number): bigint {
  let value = 1n;
  for (let i = 0; i < k; i++) value = (value * BigInt(n - i)) / BigInt(i + 1);
  return value;
}

/** Coefficients of φ, φ², … of p(1 + φ) for p(θ) = Σ p_m θ^{m+1}. */
function aroundOne(p: readonly Rational[]): Rational[] {
  return p.map((_, m) =>
    p.reduce((sum, r, d) => {
      const times = binomial(d + 1, m + 1);
      return times === 0n ? sum : addRational(sum, rational(r.p * times, r.q));
    }, ZERO),
  );
}

function checkShape(stages: number, { a = [], b, c = [] }: DenseOutput): void {
  const fail = (part: string, expected: string, received: unknown): never => {
    throw new ArgumentError({ argument: `solver.dense.${part}`, expected, received: show(received) });
  };
  if (a.length !== c.length) fail('c', `${a.length} abscissae, one for each row of a`, c);
  for (const [i, row] of a.entries()) {
    if (row.length !== stages + i) fail(`a[${i}]`, `${stages + i} entries, for all stages before it`, row);
  }
  if (b.length !== stages + a.length) fail('b', `${stages + a.length} rows, one for each stage`, b);
}

/** Prepares the dense output of a tableau. */
export function interpolant(tableau: Tableau, dense: DenseOutput): Interpolant {
  checkShape(tableau.b.length, dense);
  const read = (part: string, texts: readonly string[]): Rational[] =>
    texts.map((text, i) => parseRational(`solver.dense.${part}[${i}]`, text));
  const rows = dense.b.map((row, i) => read(`b[${i}]`, row));
  const stages = rows.map((_, i) => i).filter((i) => rows[i]!.some(({ p }) => p !== 0n));
  const used = stages.map((i) => rows[i]!);
  const floats = (p: readonly Rational[]): Float64Array => Float64Array.from(p, toNumber);
  const endsAtStep = rows.every((row, i) => {
    const b = i < tableau.b.length ? parseRational(`solver.b[${i}]`, tableau.b[i]!) : ZERO;
    return Math.abs(toNumber(subtractRational(row.reduce(addRational, ZERO), b))) < 1e-15;
  });
  return {
    order: dense.order,
    extra: (dense.a ?? []).map((row, i) => ({
      c: toNumber(parseRational(`solver.dense.c[${i}]`, dense.c![i]!)),
      state: rounded(read(`a[${i}]`, row)),
    })),
    stages,
    fromStart: used.map(floats),
    fromEnd: endsAtStep ? used.map((p) => floats(aroundOne(p))) : null,
  };
}

function horner(p: Float64Array, x: number): number {
  let sum = 0;
  for (let m = p.length - 1; m >= 0; m--) sum = (sum + p[m]!) * x;
  return sum;
}

/** An accepted step, as far as the dense output reads it. */
export interface DenseStep {
  /** The signed step size. */
  readonly h: number;
  readonly start: FloatArray;
  readonly end: FloatArray;
  /** [all stages, n], or only the stages read when `packed`. */
  readonly k: FloatArray;
  readonly packed: boolean;
}

/** Writes x(θ), computed in float64 and rounded once to the type of `out`. */
export function interpolate(by: Interpolant, step: DenseStep, theta: number, out: FloatArray): void {
  const { start, end, k, h, packed } = step;
  const n = start.length;
  const late = theta > 0.5 && by.fromEnd !== null;
  const weights = late
    ? by.fromEnd!.map((p) => horner(p, theta - 1))
    : by.fromStart.map((p) => horner(p, theta));
  const base = late ? end : start;
  const offsets = by.stages.map((stage, j) => (packed ? j : stage) * n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += weights[j]! * k[offsets[j]! + i]!;
    out[i] = base[i]! + h * sum;
  }
}
