/**
 * Buffers that the SIMD kernels can work on: they lie together in one WebAssembly memory, which never grows.
 *
 * A kernel looks where its operands lie. All in one heap: SIMD, on the spot. Anywhere else: the definition in TypeScript, with the same
 * bits. So a heap is never needed, and nobody has to pass one on. Where there is no SIMD, and for layouts so small that a memory of
 * their own does not pay, `together` gives ordinary buffers.
 *
 * The memory begins with the constants of the module, a word that counts the threads which compute in it, and scratch for each of them.
 */
import { allocate, checkCount } from '../array/float-array.ts';
import { ArgumentError } from '../errors.ts';
import { kernelChoice } from './choice.ts';
import { type SimdExports, simdInstance, simdMemory } from './simd-module.ts';
import type { WebAssemblyMemory } from './web-assembly.ts';

/** Gives zeroed buffers. */
export interface Allocator {
  float32(length: number): Float32Array;
  float64(length: number): Float64Array;
  int32(length: number): Int32Array;
}

export interface HeapOptions {
  /** Visible to other threads; default false. */
  readonly shared?: boolean;
  /** How many threads will compute in it, each with scratch of its own; default 1. */
  readonly threads?: number;
}

/** What another thread needs to compute in a heap, beside views of it: plain data. */
export interface HeapHandle {
  readonly memory: WebAssemblyMemory;
  readonly threads: number;
}

/** The SIMD kernels of this thread on one heap. */
export interface BoundKernels {
  readonly simd: SimdExports;
  /** Address of scratch of this thread's own. */
  readonly scratch: number;
}

/** A cache line, so that no two buffers of two threads share one. */
const ALIGNMENT = 64;
/** Constants of the module, which every instance writes anew, and at the end the number of threads. */
const HEADER_BYTES = 4096;
const THREADS_AT: number = HEADER_BYTES - 4;
const PAGE = 65536;
const MOST_BYTES = 65535 * PAGE;
/** Below this, a memory and an instance of their own cost more than they save. */
const LEAST_BYTES = 16384;
/** Scratch per thread: as much as the hungriest kernel asks for (the product: panels of 4 × 256 and 256 × 256, and a block). */
const SCRATCH_BYTES = 4 * (4 * 256 + 32 + 256 * 256);

/** Bytes of a heap for each thread beside its buffers, and of the largest. */
export const HEAP_BYTES: Readonly<Record<'perThread' | 'most', number>> = {
  perThread: SCRATCH_BYTES,
  most: MOST_BYTES,
};

const handles = new WeakMap<ArrayBufferLike, HeapHandle>();
const bindings = new WeakMap<ArrayBufferLike, BoundKernels | null>();

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

function allocator(place: (bytes: number) => { buffer: ArrayBufferLike; at: number } | null): Allocator {
  return {
    float32(length: number): Float32Array {
      const room = place(4 * checkCount('length', length));
      return room ? new Float32Array(room.buffer, room.at, length) : new Float32Array(0);
    },
    float64(length: number): Float64Array {
      const room = place(8 * checkCount('length', length));
      return room ? new Float64Array(room.buffer, room.at, length) : new Float64Array(0);
    },
    int32(length: number): Int32Array {
      const room = place(4 * checkCount('length', length));
      return room ? new Int32Array(room.buffer, room.at, length) : new Int32Array(0);
    },
  };
}

function ordinary(shared: boolean): Allocator {
  return {
    float32: (length) => allocate('float32', length, shared) as Float32Array,
    float64: (length) => allocate('float64', length, shared) as Float64Array,
    int32: (length) => new Int32Array(allocate('float32', length, shared).buffer),
  };
}

/**
 * Lays out all the buffers that `layout` asks for in one heap, and returns what it makes of them. `layout` is called twice, the first
 * time only to count, with empty buffers: it must ask for the same both times.
 */
export function together<T>(layout: (allocate: Allocator) => T, options: HeapOptions = {}): T {
  const { shared = false, threads = 1 } = options;
  checkCount('threads', threads, 1);
  if (kernelChoice() === 'scalar') return layout(ordinary(shared));
  let bytes = 0;
  layout(
    allocator((size) => {
      bytes += aligned(size);
      return null;
    }),
  );
  const first = HEADER_BYTES + threads * aligned(SCRATCH_BYTES);
  if (bytes < LEAST_BYTES) return layout(ordinary(shared));
  const memory = first + bytes > MOST_BYTES ? null : simdMemory(Math.ceil((first + bytes) / PAGE), shared);
  if (memory === null) {
    if (kernelChoice() === 'simd') throw noMemory(first + bytes);
    return layout(ordinary(shared));
  }
  const { buffer } = memory;
  handles.set(buffer, { memory, threads });
  let next = first;
  return layout(
    allocator((size) => {
      const at = next;
      next += aligned(size);
      return { buffer, at };
    }),
  );
}

function noMemory(bytes: number): ArgumentError {
  return new ArgumentError({
    argument: 'kernels',
    expected: `a WebAssembly memory for all buffers, at most ${MOST_BYTES} bytes`,
    received: `${bytes} bytes, which could not be had`,
    wayOut: 'choose auto or scalar, which give the same bits',
  });
}

/** The handle of the heap in which a buffer lies, to be sent to another thread along with it; null for an ordinary buffer. */
export function heapHandle(view: ArrayBufferView): HeapHandle | null {
  return handles.get(view.buffer) ?? null;
}

/** Makes known to this thread that `view`, which came from another one, lies in the heap of the handle. */
export function adoptHeap(view: ArrayBufferView, handle: HeapHandle | null): void {
  if (handle !== null) handles.set(view.buffer, handle);
}

/** The SIMD kernels for operands in the heap of `view`, or null: then the definition computes. */
export function kernelsOf(view: ArrayBufferView): BoundKernels | null {
  const { buffer } = view;
  let bound = bindings.get(buffer);
  if (bound === undefined) {
    const handle = handles.get(buffer);
    if (handle === undefined) return null;
    bound = bind(handle);
    bindings.set(buffer, bound);
  }
  return kernelChoice() === 'scalar' ? null : bound;
}

function bind({ memory, threads }: HeapHandle): BoundKernels | null {
  const simd = simdInstance(memory);
  if (simd === null) return null;
  const index = Atomics.add(new Int32Array(memory.buffer, THREADS_AT, 1), 0, 1);
  // More threads than there is scratch for, as when one took the place of another that died: the definition computes.
  return index < threads ? { simd, scratch: HEADER_BYTES + index * aligned(SCRATCH_BYTES) } : null;
}
