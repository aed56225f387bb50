/** The matrix product of product-definition.ts: in SIMD where the operands lie in one heap, else in blocks; the bits are the same. */
import { kernelsOf } from './heap.ts';
import { addProductBlocks } from './product-blocks.ts';

/** What C starts from, as assembly/product.ts has it: what it holds, or zero. */
const [ADD, SET] = [0, 1] as const;
/** As an activation: none. */
export const NO_ACTIVATION = -1;

/**
 * C[i, j] += Σₖ A(i, k) B(j, k), in the order and with the arguments of {@link addProductDefinition}; B begins at b[bAt], C at c[cAt]: a
 * layer lies in the flat parameters, and a view of it for every call would be most of what a step allocates.
 */
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
  bAt: number = 0,
  cAt: number = 0,
): void {
  if (inSimd(ADD, rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c, bAt, cAt)) return;
  addProductBlocks(rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c, bAt, cAt);
}

/** C[i, j] ← Σₖ A(i, k) B(j, k), from zero, whatever C holds. */
export function setProduct(
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
  bAt: number = 0,
  cAt: number = 0,
): void {
  if (inSimd(SET, rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c, bAt, cAt)) return;
  c.fill(0, cAt, cAt + rows * cols);
  addProductBlocks(rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c, bAt, cAt);
}

function inSimd(
  start: typeof ADD | typeof SET,
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
  bAt: number,
  cAt: number,
): boolean {
  const kernels = kernelsOf(c);
  if (kernels === null || a.buffer !== c.buffer || b.buffer !== c.buffer) return false;
  const { simd, scratch } = kernels;
  simd.product(
    rows,
    cols,
    depth,
    a.byteOffset,
    aRow,
    aStep,
    b.byteOffset + 4 * bAt,
    bRow,
    bStep,
    c.byteOffset + 4 * cAt,
    start,
    NO_ACTIVATION,
    0,
    false,
    scratch,
  );
  return true;
}
