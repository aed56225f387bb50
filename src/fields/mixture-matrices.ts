/** Coefficients of full covariances at one time, as kernels/assembly/mixture-full.ts reads them; see mixture-lanes.ts. */
import type { MixtureArena } from '../kernels/mixture-arena.ts';
import type { LaneCoefficients, PathPoint } from './components.ts';
import { LANES, type LaneLayout } from './mixture-lanes.ts';

/** Writes what the words point to, and the words; returns the largest magnitude, NaN if there is one. */
export function writeMatrices(
  { cells, words, address }: MixtureArena,
  layout: LaneLayout,
  c: LaneCoefficients,
  point: PathPoint,
  live: Int32Array,
  count: number,
): number {
  const { axes } = layout;
  const { basis, inverseBasis, stride } = c.bases!;
  const dim = c.sourceMean.length;
  let largest = 0;
  /** A value that is 0 on a padded axis. */
  const put = (cell: number, value: number): void => {
    cells[cell] = value;
    largest = Math.max(largest, Math.abs(value));
  };
  for (let n = 0; n < count; n++) {
    const k = live[n]!;
    for (let i = 0; i < axes; i++) {
      const at = n * axes + i;
      const mean = i < dim ? c.means[k * dim + i]! : 0;
      put(layout.centres + at, point.alpha * mean);
      put(layout.drifts + at, i < dim ? point.alphaDot * mean + c.sourceDrift[i]! : 0);
      if (n > 0 && stride === 0) continue;
      put(layout.inverses + at, i < dim ? c.inverse[k * c.componentStride + i]! : 0);
      put(layout.rates + at, i < dim ? c.rate[k * c.componentStride + i]! : 0);
      for (let j = 0; j < axes; j++) {
        const own = i < dim && j < dim;
        const from = k * stride + i * dim + j;
        put(layout.bases + at * axes + j, own ? basis[from]! : 0);
        put(layout.inverseBases + at * axes + j, own ? inverseBasis[from]! : 0);
      }
    }
  }
  const w = 2 * layout.words + 14;
  words[w] = address(layout.centres);
  words[w + 1] = address(layout.drifts);
  words[w + 2] = address(layout.inverses);
  words[w + 3] = address(layout.rates);
  words[w + 4] = stride === 0 ? 0 : 8 * axes;
  words[w + 5] = address(layout.bases);
  words[w + 6] = address(layout.inverseBases);
  words[w + 7] = stride === 0 ? 0 : 8 * axes * axes;
  words[w + 8] = address(layout.whitened);
  // The last of the vectors of scratch: the kernel has the others.
  words[w + 9] = address(layout.means + 4 * axes * LANES);
  return largest;
}
