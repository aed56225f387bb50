/**
 * Σ over tiles in the fixed tree of array/reduce-tree.ts, to the bit: in SIMD where the rows lie in a heap.
 *
 * partials [tiles, size]; over the range [from, to) of each row; row 0 holds the sum, the other rows are used up.
 */
import { reduceTree } from '../array/reduce-tree.ts';
import { kernelsOf } from './heap.ts';

export function sumTiles(
  partials: Float32Array,
  tiles: number,
  size: number,
  from: number,
  to: number,
): void {
  const kernels = kernelsOf(partials);
  if (kernels === null) {
    reduceTree(partials, tiles, size, from, to);
    return;
  }
  const at = partials.byteOffset + 4 * from;
  for (let stride = 1; stride < tiles; stride *= 2) {
    for (let tile = 0; tile + stride < tiles; tile += 2 * stride) {
      kernels.simd.addInto(to - from, at + 4 * (tile + stride) * size, at + 4 * tile * size);
    }
  }
}
