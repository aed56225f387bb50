/** Heaps: what lies in one, what does when there is no SIMD, and that threads get scratch of their own. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { chooseKernels } from '../../src/kernels/choice.ts';
import { type Allocator, adoptHeap, heapHandle, kernelsOf, together } from '../../src/kernels/heap.ts';

const layout = (heap: Allocator): { a: Float32Array; b: Float64Array; c: Int32Array } => ({
  a: heap.float32(10_001),
  b: heap.float64(7),
  c: heap.int32(3),
});

test('buffers of one heap are zero, apart from each other, and at cache lines', () => {
  const views = Object.values(together(layout));
  expect(views.map(({ length }) => length)).toEqual([10_001, 7, 3]);
  expect(new Set(views.map(({ buffer }) => buffer)).size).toBe(1);
  for (const view of views) {
    expect(view.byteOffset % 64).toBe(0);
    expect(view.every((value) => value === 0)).toBe(true);
  }
  for (const view of views) view.fill(view.length);
  for (const view of views) expect(view.every((value) => value === view.length)).toBe(true);
  expect(kernelsOf(views[0]!)).not.toBeNull();
});

test('constants and scratch fit the room that they are given', () => {
  const { a } = together(layout);
  const { simd, scratch } = kernelsOf(a)!;
  expect(simd.constantsEnd()).toBeLessThanOrEqual(scratch - 4);
  expect(scratch + simd.productScratch()).toBeLessThanOrEqual(a.byteOffset);
});

test('small layouts stay ordinary buffers', () => {
  const a = together((heap) => heap.float32(100));
  expect(a.buffer.byteLength).toBe(400);
  expect(kernelsOf(a)).toBeNull();
  expect(heapHandle(a)).toBeNull();
});

test.each([false, true])('shared: %s', (shared) => {
  expect(together(layout, { shared }).a.buffer instanceof SharedArrayBuffer).toBe(shared);
});

test('each thread gets scratch of its own, and one too many none', () => {
  const { a } = together(layout, { shared: true, threads: 2 });
  const handle = heapHandle(a)!;
  // As they would arrive in other threads: another object for the same memory.
  const views = [0, 1, 2].map(() => structuredClone(a));
  for (const view of views) adoptHeap(view, handle);
  const scratch = views.map((view) => kernelsOf(view)?.scratch);
  expect(scratch[1]! - scratch[0]!).toBeGreaterThanOrEqual(4 * 256 * 256);
  expect(scratch[2]).toBeUndefined();
  expect(a.byteOffset).toBeGreaterThan(scratch[1]!);
});

describe('without SIMD', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each([
    ['no WebAssembly', undefined],
    [
      'no SIMD, or a policy against WebAssembly',
      {
        Module: class {
          constructor() {
            throw new Error('refused');
          }
        },
      },
    ],
  ])('%s is not an error', async (_, stub) => {
    vi.stubGlobal('WebAssembly', stub);
    vi.resetModules();
    const source: string = '../../src/kernels/heap.ts?source';
    const fresh = (await import(source)) as typeof import('../../src/kernels/heap.ts');
    const { a } = fresh.together(layout);
    expect(a.length).toBe(10_001);
    expect(fresh.kernelsOf(a)).toBeNull();
  });
});

describe('choice', () => {
  afterEach(() => chooseKernels('auto'));

  test('scalar: no heaps, and the definitions in those that there are', () => {
    const { a } = together(layout);
    chooseKernels('scalar');
    expect(kernelsOf(a)).toBeNull();
    expect(kernelsOf(together(layout).a)).toBeNull();
    chooseKernels('auto');
    expect(kernelsOf(a)).not.toBeNull();
  });
});
