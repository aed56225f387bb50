/**
 * The matrix product of product-definition.ts, to the bit: C[i, j] ← (…((C[i, j] + A(i, 0)B(j, 0)) + A(i, 1)B(j, 1))…).
 *
 * Blocks of 4 × 8 outputs live in eight registers of four lanes. Panels of A and B are copied, in the order in which they are read,
 * to `scratch`; blocks that stick out over an edge are filled with zeros there, and what they add to is not copied back.
 * f32x4.mul and f32x4.add each round once, so every lane does what Math.fround does after each operation.
 *
 * Addresses are in bytes, strides in elements. A(i, k) = a[i·aRow + k·aStep], B(j, k) = b[j·bRow + k·bStep], C [rows, cols].
 */
import { activate } from './activations';

/** Steps of k, and columns of C, for which B is copied at once: 256 KiB, within the second-level cache. */
const STEPS: i32 = 256;
const COLUMNS: i32 = 256;

/** Bytes of scratch: A [STEPS, 4], C [4, 8], B [COLUMNS / 8, STEPS, 8]. */
const C_AT: usize = 4 * 4 * STEPS;
const B_AT: usize = C_AT + 4 * 32;

/** How many bytes `scratch` needs, at a multiple of 16. */
export function productScratch(): usize {
  return B_AT + 4 * COLUMNS * STEPS;
}

/** What C starts from: what it holds, zero, or, any other, the row at that address. */
const ADD: usize = 0;
const SET: usize = 1;
/** No activation. */
const NONE = -1;

/**
 * The product and, unless it is NONE, an activation of it (activations.ts), strip by strip while that is at hand: `values` ← f(C) and,
 * with `slopes`, C ← f′(C).
 */
export function product(
  rows: i32,
  cols: i32,
  depth: i32,
  a: usize,
  aRow: i32,
  aStep: i32,
  b: usize,
  bRow: i32,
  bStep: i32,
  c: usize,
  start: usize,
  activation: i32,
  values: usize,
  slopes: bool,
  scratch: usize,
): void {
  let k = 0;
  // Once for depth 0, too: there is a start and an activation all the same.
  do {
    const steps = min(STEPS, depth - k);
    for (let j = 0; j < cols; j += COLUMNS) {
      const width = min(COLUMNS, cols - j);
      packColumns(b + 4 * (<usize>j * bRow + <usize>k * bStep), bRow, bStep, width, steps, scratch + B_AT);
      for (let i = 0; i < rows; i += 4) {
        const height = min(4, rows - i);
        const at: usize = 4 * (<usize>i * cols + j);
        if (k === 0 && start !== ADD) startStrip(height, width, cols, start, 4 * <usize>j, c + at);
        pack4(a + 4 * (<usize>i * aRow + <usize>k * aStep), aRow, aStep, height, steps, scratch, 16);
        addStrip(height, width, cols, steps, c + at, scratch);
        if (activation !== NONE && k + STEPS >= depth) {
          activateStrip(activation, height, width, cols, c + at, values + at, slopes, scratch + C_AT);
        }
      }
    }
    k += STEPS;
  } while (k < depth);
}

/** The rows of a strip get their start. */
function startStrip(height: i32, width: i32, cols: i32, start: usize, from: usize, c: usize): void {
  const bytes: usize = 4 * <usize>width;
  for (let i = 0; i < height; i++) {
    if (start === SET) memory.fill(c, 0, bytes);
    else memory.copy(c, start + from, bytes);
    c += 4 * <usize>cols;
  }
}

function activateStrip(
  activation: i32,
  height: i32,
  width: i32,
  cols: i32,
  z: usize,
  values: usize,
  slopes: bool,
  scratch: usize,
): void {
  if (width === cols) {
    activate(activation, height * width, z, values, slopes, scratch);
    return;
  }
  for (let i = 0; i < height; i++) {
    activate(activation, width, z, values, slopes, scratch);
    z += 4 * <usize>cols;
    values += 4 * <usize>cols;
  }
}

/** The blocks of one strip of up to 4 rows, over the copied panels. */
function addStrip(height: i32, width: i32, cols: i32, steps: i32, c: usize, scratch: usize): void {
  let b = scratch + B_AT;
  for (let j = 0; j < width; j += 8) {
    const to = c + 4 * <usize>j;
    if (height === 4 && j + 8 <= width) {
      addBlock(scratch, b, to, 4 * <usize>cols, steps);
    } else {
      const own = scratch + C_AT;
      const lanes = min(8, width - j);
      for (let i = 0; i < height; i++) {
        memory.copy(own + 32 * <usize>i, to + 4 * <usize>i * cols, 4 * lanes);
      }
      addBlock(scratch, b, own, 32, steps);
      for (let i = 0; i < height; i++) {
        memory.copy(to + 4 * <usize>i * cols, own + 32 * <usize>i, 4 * lanes);
      }
    }
    b += 32 * <usize>steps;
  }
}

function addBlock(a: usize, b: usize, c: usize, row: usize, steps: i32): void {
  const c1 = c + row;
  const c2 = c1 + row;
  const c3 = c2 + row;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  const end = a + 16 * <usize>steps;
  while (a < end) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(a0, low));
    s01 = f32x4.add(s01, f32x4.mul(a0, high));
    const a1 = v128.load32_splat(a, 4);
    s10 = f32x4.add(s10, f32x4.mul(a1, low));
    s11 = f32x4.add(s11, f32x4.mul(a1, high));
    const a2 = v128.load32_splat(a, 8);
    s20 = f32x4.add(s20, f32x4.mul(a2, low));
    s21 = f32x4.add(s21, f32x4.mul(a2, high));
    const a3 = v128.load32_splat(a, 12);
    s30 = f32x4.add(s30, f32x4.mul(a3, low));
    s31 = f32x4.add(s31, f32x4.mul(a3, high));
    a += 16;
    b += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** Columns of B in groups of 8: to[group][s][lane]. */
function packColumns(from: usize, row: i32, step: i32, count: i32, steps: i32, to: usize): void {
  let j = 0;
  if (row === 1) {
    for (; j + 16 <= count; j += 16) {
      packLines(from + 4 * <usize>j, step, steps, to);
      to += 64 * <usize>steps;
    }
  }
  for (; j < count; j += 8) {
    const at = from + 4 * <usize>j * row;
    pack4(at, row, step, min(4, count - j), steps, to, 32);
    pack4(at + 16 * <usize>row, row, step, max(0, min(4, count - j - 4)), steps, to + 16, 32);
    to += 32 * <usize>steps;
  }
}

/**
 * Two groups whose columns lie side by side. A step may be as long as a page, or a power of two, so that lines push each other out of the
 * cache: each is read once, and whole.
 */
function packLines(from: usize, step: i32, steps: i32, to: usize): void {
  const bytes: usize = 4 * <usize>step;
  const end = to + 32 * <usize>steps;
  let next = end;
  while (to < end) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(next, v128.load(from, 32));
    v128.store(next, v128.load(from, 48), 16);
    from += bytes;
    to += 32;
    next += 32;
  }
}

/** to[s·stride + 4·lane] ← from[lane·row + s·step] for lane < count, 0 for the other lanes of four. */
function pack4(from: usize, row: i32, step: i32, count: i32, steps: i32, to: usize, stride: usize): void {
  if (count === 4 && row === 1) {
    const bytes: usize = 4 * <usize>step;
    for (let s = 0; s < steps; s++) {
      v128.store(to, v128.load(from));
      from += bytes;
      to += stride;
    }
    return;
  }
  let s = 0;
  if (count === 4 && step === 1) {
    let p0 = from;
    let p1 = p0 + 4 * <usize>row;
    let p2 = p1 + 4 * <usize>row;
    let p3 = p2 + 4 * <usize>row;
    for (; s + 4 <= steps; s += 4) {
      const r0 = v128.load(p0);
      const r1 = v128.load(p1);
      const r2 = v128.load(p2);
      const r3 = v128.load(p3);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
      v128.store(to + stride, v128.shuffle<f64>(low01, low23, 1, 3));
      v128.store(to + 2 * stride, v128.shuffle<f64>(high01, high23, 0, 2));
      v128.store(to + 3 * stride, v128.shuffle<f64>(high01, high23, 1, 3));
      p0 += 16;
      p1 += 16;
      p2 += 16;
      p3 += 16;
      to += 4 * stride;
    }
    from += 4 * <usize>s;
  }
  for (; s < steps; s++) {
    for (let lane = 0; lane < 4; lane++) {
      store<f32>(to + 4 * <usize>lane, lane < count ? load<f32>(from + 4 * <usize>lane * row) : 0);
    }
    from += 4 * <usize>step;
    to += stride;
  }
}
