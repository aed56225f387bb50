/**
 * The WebAssembly module of src/kernels/assembly: the SIMD twins of the kernels, embedded, so that nothing is fetched.
 *
 * The module imports its memory and the exponential of math/exp.ts, and keeps nothing but constants there: instances of many threads may share one. It is compiled at the first use
 * and not at the import, which stays free of side effects. Where there is no WebAssembly, no SIMD in it, or a content-security policy
 * forbids it, there is no module, and the definitions compute the same bits.
 */
import { exp } from '../math/exp.ts';
import { bytesOf } from './binary-text.ts';
import { SIMD_BINARY } from './simd-binary.ts';
import { type WebAssemblyMemory, webAssembly } from './web-assembly.ts';

/** Arguments that are buffers are byte addresses in the memory; numbers of elements and strides count elements. */
export interface SimdExports {
  constantsEnd(): number;
  productScratch(): number;
  /** `start`: what C starts from, ADD or SET of product.ts or the address of a row. */
  product(
    rows: number,
    cols: number,
    depth: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    bStep: number,
    c: number,
    start: number,
    activation: number,
    values: number,
    slopes: boolean,
    scratch: number,
  ): void;
  addRows(rows: number, width: number, y: number, sum: number): void;
  activate(kind: number, count: number, z: number, a: number, slopes: boolean, scratch: number): void;
  normalBlocks(
    block: number,
    blockHigh: number,
    blocks: number,
    stream: number,
    draw: number,
    k0: number,
    k1: number,
    out: number,
    numbers: number,
    uniforms: number,
  ): number;
  normalTails(count: number, numbers: number, uniforms: number, out: number): number;
  samplePath(
    rows: number,
    dim: number,
    x0: number,
    x1: number,
    alpha: number,
    sigma: number,
    alphaDot: number,
    sigmaDot: number,
    xt: number,
    velocity: number,
  ): void;
  mixtureFullMeans(
    layout: number,
    score: boolean,
    groups: number,
    x: number,
    scratch: number,
    out: number,
  ): number;
  mixtureFullSpreads(
    layout: number,
    variance: boolean,
    groups: number,
    x: number,
    before: number,
    scratch: number,
    out: number,
  ): number;
  mixtureMeans(
    layout: number,
    groups: number,
    x: number,
    coefficients: number,
    bounds: number,
    out: number,
  ): number;
  mixtureNarrowMeans(
    layout: number,
    groups: number,
    x: number,
    dim: number,
    coefficients: number,
    bounds: number,
    columns: number,
    blocks: number,
    shared: boolean,
    sums: number,
    out: number,
  ): number;
  mixtureSpreads(
    layout: number,
    kind: number,
    groups: number,
    x: number,
    velocity: number,
    score: number,
    coefficients: number,
    before: number,
    u: number,
    s: number,
    out: number,
  ): number;
  mixtureTotals(layout: number, groups: number, x: number, out: number): void;
  multiplyInto(count: number, x: number, y: number): void;
  addInto(count: number, x: number, y: number): void;
  averageInto(count: number, x: number, rate: number, average: number): void;
  adamUpdate(
    count: number,
    params: number,
    gradient: number,
    first: number,
    second: number,
    scale: number,
    beta1: number,
    beta2: number,
    rest1: number,
    rest2: number,
    rate: number,
    inverse2: number,
    epsilon: number,
    shrink: number,
  ): void;
}

/** The end of the module's import of its memory: the y of the name, a memory (2), shared and with a maximum (3), of one page at least. */
const IMPORT = [0x79, 0x02, 0x03, 0x01];
const UNSHARED = 0x01;

/** The same module for a memory that is not shared, which differs in one byte. */
function unshared(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = bytes.findIndex((_, i) => IMPORT.every((byte, j) => bytes[i + j] === byte));
  return bytes.with(at + 2, UNSHARED);
}

const modules: { shared?: object | null; unshared?: object | null } = {};
let refusal: string | null = null;

function moduleFor(kind: 'shared' | 'unshared'): object | null {
  if (modules[kind] !== undefined) return modules[kind];
  let made: object | null = null;
  try {
    const wasm = webAssembly();
    const bytes = bytesOf(SIMD_BINARY);
    if (wasm) made = new wasm.Module(kind === 'shared' ? bytes : unshared(bytes));
    else refusal = 'no WebAssembly';
  } catch (error) {
    // No SIMD, or a policy without 'wasm-unsafe-eval': the definitions serve.
    refusal = String(error).split('\n')[0]!;
  }
  modules[kind] = made;
  return made;
}

/** What the engine has against the SIMD kernels, or null. */
export function simdRefusal(): string | null {
  return moduleFor('unshared') === null ? refusal : null;
}

/** A zeroed memory of that many pages of 64 KiB, or null where the module or the memory cannot be had. */
export function simdMemory(pages: number, shared: boolean): WebAssemblyMemory | null {
  if (moduleFor(shared ? 'shared' : 'unshared') === null) return null;
  try {
    // Unshared memories too state a maximum: the engine then reserves no room to grow.
    return new (webAssembly()!.Memory)({ initial: pages, maximum: pages, shared });
  } catch {
    return null;
  }
}

/** The kernels on a memory. */
export function simdInstance(memory: WebAssemblyMemory): SimdExports | null {
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const module = moduleFor(shared ? 'shared' : 'unshared');
  if (module === null) return null;
  const { exports } = new (webAssembly()!.Instance)(module, {
    env: { memory },
    'exact-exp': { definition: exp },
  });
  return exports as SimdExports;
}
