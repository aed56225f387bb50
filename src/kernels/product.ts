/** The matrix product of product-definition.ts, by the fastest implementation here; all of them give the same bits. */
import { addProductBlocks } from './product-blocks.ts';
import type { addProductDefinition } from './product-definition.ts';
import { simdProduct } from './product-simd.ts';

let simd: typeof addProductDefinition | null | undefined;

/** Below this many products, copying the operands costs more than SIMD saves. */
const SMALL = 2048;

/** C[i, j] += Σₖ A(i, k) B(j, k), in the order and with the arguments of {@link addProductDefinition}. */
export function addProduct(
  rows: number,
  cols: number,
  depth: number,
  a: Float32Array,
  aRow: number,
  aStep: number,
  b: Float32Array,
  bRow: number,
  bStep: number,
  c: Float32Array,
): void {
  if (rows * cols * depth >= SMALL) {
    // Made at the first use and not at the import, which stays free of side effects.
    if (simd === undefined) simd = simdProduct();
    if (simd) {
      simd(rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c);
      return;
    }
  }
  addProductBlocks(rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c);
}
