/** Problems and intervals for solvers, as plain data; shrink to one dimension, few steps and short numbers. */
import fc from 'fast-check';
import type { KnownProblem } from '../solver/known-problems.ts';
import type { Wave } from '../solver/waves.ts';
import { batches, hundredths, positive, vectors } from './points.ts';

/** Where a solve begins and ends, in [0, 1]. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Intervals at least `shortest` long, forward or backward; shrink towards [0, 1]. */
export function spans(shortest = 0.1): fc.Arbitrary<Span> {
  return fc
    .tuple(
      fc.integer({ min: 0, max: Math.round(100 * (1 - shortest)) }),
      fc.integer({ min: 0, max: 99 }),
      fc.boolean(),
    )
    .map(([start, cut, backward]) => {
      const least = start + Math.round(100 * shortest);
      const end = 100 - (cut % (101 - least));
      const [from, to] = [start / 100, end / 100];
      return backward ? { from: to, to: from } : { from, to };
    });
}

/** As many waves as columns, of dimension 1 to 3: see waves.ts. No amplitude and no frequency in t is 0. */
export function waveFields(): fc.Arbitrary<Wave[]> {
  return fc.integer({ min: 1, max: 3 }).chain((dim) => {
    const wave = fc
      .tuple(positive(0.5, 2), positive(0.5, 3), hundredths(2), vectors(dim, 1))
      .map(([a, c, f, w]): Wave => [a, c, f, ...w]);
    return fc.array(wave, { minLength: dim, maxLength: dim });
  });
}

/** A wave field, starts [rows, dim], an interval and a number of steps. */
export interface WaveCase extends Span {
  readonly waves: readonly Wave[];
  readonly x: readonly number[];
  readonly steps: number;
}

/** Smooth nonlinear problems for comparisons to rounding: one to three rows, `least` to 6 steps. */
export function waveCases(least = 1): fc.Arbitrary<WaveCase> {
  return fc
    .tuple(waveFields(), spans(), fc.integer({ min: least, max: 6 }))
    .chain(([waves, span, steps]) =>
      batches(waves.length, 3, 2).map((x): WaveCase => ({ waves, x, steps, ...span })),
    );
}

/** The case in words. */
export function waveWords({ waves, x, from, to, steps }: WaveCase): string {
  const rows = waves.map(([a, c, f, ...w], i) => {
    const sum = w.map((value, j) => `${value} x${j}`).join(' + ');
    return `u${i} = ${a} sin(${sum} + ${c} t + ${f})`;
  });
  const count = `${steps} step${steps === 1 ? '' : 's'}`;
  return `${rows.join(', ')}, x = [${x.join(', ')}], ${count} from ${from} to ${to}`;
}

/** Linear systems and logistic equations, several starts each: see known-problems.ts. A series in the step size sets in at few steps. */
export function gentleProblems(): fc.Arbitrary<KnownProblem> {
  return fc.oneof(
    { withCrossShrink: true },
    fc
      .tuple(
        hundredths(1),
        positive(0.5, 3),
        vectors(2, 2).filter(([x, y]) => Math.abs(x!) + Math.abs(y!) >= 0.1),
      )
      .map(([a, b, x]): KnownProblem => ({ kind: 'linear', a, b, x })),
    fc
      .tuple(positive(0.5, 2), positive(0.1, 2), vectors(4, 0.1))
      .map(([rate, ramp, shifts]): KnownProblem => {
        const x = [0.2, 0.4, 0.6, 0.8].map((value, i) => toHundredths(value + shifts[i]!));
        return { kind: 'logistic', rate, ramp, x };
      }),
  );
}

/** Those, and marginal fields of two Gaussians on the line. */
export function knownProblems(): fc.Arbitrary<KnownProblem> {
  const mixture = fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      positive(1, 2),
      positive(1, 2),
      positive(0.6, 1),
      positive(0.6, 1),
      vectors(4, 0.4),
    )
    .map(([parts, left, right, narrow, wide, shifts]): KnownProblem => {
      const weights = [parts / 4, 1 - parts / 4];
      const target = { weights, means: [[-left], [right]], stds: [narrow, wide] };
      const x = [-1.5, -0.5, 0.5, 1.5].map((value, i) => toHundredths(value + shifts[i]!));
      return { kind: 'mixture', target, x };
    });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: gentleProblems() },
    { weight: 1, arbitrary: mixture },
  );
}

const toHundredths = (x: number): number => Math.round(100 * x) / 100;
