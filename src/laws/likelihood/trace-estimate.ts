/**
 * Hutchinson's estimate: E[εᵀJε] = tr J for probes with E[ε] = 0 and E[εεᵀ] = I, J = ∂v/∂x; and in one dimension probes ±1 give
 * it exactly.
 *
 * The trace is that of d products J eᵢ. Each case draws n = 2000 probes from a seed. Bound: 7 s/√n for the mean of n values with
 * sample deviation s. The mean of n draws of skewness γ leaves z of its own standard errors with probability at most about
 * 2(1 − Φ(z)) exp(z³|γ|/(3√n)): 2.6·10⁻¹² e^(2.6|γ|) here. Quadratic forms of signs and of normals have |γ| ≤ 2√2 (a single square of a normal number
 * attains it), so that less than one in 10⁸ is met by chance; plus roundings, ε(d + 4)Σ|εᵢJᵢⱼεⱼ| on average. Also E[εᵢ] and E[εᵢεⱼ] themselves, in the same
 * way: J may happen not to feel a probe that is wrong. Where the object gives an `estimate`, it must be the mean over its probes.
 *
 * Blind to: a bias below 7 s/√n, some per cent of ‖J‖. Sources: Hutchinson (1990);
 * Grathwohl et al., FFJORD (2019), eq. 7; Jing, Shao & Wang, Ann. Probab. 31 (2003), for the tails of means over their own standard error.
 */

import fc from 'fast-check';
import { type Key, key } from '../../random/index.ts';
import { vectors } from '../arbitraries/points.ts';
import { givenArray, givenFinite, requireDimension } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { meanWithError } from '../core/statistics.ts';

/** A Jacobian-vector product and the probes of an estimate of its trace. */
export interface TraceSubject {
  readonly name?: string;
  readonly dim: number;
  /** (∂v/∂x) · tangent at x to out [dim]. */
  jvp(x: Float64Array, tangent: Float64Array, out: Float64Array): void;
  /** Writes out.length / dim probes [count, dim], independent draws from the key. */
  probes(key: Key, out: Float64Array): void;
  /** The estimate from probes [count, dim]; default the mean of εᵀJε. */
  estimate?(x: Float64Array, probes: Float64Array, count: number): number;
  /** ε, the relative precision of the values; default 2⁻⁵². For float32: 2⁻²³. */
  readonly precision?: number;
}

/** A point, and the seed of the probes. */
export interface ProbeCase {
  readonly x: readonly number[];
  readonly seed: number;
}

const PROBES = 2000;
const DEVIATIONS = 7;

/**
 * The law of Hutchinson's estimate.
 *
 * ```ts
 * import { uniformInto, type Key } from 'flowproof';
 * import { traceEstimate } from 'flowproof/laws';
 * const rotationAndGrowth = {
 *   dim: 2,
 *   jvp: (_x: Float64Array, v: Float64Array, out: Float64Array) => out.set([v[0]! - 2 * v[1]!, 2 * v[0]! + v[1]!]),
 *   probes(key: Key, out: Float64Array) {
 *     uniformInto(key, 0, out);
 *     for (let i = 0; i < out.length; i++) out[i] = out[i]! < 0.5 ? -1 : 1;
 *   },
 * };
 * console.log(traceEstimate(rotationAndGrowth).check().status); // holds
 * // Uniform numbers in (−1, 1) have the variance 1/3.
 * const biased = { ...rotationAndGrowth, probes: (key: Key, out: Float64Array) => { uniformInto(key, 0, out); for (let i = 0; i < out.length; i++) out[i] = 2 * out[i]! - 1; } };
 * console.log(traceEstimate(biased).check().status); // violated
 * ```
 */
export const traceEstimate: Law<TraceSubject, ProbeCase> = defineLaw({
  id: 'trace-estimate',
  number: 10,
  title: 'E[εᵀ(∂v/∂x)ε] = div v, E[ε] = 0, E[εεᵀ] = I',
  kind: 'density',
  assumes: ['probes are independent draws with bounded kurtosis', 'at most 64 dimensions'],
  export: 'traceEstimate',
  runs: 2,
  refuses(subject) {
    if (typeof subject?.jvp !== 'function') return 'it has no jvp(x, tangent, out)';
    if (typeof subject.probes !== 'function') return 'it has no probes(key, out)';
    if (requireDimension(subject) > 64) return 'it has more than 64 dimensions';
    return null;
  },
  cases: ({ dim }) => fc.record({ x: vectors(dim, 2), seed: fc.nat({ max: 0xffffff }) }),
  words: ({ x, seed }) => `x = [${x.join(', ')}], probes of seed ${seed}`,
  measure(subject, { x: at, seed }) {
    const { dim } = subject;
    const precision = precisionOf(subject);
    const x = Float64Array.from(at);
    const probes = givenArray('probes(key)', PROBES * dim, (out) => subject.probes(key(seed), out));
    const J = jacobian(subject, x);
    let trace = 0;
    for (let i = 0; i < dim; i++) trace += J[i * dim + i]!;

    const forms = new Float64Array(PROBES);
    let size = 0;
    for (let p = 0; p < PROBES; p++) {
      const e = probes.subarray(p * dim, (p + 1) * dim);
      const Je = givenArray('jvp(x, ε)', dim, (out) => subject.jvp(x, e.slice(), out));
      for (let i = 0; i < dim; i++) {
        forms[p]! += e[i]! * Je[i]!;
        for (let j = 0; j < dim; j++) size += Math.abs(e[i]! * J[i * dim + j]! * e[j]!);
      }
    }
    const rounding = precision * (dim + 4) * (size / PROBES + Math.abs(trace));
    const { mean, spread } = statistics(forms);
    const found = [compare('εᵀJε', mean, 'tr J', trace, spread, rounding)];
    if (subject.estimate) {
      const given = givenFinite('estimate(…)', subject.estimate(x, probes, PROBES));
      // The sum of 2000 numbers may round as often.
      const sum = precision * (dim + 4 + PROBES) * (size / PROBES);
      found.push(compare('the estimate', given, 'the mean over its probes', mean, 0, sum));
    }
    return worstOf([...found, ...moments(probes, dim, precision)]);
  },
});

function jacobian(subject: TraceSubject, x: Float64Array): Float64Array {
  const { dim } = subject;
  const J = new Float64Array(dim * dim);
  for (let j = 0; j < dim; j++) {
    const unit = new Float64Array(dim);
    unit[j] = 1;
    const column = givenArray('jvp(x, e)', dim, (out) => subject.jvp(x, unit, out));
    for (let i = 0; i < dim; i++) J[i * dim + j] = column[i]!;
  }
  return J;
}

/** Mean, and 7 s/√n. */
function statistics(values: Float64Array): { readonly mean: number; readonly spread: number } {
  const { mean, error } = meanWithError(values);
  return { mean, spread: DEVIATIONS * error };
}

/** E[ε₀], E[ε₀²] and E[ε₀ε₁], and the same of the last axis. */
function moments(probes: Float64Array, dim: number, precision: number): Measurement[] {
  const count = probes.length / dim;
  const mean = (name: string, truth: number, of: (row: number) => number): Measurement => {
    const { mean: found, spread } = statistics(Float64Array.from({ length: count }, (_, p) => of(p * dim)));
    return compare(name, found, 'its expectation', truth, spread, 4 * precision);
  };
  const last = dim - 1;
  return [
    ...[...new Set([0, last])].flatMap((i) => [
      mean(`ε${i}`, 0, (row) => probes[row + i]!),
      mean(`ε${i}²`, 1, (row) => probes[row + i]! * probes[row + i]!),
    ]),
    ...(dim > 1 ? [mean(`ε0·ε${last}`, 0, (row) => probes[row]! * probes[row + last]!)] : []),
  ];
}

function compare(
  name: string,
  found: number,
  other: string,
  truth: number,
  spread: number,
  rounding: number,
): Measurement {
  return {
    residual: Math.abs(found - truth),
    bound: spread + rounding,
    why: spread > 0 ? 'seven standard errors of the mean, and rounding' : 'rounding',
    detail: `the mean of ${name} is ${found}, ${other} ${truth}`,
  };
}

/** Probes ±1 and normal ones, as flowproof draws them, for the Jacobian of a linear field v = Ax. */
export function linearTrace(A: readonly (readonly number[])[], probes: TraceSubject['probes']): TraceSubject {
  return {
    dim: A.length,
    probes,
    jvp(_x, tangent, out) {
      A.forEach((row, i) => {
        out[i] = row.reduce((sum, a, j) => sum + a * tangent[j]!, 0);
      });
    },
  };
}
