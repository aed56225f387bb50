/** The choice of kernels: what is refused, what is reported, and that no layout falls back under 'simd'. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { chooseKernels, type KernelChoice, kernelChoice, kernelReport } from '../../src/kernels/choice.ts';
import { heapHandle, together } from '../../src/kernels/heap.ts';

afterEach(() => chooseKernels('auto'));

function thrown(call: () => unknown): { argument: string; received: string; wayOut: string } {
  try {
    call();
  } catch (error) {
    return error as ReturnType<typeof thrown>;
  }
  throw new Error('nothing was thrown');
}

test.each(['avx', 'SIMD', '', undefined])('%j is refused, and changes nothing', (choice) => {
  chooseKernels('scalar');
  expect(() => chooseKernels(choice as KernelChoice)).toThrow(ArgumentError);
  expect(kernelChoice()).toBe('scalar');
});

test.each([
  ['auto', 'simd', 'the engine compiles WebAssembly SIMD'],
  ['simd', 'simd', 'the engine compiles WebAssembly SIMD'],
  ['scalar', 'scalar', 'chosen'],
] as const)('report of %s', (choice, inUse, reason) => {
  chooseKernels(choice);
  expect(kernelReport()).toEqual({ choice, inUse, simd: true, reason });
});

describe('where the engine refuses the module', () => {
  class Refusing {
    constructor() {
      throw new Error('unknown opcode 0xfd\n  at byte 7');
    }
  }
  const source: string = '../../src/kernels/choice.ts?source';
  let fresh: typeof import('../../src/kernels/choice.ts');
  const load = async (stub: unknown): Promise<void> => {
    vi.stubGlobal('WebAssembly', stub);
    vi.resetModules();
    fresh = (await import(source)) as typeof fresh;
  };
  beforeEach(() => load({ Module: Refusing }));
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test('simd is refused with what the engine said, and a way out; the choice stays', () => {
    const { argument, received, wayOut } = thrown(() => fresh.chooseKernels('simd'));
    expect(argument).toBe('kernels');
    expect(received).toBe('Error: unknown opcode 0xfd');
    expect(wayOut).toContain('auto or scalar');
    expect(fresh.kernelChoice()).toBe('auto');
  });

  test('auto computes with the definitions, and says why', () => {
    const reason = 'Error: unknown opcode 0xfd';
    expect(fresh.kernelReport()).toEqual({ choice: 'auto', inUse: 'scalar', simd: false, reason });
    fresh.chooseKernels('scalar');
    expect(fresh.kernelReport()).toMatchObject({ inUse: 'scalar', simd: false, reason: 'chosen' });
  });

  test('no WebAssembly at all', async () => {
    await load(undefined);
    expect(fresh.kernelReport().reason).toBe('no WebAssembly');
    expect(thrown(() => fresh.chooseKernels('simd')).received).toBe('no WebAssembly');
  });
});

describe('a memory that cannot be had', () => {
  const engine = (globalThis as unknown as { WebAssembly: object }).WebAssembly;
  beforeEach(() => {
    chooseKernels('simd');
    const { Module, Instance } = engine as { Module: unknown; Instance: unknown };
    class Full {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    vi.stubGlobal('WebAssembly', { Module, Instance, Memory: Full });
  });
  afterEach(() => vi.unstubAllGlobals());

  test('is an error under simd', () => {
    const { argument, wayOut } = thrown(() => together((heap) => heap.float32(10_000)));
    expect(argument).toBe('kernels');
    expect(wayOut).toContain('auto or scalar');
  });

  test('leaves ordinary buffers under auto, and under simd those that are too small to pay', () => {
    expect(together((heap) => heap.float32(100)).length).toBe(100);
    chooseKernels('auto');
    const a = together((heap) => heap.float32(10_000));
    expect([a.length, heapHandle(a)]).toEqual([10_000, null]);
  });
});
