/**
 * Observed orders of one series of rows: the local slope of each row against the one before it, and the slope of the
 * asymptotic window.
 *
 * A regression over all rows misjudges: the coarse ones have not met the leading term of the error yet, the fine ones meet
 * rounding. The window ends at the finest row whose error lies above MARGIN floors and below the size of the states themselves, and goes back as
 * long as errors do and local slopes lie within SPREAD of one another. Slopes that agree on coarse rows only are no asymptote: then
 * there is no window. In it −log rmse against log N is all but a straight line, and its least-squares slope has an interval by Student's t,
 * which knows of the scatter about the line and not of what the next terms of the error add.
 */
import { log } from '../math/index.ts';
import type { SlopeWindow } from './row.ts';
import { studentQuantile } from './student.ts';

/** What the slopes need to know of a row; `n` is the step count, or the number of evaluations with tolerances. */
export interface SlopePoint {
  readonly n: number | null;
  readonly rmse: number | null;
  readonly floor: number | null;
}

/** Local slopes of one window differ by this at most: well below the one that tells two orders apart. */
const SPREAD = 0.3;

/** At ten floors, the floor bends a slope by less than a tenth of an order between step counts that double. */
const MARGIN = 10;

/** Fewest rows of a window: two local slopes, which can agree. */
const FEWEST = 3;

interface Known {
  readonly n: number;
  readonly rmse: number;
}

const known = ({ n, rmse }: SlopePoint): Known | null =>
  n !== null && rmse !== null && rmse > 0 && Number.isFinite(rmse) ? { n, rmse } : null;

/** −Δlog rmse / Δlog n of neighbours; null where one of the two is not known or n stands still. */
export function localSlopes(points: readonly SlopePoint[]): (number | null)[] {
  return points.map((point, i) => {
    const here = known(point);
    const before = i > 0 ? known(points[i - 1]!) : null;
    if (here === null || before === null || here.n === before.n) return null;
    return log(before.rmse / here.rmse) / log(here.n / before.n);
  });
}

/** The asymptotic window of a series, or null where no three rows agree. `size`: the root mean square of the true states. */
export function slopeWindow(points: readonly SlopePoint[], size: number): SlopeWindow | null {
  const slopes = localSlopes(points);
  const clear = points.map((point) => {
    const rmse = known(point)?.rmse ?? Number.NaN;
    return rmse >= MARGIN * (point.floor ?? 0) && rmse < size;
  });
  const last = clear.lastIndexOf(true);
  let first = last;
  let low = Infinity;
  let high = -Infinity;
  for (; first > 0 && clear[first - 1]; first--) {
    const slope = slopes[first] ?? 0;
    low = Math.min(low, slope);
    high = Math.max(high, slope);
    if (!(slope > 0 && high - low <= SPREAD)) break;
  }
  if (last < 0 || last - first + 1 < FEWEST) return null;
  return regression(points.slice(first, last + 1).map((point) => known(point)!));
}

/** The least-squares line of −log rmse over log n. */
function regression(points: readonly Known[]): SlopeWindow {
  const count = points.length;
  const x = points.map(({ n }) => log(n));
  const y = points.map(({ rmse }) => -log(rmse));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / count;
  const mx = mean(x);
  const my = mean(y);
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < count; i++) {
    xx += (x[i]! - mx) * (x[i]! - mx);
    xy += (x[i]! - mx) * (y[i]! - my);
  }
  const slope = xy / xx;
  let residual = 0;
  for (let i = 0; i < count; i++) {
    const r = y[i]! - my - slope * (x[i]! - mx);
    residual += r * r;
  }
  const deviation = Math.sqrt(residual / (count - 2) / xx);
  return {
    from: points[0]!.n,
    to: points[count - 1]!.n,
    slope,
    halfWidth: studentQuantile(count - 2) * deviation,
  };
}
