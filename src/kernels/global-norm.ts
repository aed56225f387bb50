/**
 * ‖g‖₂ of a flat gradient, the same bits for any number of threads: sums of squares in float64 over fixed blocks of
 * 4,096 elements, index ascending, then a fixed binary tree over the blocks.
 */
import { pairwiseSum } from '../math/index.ts';

export const NORM_BLOCK = 4096;

/** How many block sums {@link blockSquareSums} writes for `length` elements. */
export function normBlocks(length: number): number {
  return Math.ceil(length / NORM_BLOCK);
}

/** sums[b] = Σ g[i]² over block b, for the blocks [fromBlock, toBlock). */
export function blockSquareSums(
  fromBlock: number,
  toBlock: number,
  gradient: Float32Array,
  sums: Float64Array,
): void {
  for (let b = fromBlock; b < toBlock; b++) {
    const end = Math.min((b + 1) * NORM_BLOCK, gradient.length);
    let sum = 0;
    for (let i = b * NORM_BLOCK; i < end; i++) sum += gradient[i]! * gradient[i]!;
    sums[b] = sum;
  }
}

/** ‖g‖₂; `sums` is scratch of `normBlocks(g.length)` elements. */
export function globalNorm(gradient: Float32Array, sums: Float64Array): number {
  const blocks = normBlocks(gradient.length);
  blockSquareSums(0, blocks, gradient, sums);
  return Math.sqrt(pairwiseSum(sums, 0, blocks));
}
