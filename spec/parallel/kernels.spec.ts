/** Threads compute with the kernels that the thread which uses them has chosen, also those that were started before. */
import { chooseKernels, type KernelChoice } from 'flowproof';
import { createPool, evaluateField } from 'flowproof/node';
import { afterEach, describe, expect, test } from 'vitest';

const url = new URL('./fixtures/kernels.mjs', import.meta.url).href;
const CODES = { auto: 1, scalar: 2, simd: 3 } as const;

afterEach(() => chooseKernels('auto'));

// The built one, whose choice is that of the package; named so that the compiler does not look for it.
const built: string = '#dist/parallel/supervised.js';
type Module = typeof import('../../src/parallel/supervised.ts');
const { supervise } = (await import(built)) as Module;

describe.each([1, 2])('a pool of %d threads', (threads) => {
  test('follows each choice', async () => {
    const pool = createPool({ threads });
    try {
      const field = { kind: 'module', url, export: 'chosen' } as const;
      for (const choice of ['auto', 'scalar', 'simd', 'scalar', 'auto'] as const) {
        chooseKernels(choice);
        // Enough rows that every thread takes some.
        const out = await evaluateField(pool, field, 'velocity', 0, new Float64Array(5000), { dim: 1 });
        expect(new Set(out)).toEqual(new Set([CODES[choice]]));
      }
    } finally {
      await pool.close();
    }
  });
});

test('a supervised thread follows', async () => {
  const printed: string[] = [];
  const list = async (choice: KernelChoice, query: string): Promise<void> => {
    chooseKernels(choice);
    const source = { kind: 'module', url: `${url}?${query}`, shown: 'kernels.mjs' };
    await threads.run([{ task: 'list', source }], { limit: 20_000 });
  };
  const threads = supervise(1, 'law-worker.js', (text) => printed.push(text));
  try {
    await list('scalar', 'first');
    await list('simd', 'second');
  } finally {
    await threads.close();
  }
  expect(printed.join('')).toBe('kernels: scalar\nkernels: simd\n');
});
