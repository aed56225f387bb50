/** Rows as points of a work–precision chart, Pareto frontiers, and the confidence band of a fitted slope. */
import type { SlopeWindow } from '../../benchmark/row.ts';
import { exp, log } from '../../math/index.ts';

/** What a run cost and how far it was off; `row` is its number in the table. */
export interface WorkPoint {
  readonly row: number;
  /** Evaluations or seconds, positive. */
  readonly work: number;
  /** Not negative; 0 is an exact hit. */
  readonly error: number;
  /** Half of the interquartile range of the work, where it was measured. */
  readonly spread: number;
  /** What the slope refers to: steps, or evaluations of runs with tolerances. */
  readonly effort: number;
}

/** The points that no other one beats in both, by ascending work. */
export function frontier<T extends WorkPoint>(points: readonly T[]): T[] {
  const sorted = [...points].sort((a, b) => a.work - b.work || a.error - b.error);
  const best: T[] = [];
  for (const point of sorted) if (best.length === 0 || point.error < best.at(-1)!.error) best.push(point);
  return best;
}

export interface Band {
  readonly work: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/**
 * The least-squares line log e = ē − p (log N − mean) over the window and its 95 % band. The half-width of the slope's interval is
 * w = t·s/√Sxx, so the band of the line at x is w·√(Sxx/n + (x − x̄)²): nothing beside the row is needed.
 */
export function slopeBand(points: readonly WorkPoint[], window: SlopeWindow): Band[] {
  const inside = points.filter(
    ({ effort, error }) => effort >= window.from && effort <= window.to && error > 0,
  );
  if (inside.length < 3 || !(window.halfWidth >= 0) || !Number.isFinite(window.slope)) return [];
  const xs = inside.map(({ effort }) => log(effort));
  const ys = inside.map(({ error }) => log(error));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [x0, y0] = [mean(xs), mean(ys)];
  const sxx = xs.reduce((sum, x) => sum + (x - x0) * (x - x0), 0);
  return inside.map(({ work }, i) => {
    const distance = xs[i]! - x0;
    const middle = y0 - window.slope * distance;
    const half = window.halfWidth * Math.sqrt(sxx / inside.length + distance * distance);
    return { work, low: exp(middle - half), middle: exp(middle), high: exp(middle + half) };
  });
}
