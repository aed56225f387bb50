/**
 * E[φ(X_t) − φ(X_s)] − ∫ₛᵗ E ∇φ·u(X_τ) dτ from draws of p, in any dimension, with a confidence interval.
 *
 * The same random numbers serve all times. Rows come in groups of four: the mean of φ(X_t) − φ(X_s) over the group, less ∫∇φ·u dτ of its first row,
 * which varies less and costs more. Groups are independent; their mean is looked at after 512, 1024, … 8192 groups, until 6 standard errors are a tenth
 * of what moves, or the residual exceeds the bound. A look leaves 6 standard errors once in 5·10⁸ for normal values, and at skewness γ of the groups
 * at most about exp(6³|γ|/(3√512)) as often (core/statistics.ts): over sixteen looks 8·10⁻⁷ at γ = 1. Measured skewness of our fields: below 0.3.
 * In τ Gauss–Legendre with 3 nodes, and on the first groups with 4, whose difference is the error estimate.
 */
import { gaussLegendre } from '../../math/index.ts';
import { fold, type Key, key } from '../../random/index.ts';
import { drawField, velocityAt } from '../core/field-calls.ts';
import { meanWithError } from '../core/statistics.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { slopesAlong, type TestFunction, testValues } from './test-function.ts';

/** The mean of the brackets, and what it is made of. */
interface DrawnBalance {
  readonly residual: number;
  /** 6 standard errors, and the distance of two resolutions in time. */
  readonly bound: number;
  readonly change: number;
  /** Mean of |φ(X_t) − φ(X_s)|, or of |∫∇φ·u dτ| where that is larger. */
  readonly moved: number;
  /** Whether the bound is small beside what moved. */
  readonly resolved: boolean;
}

const STANDARD_ERRORS = 6;
const GROUP = 4;
/** Groups to a batch, and batches. */
const BATCH = 512;
const MOST = 16;
const RESOLUTION = 0.1;
/** Rows that choose a centre. */
const PILOT = 256;
/** Root mean square over mean of |φ(X_t) − φ(X_s)|: at 2, a tenth takes 14400 rows. */
const COMMON = 2;
const [COARSE, FINE] = [3, 4];

export function drawnBalance(
  field: FieldSubject,
  test: TestFunction,
  s: number,
  t: number,
  seed: number,
): DrawnBalance {
  const brackets: number[] = [];
  let unresolved = 0;
  let [change, moved, traffic] = [0, 0, 0];
  for (let batch = 0; ; batch++) {
    const draws = fold(fold(key(seed), 1), batch);
    const [before, after] = [s, t].map((time) => drawField(field, time, draws, GROUP * BATCH));
    const changes = changesOf(test, before!, after!);
    const crossed = crossing(field, test, s, t, draws, COARSE);
    if (batch === 0) {
      unresolved = Math.abs(meanOf(crossing(field, test, s, t, draws, FINE)) - meanOf(crossed));
    }
    for (let r = 0; r < BATCH; r++) {
      let sum = 0;
      for (let i = r; i < changes.length; i += BATCH) sum += changes[i]!;
      brackets.push(sum / GROUP - crossed[r]!);
    }
    const weight = 1 / (batch + 1);
    change += weight * (meanOf(changes) - change);
    moved += weight * (meanOf(changes.map(Math.abs)) - moved);
    traffic += weight * (meanOf(crossed.map(Math.abs)) - traffic);
    const { mean, error } = meanWithError(Float64Array.from(brackets));
    const bound = STANDARD_ERRORS * error + unresolved;
    const most = Math.max(moved, traffic);
    const resolved = bound <= RESOLUTION * most;
    if (resolved || Math.abs(mean) > bound || batch + 1 === MOST) {
      return { residual: mean, bound, change, moved: most, resolved };
    }
  }
}

/**
 * Of the centres, the one about which φ changes most in the mean, in standard errors: in the middle of the mass as much may come as goes, and a
 * velocity that is wrong by a factor is right there. Centres that few draws come near would take too many of them, and count only where there are no others.
 */
export function busiestCentre(
  field: FieldSubject,
  centres: readonly Float64Array[],
  width: number,
  s: number,
  t: number,
  seed: number,
): Float64Array {
  const [before, after] = [s, t].map((time) => drawField(field, time, fold(key(seed), 2), PILOT));
  const found = centres.map((centre) => {
    const changes = changesOf({ centre, width }, before!, after!);
    const { mean, error } = meanWithError(changes);
    const moved = meanOf(changes.map(Math.abs));
    const spread = moved > 0 ? Math.sqrt(meanOf(changes.map((value) => value * value))) / moved : Infinity;
    return { centre, spread, share: mean === 0 ? 0 : Math.abs(mean) / error };
  });
  const common = found.filter(({ spread }) => spread <= COMMON);
  if (common.length === 0) return found.reduce((a, b) => (b.spread < a.spread ? b : a)).centre;
  return common.reduce((a, b) => (b.share > a.share ? b : a)).centre;
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** φ(X_t) − φ(X_s) of each row. */
function changesOf(test: TestFunction, before: Float64Array, after: Float64Array): Float64Array {
  const values = testValues(test, before);
  return testValues(test, after).map((value, r) => value - values[r]!);
}

/** ∫ₛᵗ ∇φ·u(X_τ) dτ of the first row of each group. */
function crossing(
  field: FieldSubject,
  test: TestFunction,
  s: number,
  t: number,
  draws: Key,
  nodes: number,
): Float64Array {
  const rule = gaussLegendre(nodes);
  const sums = new Float64Array(BATCH);
  for (let q = 0; q < nodes; q++) {
    const time = s + (t - s) * rule.nodes[q]!;
    const x = drawField(field, time, draws, BATCH);
    const slopes = slopesAlong(test, x, velocityAt(field, time, x));
    const values = testValues(test, x);
    for (let r = 0; r < BATCH; r++) sums[r]! += (t - s) * rule.weights[q]! * values[r]! * slopes[r]!;
  }
  return sums;
}
