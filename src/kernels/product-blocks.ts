/**
 * The matrix product of product-definition.ts, to the bit, in plain TypeScript: blocks of 4 × 4 outputs in registers.
 *
 * k is cut into panels so that the parts of A and B in use stay in the cache; edges that fill no block run the
 * definition in strips of four.
 */
const fround = Math.fround;

/** Steps of k per panel: four rows of A and four of B, even at a stride of a page each, then fit the first cache. */
const PANEL = 256;

/** C[i, j] += Σₖ A(i, k) B(j, k), with the arguments of {@link addProductDefinition}; B begins at b[bAt], C at c[cAt]. */
export function addProductBlocks(
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
  const fullRows = rows - (rows % 4);
  const fullCols = cols - (cols % 4);
  for (let k = 0; k < depth; k += PANEL) {
    const steps = Math.min(PANEL, depth - k);
    const aStart = k * aStep;
    const bStart = bAt + k * bStep;
    addBlocks(fullRows, fullCols, steps, a, aStart, aRow, aStep, b, bStart, bRow, bStep, c, cAt, cols);
    for (let j = fullCols; j < cols; j++) {
      addColumn(fullRows, steps, a, aStart, aRow, aStep, b, bStart + j * bRow, bStep, c, cAt + j, cols);
    }
    for (let i = fullRows; i < rows; i++) {
      // A row of C is a column of Cᵀ = B Aᵀ: the roles of A and B are exchanged, not the order of any sum.
      addColumn(fullCols, steps, b, bStart, bRow, bStep, a, aStart + i * aRow, aStep, c, cAt + i * cols, 1);
      for (let j = fullCols; j < cols; j++) {
        addElement(steps, a, aStart + i * aRow, aStep, b, bStart + j * bRow, bStep, c, cAt + i * cols + j);
      }
    }
  }
}

function addBlocks(
  rows: number,
  cols: number,
  steps: number,
  a: Float32Array,
  aStart: number,
  aRow: number,
  aStep: number,
  b: Float32Array,
  bStart: number,
  bRow: number,
  bStep: number,
  c: Float32Array,
  cStart: number,
  cols4: number,
): void {
  for (let i = 0; i < rows; i += 4) {
    for (let j = 0; j < cols; j += 4) {
      let p0 = aStart + i * aRow;
      let p1 = p0 + aRow;
      let p2 = p1 + aRow;
      let p3 = p2 + aRow;
      let q0 = bStart + j * bRow;
      let q1 = q0 + bRow;
      let q2 = q1 + bRow;
      let q3 = q2 + bRow;
      const r0 = cStart + i * cols4 + j;
      const r1 = r0 + cols4;
      const r2 = r1 + cols4;
      const r3 = r2 + cols4;
      let c00 = c[r0]!;
      let c01 = c[r0 + 1]!;
      let c02 = c[r0 + 2]!;
      let c03 = c[r0 + 3]!;
      let c10 = c[r1]!;
      let c11 = c[r1 + 1]!;
      let c12 = c[r1 + 2]!;
      let c13 = c[r1 + 3]!;
      let c20 = c[r2]!;
      let c21 = c[r2 + 1]!;
      let c22 = c[r2 + 2]!;
      let c23 = c[r2 + 3]!;
      let c30 = c[r3]!;
      let c31 = c[r3 + 1]!;
      let c32 = c[r3 + 2]!;
      let c33 = c[r3 + 3]!;
      for (let k = 0; k < steps; k++) {
        const a0 = a[p0]!;
        const a1 = a[p1]!;
        const a2 = a[p2]!;
        const a3 = a[p3]!;
        const b0 = b[q0]!;
        const b1 = b[q1]!;
        const b2 = b[q2]!;
        const b3 = b[q3]!;
        c00 = fround(c00 + fround(a0 * b0));
        c01 = fround(c01 + fround(a0 * b1));
        c02 = fround(c02 + fround(a0 * b2));
        c03 = fround(c03 + fround(a0 * b3));
        c10 = fround(c10 + fround(a1 * b0));
        c11 = fround(c11 + fround(a1 * b1));
        c12 = fround(c12 + fround(a1 * b2));
        c13 = fround(c13 + fround(a1 * b3));
        c20 = fround(c20 + fround(a2 * b0));
        c21 = fround(c21 + fround(a2 * b1));
        c22 = fround(c22 + fround(a2 * b2));
        c23 = fround(c23 + fround(a2 * b3));
        c30 = fround(c30 + fround(a3 * b0));
        c31 = fround(c31 + fround(a3 * b1));
        c32 = fround(c32 + fround(a3 * b2));
        c33 = fround(c33 + fround(a3 * b3));
        p0 += aStep;
        p1 += aStep;
        p2 += aStep;
        p3 += aStep;
        q0 += bStep;
        q1 += bStep;
        q2 += bStep;
        q3 += bStep;
      }
      c[r0] = c00;
      c[r0 + 1] = c01;
      c[r0 + 2] = c02;
      c[r0 + 3] = c03;
      c[r1] = c10;
      c[r1 + 1] = c11;
      c[r1 + 2] = c12;
      c[r1 + 3] = c13;
      c[r2] = c20;
      c[r2 + 1] = c21;
      c[r2 + 2] = c22;
      c[r2 + 3] = c23;
      c[r3] = c30;
      c[r3 + 1] = c31;
      c[r3 + 2] = c32;
      c[r3 + 3] = c33;
    }
  }
}

/** Four outputs at a time of C(i) += Σₖ A(i, k) b(k), with C(i) = c[cStart + i·cStep]. */
function addColumn(
  rows: number,
  steps: number,
  a: Float32Array,
  aStart: number,
  aRow: number,
  aStep: number,
  b: Float32Array,
  bStart: number,
  bStep: number,
  c: Float32Array,
  cStart: number,
  cStep: number,
): void {
  for (let i = 0; i < rows; i += 4) {
    let p = aStart + i * aRow;
    let q = bStart;
    const r = cStart + i * cStep;
    let c0 = c[r]!;
    let c1 = c[r + cStep]!;
    let c2 = c[r + 2 * cStep]!;
    let c3 = c[r + 3 * cStep]!;
    for (let k = 0; k < steps; k++) {
      const bk = b[q]!;
      c0 = fround(c0 + fround(a[p]! * bk));
      c1 = fround(c1 + fround(a[p + aRow]! * bk));
      c2 = fround(c2 + fround(a[p + 2 * aRow]! * bk));
      c3 = fround(c3 + fround(a[p + 3 * aRow]! * bk));
      p += aStep;
      q += bStep;
    }
    c[r] = c0;
    c[r + cStep] = c1;
    c[r + 2 * cStep] = c2;
    c[r + 3 * cStep] = c3;
  }
}

function addElement(
  steps: number,
  a: Float32Array,
  aStart: number,
  aStep: number,
  b: Float32Array,
  bStart: number,
  bStep: number,
  c: Float32Array,
  at: number,
): void {
  let sum = c[at]!;
  for (let k = 0; k < steps; k++) {
    sum = fround(sum + fround(a[aStart + k * aStep]! * b[bStart + k * bStep]!));
  }
  c[at] = sum;
}
