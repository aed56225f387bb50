/**
 * Standard normal draws, float32: those of random/normal.ts, to the bit, in SIMD where they go to a heap.
 *
 * There, whole blocks of two draws; those of which the kernel is not certain, about one in ten million, are done here, one by one.
 */
import { wichuraQuantiles } from '../math/wichura.ts';
import { DRAW, type Key } from '../random/key.ts';
import { normalInto } from '../random/normal.ts';
import { type BoundKernels, kernelsOf } from './heap.ts';

const WORD = 4294967296;
/** Draws at a time: their numbers and uniforms, if all lay in the tails, fit the scratch. */
const CHUNK = 16384;

/** Writes normal elements first … first + out.length − 1 of the key. */
export function normalsInto(key: Key, first: number, out: Float32Array): void {
  const kernels = kernelsOf(out);
  const from = first % 2;
  const to = out.length - ((out.length - from) % 2);
  if (kernels === null || to - from < 2) {
    normalInto(key, first, out);
    return;
  }
  if (from === 1) normalInto(key, first, out.subarray(0, 1));
  if (to < out.length) normalInto(key, first + to, out.subarray(to));
  const { simd } = kernels;
  const { numbers, uniforms } = leftovers(kernels, out.buffer);
  for (let start = from; start < to; start += CHUNK) {
    const count = Math.min(CHUNK, to - start);
    const block = (first + start) / 2;
    const left = simd.normalBlocks(
      block % WORD,
      Math.floor(block / WORD),
      count / 2,
      key.stream,
      DRAW.normal,
      key.k0,
      key.k1,
      out.byteOffset + 4 * start,
      numbers.byteOffset,
      uniforms.byteOffset,
    );
    wichuraQuantiles(left, uniforms);
    for (let i = 0; i < left; i++) out[start + numbers[i]!] = uniforms[i]!;
  }
}

interface Leftovers {
  readonly numbers: Int32Array;
  readonly uniforms: Float64Array;
}

const views = new WeakMap<BoundKernels, Leftovers>();

/** The draws that are left to this thread, in its scratch. */
function leftovers(kernels: BoundKernels, buffer: ArrayBufferLike): Leftovers {
  let found = views.get(kernels);
  if (found === undefined) {
    const { scratch } = kernels;
    found = {
      numbers: new Int32Array(buffer, scratch, CHUNK),
      uniforms: new Float64Array(buffer, scratch + 4 * CHUNK, CHUNK),
    };
    views.set(kernels, found);
  }
  return found;
}
