/**
 * The matrix product of product-definition.ts, to the bit, in 128-bit SIMD (simd-module.ts): blocks of 4 × 8 outputs.
 *
 * Panels of A and B are copied into the module's own memory, in the order in which they are read; blocks that stick out
 * over an edge are filled with zeros there, and what they add to is not copied back. One module for each thread, made
 * at the first use. NaN results may differ from the definition's in their payload, as WebAssembly leaves it open.
 */
import type { addProductDefinition } from './product-definition.ts';
import { simdModule } from './simd-module.ts';

/** Steps of k, and columns of C, for which B is copied at once: 256 KiB, within the second-level cache. */
const STEPS = 256;
const COLUMNS = 256;

/** Element offsets in the memory: A [STEPS, 4], C [4, 8], then B [COLUMNS / 8, STEPS, 8]. */
const C_AT: number = 4 * STEPS;
const B_AT: number = C_AT + 32;
const PAGES: number = Math.ceil((4 * (B_AT + COLUMNS * STEPS)) / 65536);

type Block = (a: number, b: number, c: number, steps: number) => void;

/** The part of the WebAssembly interface in use: neither the language's nor Node's types declare it. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: { m: { buffer: ArrayBuffer }; f: Block } };
}

/** The SIMD product, or null where the engine has no SIMD or forbids WebAssembly. */
export function simdProduct(): typeof addProductDefinition | null {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyInterface };
  const bytes = simdModule(PAGES);
  if (!WebAssembly?.validate(bytes)) return null;
  try {
    const { m, f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    const memory = new Float32Array(m.buffer);
    return (rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c) =>
      addPanels(f, memory, rows, cols, depth, a, aRow, aStep, b, bRow, bStep, c);
  } catch {
    // A content-security policy without 'wasm-unsafe-eval': the plain blocks give the same bits.
    return null;
  }
}

function addPanels(
  block: Block,
  memory: Float32Array,
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
  for (let k = 0; k < depth; k += STEPS) {
    const steps = Math.min(STEPS, depth - k);
    for (let j = 0; j < cols; j += COLUMNS) {
      const end = Math.min(j + COLUMNS, cols);
      for (let jb = j, at = B_AT; jb < end; jb += 8, at += 8 * steps) {
        pack(memory, at, 8, Math.min(8, end - jb), steps, b, jb * bRow + k * bStep, bRow, bStep);
      }
      for (let i = 0; i < rows; i += 4) {
        const height = Math.min(4, rows - i);
        pack(memory, 0, 4, height, steps, a, i * aRow + k * aStep, aRow, aStep);
        for (let jb = j, at = B_AT; jb < end; jb += 8, at += 8 * steps) {
          const width = Math.min(8, end - jb);
          copyIn(memory, height, width, c, i * cols + jb, cols);
          block(0, 4 * at, 4 * C_AT, steps);
          copyOut(memory, height, width, c, i * cols + jb, cols);
        }
      }
    }
  }
}

/** memory[at + s·lanes + l] ← x[start + l·row + s·step] for l < count, 0 for the other lanes. */
function pack(
  memory: Float32Array,
  at: number,
  lanes: number,
  count: number,
  steps: number,
  x: Float32Array,
  start: number,
  row: number,
  step: number,
): void {
  for (let l = 0; l < count; l++) {
    let from = start + l * row;
    const end = at + l + steps * lanes;
    for (let to = at + l; to < end; to += lanes) {
      memory[to] = x[from]!;
      from += step;
    }
  }
  for (let l = count; l < lanes; l++) {
    for (let s = 0; s < steps; s++) memory[at + s * lanes + l] = 0;
  }
}

function copyIn(
  memory: Float32Array,
  height: number,
  width: number,
  c: Float32Array,
  start: number,
  cols: number,
): void {
  for (let i = 0; i < height; i++) {
    const to = C_AT + 8 * i;
    const from = start + i * cols;
    for (let j = 0; j < width; j++) memory[to + j] = c[from + j]!;
  }
}

function copyOut(
  memory: Float32Array,
  height: number,
  width: number,
  c: Float32Array,
  start: number,
  cols: number,
): void {
  for (let i = 0; i < height; i++) {
    const from = C_AT + 8 * i;
    const to = start + i * cols;
    for (let j = 0; j < width; j++) c[to + j] = memory[from + j]!;
  }
}
