/**
 * Two integrals that should be equal, by Gauss–Hermite rules with more and more nodes until both have converged.
 *
 * The ladder n = 16, 36, 64, 100, 144, …, √n in steps of 2: where the integrand is analytic in a strip of half-width a the error is
 * about e^(−2a√n), so that each rung multiplies it by the same factor e^(−4a). It ends when a rung changes both integrals by no more than
 * their rounding, `rounding`·M with M = ∫ |terms|. The change of the last rung is the error that truncation may have left in the rung before
 * it, and more than what it leaves in the last. Across (gaussian-frame.ts) the rule grows too, at n = 8, until one node more
 * changes nothing; 2 nodes are exact for Gaussian paths.
 */
import { CannotJudge, type Measurement } from '../core/measurement.ts';
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
  let changes: Float64Array = last.left.map(() => Infinity);
  let before: Float64Array = changes;
  for (const root of ROOTS) {
    const n = root * root;
    if (pairCount(n, m, dim) > WORK) break;
    const next = evaluate(n, m);
    before = changes;
    if (root > ROOTS[0]!) changes = change(last, next);
    last = next;
    history.push(`${n === 16 ? 'n = ' : ''}${n}: ${figure(relative(next))}`);
    if (settled(changes, next, rounding)) break;
  }
  // Rungs do not shrink the change evenly: where the last one is not down to rounding, a tenth of the one before counts as well.
  const uneven = settled(changes, last, rounding) || !before.every(Number.isFinite) ? 0 : 0.1;
  const steps = changes.map((step, j) => step + acrossChange[j]! + (uneven && uneven * before[j]!));
  return verdict(last, steps, rounding, history.join(', '), name);
}

function change(a: TwoIntegrals, b: TwoIntegrals): Float64Array {
  return a.left.map((left, j) => Math.abs(left - b.left[j]!) + Math.abs(a.right[j]! - b.right[j]!));
}

const settled = (changes: Float64Array, { magnitude }: TwoIntegrals, rounding: number): boolean =>
  changes.every((step, j) => step <= rounding * magnitude[j]!);

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The larger integral; where both vanish, the sum of the sizes of their terms. */
const sizeOf = ({ left, right, magnitude }: TwoIntegrals): number =>
  Math.max(largest(left), largest(right)) || largest(magnitude) || 1;

function relative(sums: TwoIntegrals): number {
  return largest(sums.left.map((value, j) => value - sums.right[j]!)) / sizeOf(sums);
}

const figure = (value: number): string => value.toExponential(1);

function verdict(
  sums: TwoIntegrals,
  steps: Float64Array,
  rounding: number,
  history: string,
  name: (entry: number) => string,
): Measurement {
  const size = sizeOf(sums);
  const detail = `difference relative to the larger integral: ${history}`;
  const step = largest(steps) / size;
  const difference = relative(sums);
  const coarse = !(step <= Math.max(SPECTRAL, rounding) || settled(steps, sums, 2 * rounding));
  // Where the difference dwarfs all that the ladder still moves, more nodes would not close it.
  if (coarse && !(difference > 100 * step)) {
    throw new CannotJudge(
      `the quadrature does not converge spectrally: its last step still changes ${figure(step)} of the integrals; ${detail}`,
    );
  }
  let worst: Measurement | null = null;
  for (let j = 0; j < steps.length; j++) {
    const residual = Math.abs(sums.left[j]! - sums.right[j]!) / size;
    const bound = ((coarse ? 10 : 1) * steps[j]! + rounding * sums.magnitude[j]!) / size;
    if (worst === null || !(residual * worst.bound <= worst.residual * bound)) {
      worst = { residual, bound, why: WHY, detail: `${name(j)}; ${detail}` };
    }
  }
  return worst!;
}

const WHY = 'what the last step of the ladder of quadratures changed, and the roundings of every term';
