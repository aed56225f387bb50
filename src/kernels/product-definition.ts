/**
 * The matrix product of the engine, defined: C[i, j] ← (…((C[i, j] + A(i, 0)B(j, 0)) + A(i, 1)B(j, 1))…).
 *
 * One accumulator per output, started at what C holds, summed in the order of k, product and sum each rounded to
 * float32. C is [rows, cols] row-major. A(i, k) = a[i·aRow + k·aStep] and B(j, k) = b[j·bRow + k·bStep], so that one
 * definition serves X Wᵀ, dY W and dYᵀ X. Because the accumulator starts at C, cutting k into consecutive pieces
 * changes no bit; because outputs do not mix, neither does any tiling of rows and columns, or SIMD over outputs.
 */
export function addProductDefinition(
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
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      let sum = c[i * cols + j]!;
      for (let k = 0; k < depth; k++) {
        sum = Math.fround(sum + Math.fround(a[i * aRow + k * aStep]! * b[j * bRow + k * bStep]!));
      }
      c[i * cols + j] = sum;
    }
  }
}
