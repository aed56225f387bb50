/**
 * Two integrals that should be equal, by Gauss–Hermite rules with more and more nodes until both have converged.
 *
 * The ladder n = 16, 36, 64, 100, 144, …, √n in steps of 2: where the integrand is analytic in a strip of half-width a the error is
 * about e^(−2a√n), so that each rung multiplies it by the same factor e^(−4a). It ends when a rung changes both integrals by no more than
 * their rounding, `rounding`·M with M = ∫ |terms|; its change is then the bound. Where the ladder ends before, the larger ratio r of its last
 * changes says what is left, δ r/(1 − r) with δ the last change or r times the one before, and never less than δ. Where changes do not shrink, what
 * even an integrand with jumps would leave (HIDDEN): they may be the rounding of something that M does not know. If that is not below 10⁻¹⁰ of the
 * integrals, nothing is judged, unless they differ by more than jumps would leave: a violation.
 * Across (gaussian-frame.ts) the rule grows too, at n = 8, until one node more
 * changes nothing; 2 nodes are exact for Gaussian paths.
 */

import { CannotJudge, type Measurement } from '../core/measurement.ts';
import { largest } from '../core/vectors.ts';
import { pairCount } from './gaussian-frame.ts';

/** Both integrals, entry by entry, and the sum of the sizes of their terms. */
export interface TwoIntegrals {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly magnitude: Float64Array;
}

/** √n of the rungs. */
const ROOTS = [4, 6, 8, 10, 12, 14, 16, 18, 20, 22];
/** The rule along y while the one across grows. */
const PROBE = 8;
const ACROSS = [2, 3, 4, 6, 9, 16, 25, 36, 64, 100, 144];
/** Examples of one component and time, at most. */
const WORK = 400000;
/**
 * What the last change may hide where it does not shrink geometrically: a jump, whose error falls like 1/√n, leaves √n/2 = 11 times its last change, and
 * 35 times where nodes keep their distance from it over several rungs (at ±1.56 standard deviations); a rule across less. Rounded up.
 */
const HIDDEN = 100;
/** Relative to the integrals, what truncation may leave at the end of the ladder. */
const SPECTRAL = 1e-10;

/** The difference of the integrals where both have converged; `rounding` is that of each term, relative. Throws CannotJudge where they do not converge fast enough. */
export function spectralDifference(
  evaluate: (n: number, m: number) => TwoIntegrals,
  dim: number,
  rounding: number,
  name: (entry: number) => string,
): Measurement {
  let across = 0;
  let last = evaluate(PROBE, ACROSS[0]!);
  let acrossChange: Float64Array;
  for (;;) {
    const next = evaluate(PROBE, ACROSS[across + 1]!);
    acrossChange = change(last, next);
    if (settled(acrossChange, next, rounding)) break;
    last = next;
    across++;
    if (across + 2 >= ACROSS.length || pairCount(PROBE, ACROSS[across + 1]!, dim) > WORK) break;
  }
  const m = ACROSS[across]!;
  const history: string[] = [];
  const changes: Float64Array[] = [];
  for (const root of ROOTS) {
    const n = root * root;
    if (pairCount(n, m, dim) > WORK) break;
    const next = evaluate(n, m);
    if (root > ROOTS[0]!) changes.push(change(last, next));
    last = next;
    history.push(`${n === 16 ? 'n = ' : ''}${n}: ${figure(relative(next))}`);
    if (changes.length > 0 && settled(changes.at(-1)!, next, rounding)) break;
  }
  const smooth = geometric(changes, last, rounding).map((v, j) => v + acrossChange[j]!);
  const coarse =
    largest(smooth) > Math.max(SPECTRAL, rounding) * sizeOf(last) && !settled(smooth, last, 2 * rounding);
  const step = changes.at(-1) ?? last.left.map(() => Infinity);
  const left = coarse ? step.map((v, j) => HIDDEN * (v + acrossChange[j]!)) : smooth;
  return verdict(last, left, coarse, rounding, history.join(', '), name);
}

/** What truncation leaves in the last rung, entry by entry; ∞ where there are too few rungs to tell. */
function geometric(changes: readonly Float64Array[], last: TwoIntegrals, rounding: number): Float64Array {
  const [step, before, earlier] = [changes.at(-1), changes.at(-2), changes.at(-3)];
  if (step && settled(step, last, rounding)) return step;
  if (!step || !before) return last.left.map(() => Infinity);
  const ratio = (late: Float64Array, early: Float64Array): number => largest(late) / largest(early);
  const r = Math.max(ratio(step, before), earlier ? ratio(before, earlier) : 0);
  return step.map((v, j) => {
    const envelope = Math.max(v, r * before[j]!);
    return r < 1 ? Math.max(v, (envelope * r) / (1 - r)) : HIDDEN * v;
  });
}

function change(a: TwoIntegrals, b: TwoIntegrals): Float64Array {
  return a.left.map((left, j) => Math.abs(left - b.left[j]!) + Math.abs(a.right[j]! - b.right[j]!));
}

const settled = (changes: Float64Array, { magnitude }: TwoIntegrals, rounding: number): boolean =>
  changes.every((step, j) => step <= rounding * magnitude[j]!);

/** The larger integral; where both vanish, the sum of the sizes of their terms. */
const sizeOf = ({ left, right, magnitude }: TwoIntegrals): number =>
  Math.max(largest(left), largest(right)) || largest(magnitude) || 1;

function relative(sums: TwoIntegrals): number {
  return largest(sums.left.map((value, j) => value - sums.right[j]!)) / sizeOf(sums);
}

const figure = (value: number): string => value.toExponential(1);

function verdict(
  sums: TwoIntegrals,
  left: Float64Array,
  coarse: boolean,
  rounding: number,
  history: string,
  name: (entry: number) => string,
): Measurement {
  const size = sizeOf(sums);
  const detail = `difference relative to the larger integral: ${history}`;
  const most = largest(left) / size;
  // Where the difference exceeds all that even a jump would leave, more nodes would not close it.
  if (coarse && !(relative(sums) > most)) {
    throw new CannotJudge(
      `the quadrature does not converge spectrally: its last step leaves ${figure(most)} of the integrals; ${detail}`,
    );
  }
  let worst: Measurement | null = null;
  for (let j = 0; j < left.length; j++) {
    const residual = Math.abs(sums.left[j]! - sums.right[j]!) / size;
    const bound = (left[j]! + rounding * sums.magnitude[j]!) / size;
    if (worst === null || !(residual * worst.bound <= worst.residual * bound)) {
      worst = { residual, bound, why: WHY, detail: `${name(j)}; ${detail}` };
    }
  }
  return worst!;
}

const WHY = 'what the last steps of the ladder of quadratures leave, and the roundings of every term';
