/**
 * The variance of a function of independent errors is Σ (∂f/∂xᵢ)² qᵢ, and a rounding of at most r, uniform in its interval, adds r²/3.
 * The derivatives here are central differences of the values.
 */
import { test } from 'vitest';
import { angle, arccos } from '../../../src/oracle/arithmetic/angle.ts';
import { arctan } from '../../../src/oracle/arithmetic/arctan.ts';
import * as f from '../../../src/oracle/arithmetic/functions.ts';
import { logSumExp, softmax } from '../../../src/oracle/arithmetic/softmax.ts';
import * as t from '../../../src/oracle/arithmetic/tracked.ts';
import { widened } from '../../../src/oracle/arithmetic/widened.ts';
import { is, on } from './coarse-machine.ts';

/** No rounding of its own, and no ends. */
const silent = { u: 0, accumulateU: 0, functionU: 0, largest: Infinity, normal: 0 } as const;

/** Small enough for the first order, and no two variances alike. */
const uncertain = (v: number, i: number): t.Tracked => ({ v, e: 1e-6, q: [0.3, 0.7, 1.9][i]! });

function near(received: number, expected: number, relative: number, what: string): void {
  if (!(Math.abs(received - expected) <= relative * Math.abs(expected))) {
    throw new Error(`${what}: ${received}, expected ${expected}`);
  }
}

type OfRow = (x: readonly t.Tracked[]) => t.Tracked;

/** Σ (∂f/∂xᵢ)² qᵢ; a step of 10⁻⁵ errs by 10⁻¹⁰ in the third derivative and 10⁻¹¹ in the roundings. */
function firstOrder(of: OfRow, values: readonly number[], variances: readonly number[]): number {
  const at = (i: number, by: number): number =>
    on(() => of(values.map((v, j) => t.exact(j === i ? v + by : v))), silent).v;
  return variances.reduce((total, q, i) => total + ((at(i, 1e-5) - at(i, -1e-5)) / 2e-5) ** 2 * q, 0);
}

const row: [string, OfRow, readonly number[]][] = [
  ['atan2', ([s, c]) => angle(s!, c!), [0.7, 1.9]],
  ['atan2, steep', ([s, c]) => angle(s!, c!), [0.8, -0.3]],
  ['arccos', ([c]) => arccos(c!), [0.3]],
  ['arccos, obtuse', ([c]) => arccos(c!), [-0.8]],
  ['arctan', ([r]) => arctan(r!), [0.6]],
  ['exp', ([x]) => f.exp(x!), [0.7]],
  ['expm1', ([x]) => f.expm1(x!), [0.7]],
  ['log', ([x]) => f.log(x!), [0.4]],
  ['log1p', ([x]) => f.log1p(x!), [0.4]],
  ['tanh', ([x]) => f.tanh(x!), [0.4]],
  ['erf', ([x]) => f.erf(x!), [0.4]],
  ['√', ([x]) => f.sqrt(x!), [0.4]],
  ['sin', ([x]) => f.sin(x!), [0.4]],
  ['cos', ([x]) => f.cos(x!), [0.4]],
  ...[0, 1, 2].map((k): [string, OfRow, readonly number[]] => [
    `softmax ${k}`,
    (l) => softmax(l)[k]!,
    [0.2, -0.6, 0.9],
  ]),
  ['log-sum-exp', logSumExp, [0.2, -0.6, 0.9]],
];

test.each(row)('without roundings, the variance of %s is that of the first order', (name, of, values) => {
  const arguments_ = values.map(uncertain);
  const { q } = on(() => of(arguments_), silent);
  near(
    q,
    firstOrder(
      of,
      values,
      arguments_.map((x) => x.q),
    ),
    1e-4,
    name,
  );
});

test('what is no rounding counts in full, and what is exact not at all', () => {
  is(widened({ v: 2, e: 0.5, q: 0.25 }, 3), [2, 3.5, 9.25]);
  is(
    on(() => arccos(t.exact(1)), silent),
    [0, 0, 0],
  );
  const alone = on(() => softmax([uncertain(3, 0)])[0]!, silent);
  is(alone, [1, 0, 0]);
});

/** The rounding of a result v ± e that came out as `total` by a relative error. */
const lastStep = (v: number, total: number, relative: number): number => {
  const before = (total - relative * Math.abs(v)) / (1 + relative);
  return relative * (Math.abs(v) + before);
};

/** u and the functions' error on a machine that sums exactly, and rounds a sum once. */
const [u, k] = [1 / 64, 1 / 16];
const rough = { ...silent, u, functionU: k };
const logits = [0.2, -0.6, 0.9];
const top = Math.max(...logits);
/** What e^(l − top) has of its logit (the difference, and up to its size more for another shift) and of its own. */
const ofShares = logits.map((l) => ((u * (top - l + logits.length)) ** 2 + k * k) / 3);
const logTotal = Math.log(logits.reduce((sum, l) => sum + Math.exp(l - top), 0));

test('a softmax has the variances of its exponentials and of its last rounding', () => {
  for (const index of [0, 1, 2]) {
    const of: OfRow = (l) => softmax(l)[index]!;
    const { v, e, q } = on(() => of(logits.map(t.exact)), rough);
    // As e^(l − L): roundings of the sum, of L and l − L at the top, of the result twice, and two functions.
    const step = lastStep(v, e, u + 2 * u * (top + 1) + k * (1 + logTotal));
    near(q, firstOrder(of, logits, ofShares) + (step * step) / 3, 1e-9, `${index}`);
  }
});

test('a log-sum-exp has the variances of its exponentials, its logarithm and its last addition', () => {
  const { v, e, q } = on(() => logSumExp(logits.map(t.exact)), rough);
  const [logarithm, step] = [u + k * v, lastStep(v, e, u)];
  near(q, firstOrder(logSumExp, logits, ofShares) + (logarithm ** 2 + step ** 2) / 3, 1e-9, 'L');
});

test('erf errs by its own rounding once more, from 1', () => {
  const machine = { ...silent, functionU: k };
  const [v, slope] = [on(() => f.erf(t.exact(0.4)), silent).v, (2 / Math.sqrt(Math.PI)) * Math.exp(-0.16)];
  const { e, q } = on(() => f.erf({ v: 0.4, e: 1e-6, q: 0.7 }), machine);
  const step = lastStep(v, e - k, k);
  near(q, slope * slope * 0.7 + (step * step + k * k) / 3, 1e-5, 'q');
});

test('a share is as far off as its logit and the others are apart, and never more than 1', () => {
  // Half and half: A = (e^E − 1)/2, half of which is e.
  for (const share of [0.25, 0.8, 0.995, 1.005, 1.2]) {
    const each = Math.log(1 + 4 * share) / 2;
    const { e } = on(() => softmax([0, 1].map(() => ({ v: 0.4, e: each, q: 0 })))[0]!, silent);
    near(e, Math.min(1, share), 1e-12, `${share}`);
  }
  // One in a thousand beside two: r (1 − r) (e⁵ − 1).
  const few = [Math.log(2 / 999), 0, 0].map((v) => ({ v, e: 2.5, q: 0 }));
  near(on(() => softmax(few)[0]!, silent).e, 0.000999 * Math.expm1(5), 1e-12, 'few');
  // Of one that has underflown only its logit knows: by e¹⁰⁰ it may be anything.
  const none = [-800, 0, 0].map((v) => ({ v, e: 50, q: 0 }));
  near(on(() => softmax(none)[0]!, silent).e, 1, 0, 'none');
});
