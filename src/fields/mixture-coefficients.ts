/** Coefficients of single quantities for the kernels of a mixture, beside those of mixture-lanes.ts: what is written depends on what is asked for. */
import type { LaneCoefficients, PathPoint } from './components.ts';
import { columnBlocks, type LaneLayout } from './mixture-lanes.ts';

/**
 * Means a + bδ: (αm, a, b) [axes, count, 3] with a = α̇m + σ̇m₀ and b = h/v for the velocity, a = 0 and b = −1/v for the
 * score; D, R and M of each axis (see mixture-means.ts) to `bounds`. Returns the largest magnitude of a and b.
 */
export function writeMeans(
  cells: Float64Array,
  layout: LaneLayout,
  of: 'velocity' | 'score',
  c: LaneCoefficients,
  point: PathPoint,
  live: Int32Array,
  count: number,
): number {
  const { axes, bounds } = layout;
  const dim = c.sourceMean.length;
  const start = layout[of];
  let largest = 0;
  for (let i = 0; i < axes; i++) {
    let [most, steepest, farthest] = [0, 0, 0];
    let at = start + 3 * i * count;
    for (let n = 0; n < count; n++, at += 3) {
      const k = live[n]!;
      const own = i < dim;
      const mean = own ? c.means[k * dim + i]! : 0;
      const index = k * c.componentStride + i * c.axisStride;
      const centre = own ? point.alpha * mean : 0;
      const a = own && of === 'velocity' ? point.alphaDot * mean + c.sourceDrift[i]! : 0;
      const b = !own ? 0 : of === 'velocity' ? c.rate[index]! : -c.inverse[index]!;
      cells[at] = centre;
      cells[at + 1] = a;
      cells[at + 2] = b;
      most = Math.max(most, Math.abs(a));
      steepest = Math.max(steepest, Math.abs(b));
      farthest = Math.max(farthest, Math.abs(centre));
    }
    cells[bounds + 3 * i] = most;
    cells[bounds + 3 * i + 1] = steepest;
    cells[bounds + 3 * i + 2] = farthest + (i < dim ? Math.abs(point.sigma * c.sourceMean[i]!) : 0);
    largest = Math.max(largest, most, steepest);
  }
  return largest;
}

/** a − b(αm + σm₀) of the means that `writeMeans` wrote, then b, of all axes if they share it: columns [blocks, count, 4] for mixture-narrow.ts. */
export function writeColumns(
  cells: Float64Array,
  layout: LaneLayout,
  of: 'velocity' | 'score',
  c: LaneCoefficients,
  count: number,
): void {
  const { axes, columns, shift } = layout;
  const shared = c.axisStride === 0;
  const used = axes + (shared ? 1 : axes);
  const end = 4 * columnBlocks(axes, shared);
  for (let column = 0; column < end; column++) {
    const slope = column >= axes;
    const i = column % axes;
    let from = layout[of] + 3 * i * count;
    let to = columns + 4 * count * Math.floor(column / 4) + (column % 4);
    for (let n = 0; n < count; n++, from += 3, to += 4) {
      const b = column < used ? cells[from + 2]! : 0;
      cells[to] = slope ? b : cells[from + 1]! - b * (cells[from]! + cells[shift + i]!);
    }
  }
}

/** (αm, 1/v, a, b) [count, axes, 4] of the velocity. */
export function writeSpreads(
  cells: Float64Array,
  layout: LaneLayout,
  c: LaneCoefficients,
  point: PathPoint,
  live: Int32Array,
  count: number,
): void {
  const { axes } = layout;
  const dim = c.sourceMean.length;
  let at = layout.spreads;
  for (let n = 0; n < count; n++) {
    const k = live[n]!;
    for (let i = 0; i < dim; i++, at += 4) {
      const mean = c.means[k * dim + i]!;
      const index = k * c.componentStride + i * c.axisStride;
      cells[at] = point.alpha * mean;
      cells[at + 1] = c.inverse[index]!;
      cells[at + 2] = point.alphaDot * mean + c.sourceDrift[i]!;
      cells[at + 3] = c.rate[index]!;
    }
    if (axes > dim) {
      cells.fill(0, at, at + 4);
      at += 4;
    }
  }
}

/** What stands before the sum over axes in a component of the divergence, or of the velocity's variance. Returns the largest magnitude. */
export function writeBefore(
  cells: Float64Array,
  layout: LaneLayout,
  of: (k: number) => number,
  live: Int32Array,
  count: number,
): number {
  let largest = 0;
  for (let n = 0; n < count; n++) {
    const value = of(live[n]!);
    cells[layout.before + n] = value;
    largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}
