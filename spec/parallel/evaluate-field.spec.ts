/** What evaluateField does beside the bits (bits.spec.ts): who works, which memory it reads and writes, and how it is stopped. */
import { createPool, evaluateField, type WorkerPool } from 'flowproof/node';
import ndarray from 'ndarray';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { marginalField } from '../../src/fields/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { bits, fieldModule, lattice, rejection } from './support.ts';

const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.25] });
const field = marginalField({ schedule: condOT, target });
const spec = field.spec!;
const ROWS = 3000;

let pool: WorkerPool;
beforeAll(() => {
  pool = createPool({ threads: 3 });
});
afterAll(() => pool.close());

function direct(x: FloatArray): FloatArray {
  const out = x.slice();
  field.velocity(0.5, x, out);
  return out;
}

const sharedCopy = (a: FloatArray): FloatArray => {
  const copy = new (a.constructor as new (buffer: SharedArrayBuffer) => FloatArray)(
    new SharedArrayBuffer(a.byteLength),
  );
  copy.set(a);
  return copy;
};

describe('this thread', () => {
  /** Tiles that this thread asks for during `work`; one more than there are, when it takes all. */
  async function asked(work: () => Promise<unknown>): Promise<number> {
    const add = vi.spyOn(Atomics, 'add');
    try {
      await work();
      // The counter of tiles is the only one of one word.
      return add.mock.calls.filter(([words]) => words.length === 1).length;
    } finally {
      add.mockRestore();
    }
  }

  test('takes part with fields of the library, and leaves modules of users to the workers', async () => {
    const x = lattice(Float64Array, ROWS, 1);
    expect(await asked(() => evaluateField(pool, spec, 'velocity', 0.5, x, { dim: 1 }))).toBeGreaterThan(0);
    const swirl = fieldModule('swirl');
    expect(await asked(() => evaluateField(pool, swirl, 'velocity', 0.5, x, { dim: 2 }))).toBe(0);
  });

  test('does a single tile alone', async () => {
    const x = lattice(Float64Array, 256, 1);
    expect(await asked(() => evaluateField(pool, spec, 'velocity', 0.5, x, { dim: 1 }))).toBe(2);
  });

  test('keeps the field of a session until it is released', async () => {
    const other = marginalField({ schedule: cosine, target }).spec!;
    const x = lattice(Float64Array, 10, 1);
    const session = pool.session();
    const ask = (which: typeof spec) =>
      evaluateField(pool, which, 'velocity', 0.5, x, { dim: 1, session }).then(bits);
    const before = await ask(spec);
    expect(await ask(other)).toEqual(before);
    await pool.release(session);
    expect(await ask(other)).not.toEqual(before);
    await pool.release(session);
  });

  test('stops at an abort, and the pool goes on working', async () => {
    const many = gaussianMixture({
      weights: new Array(400).fill(1 / 400),
      means: Array.from({ length: 400 }, (_, k) => [k / 100]),
      stds: new Array(400).fill(0.5),
    });
    const slow = marginalField({ schedule: condOT, target: many }).spec!;
    const x = lattice(Float64Array, 2_000_000, 1);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 60);
    const tiles = await asked(async () => {
      const run = evaluateField(pool, slow, 'dtLogDensity', 0.5, x, { dim: 1, signal: abort.signal });
      expect(await rejection(run)).toMatchObject({ name: 'InterruptedError', received: 'an abort' });
    });
    expect(tiles).toBeLessThan(2_000_000 / 256 / 2);
    const few = lattice(Float64Array, ROWS, 1);
    expect(bits(await evaluateField(pool, spec, 'velocity', 0.5, few, { dim: 1 }))).toEqual(
      bits(direct(few)),
    );
  });

  test('hands over its own errors with their type', async () => {
    const x = lattice(Float64Array, ROWS, 1);
    const lacking = evaluateField(
      pool,
      { ...spec, schedule: { kind: 'none' } } as never,
      'velocity',
      0.5,
      x,
      {
        dim: 1,
      },
    );
    expect(await rejection(lacking)).toMatchObject({ code: 'argument' });
    const narrow = evaluateField(pool, spec, 'velocity', 0.5, x, { dim: 2 });
    expect(await rejection(narrow)).toMatchObject({ name: 'ShapeError', argument: 'x' });
  });
});

describe('out', () => {
  const rows = [7, 256, ROWS];
  const forms = [
    ['plain', (a: FloatArray) => a],
    ['shared', sharedCopy],
  ] as const;

  test.each([Float32Array, Float64Array])(
    'holds what is returned, wherever x and out lie: %o',
    async (Type) => {
      for (const count of rows) {
        const x = lattice(Type, count, 1);
        const expected = bits(direct(x));
        for (const [, xForm] of forms) {
          for (const [, outForm] of forms) {
            const out = outForm(new Type(count));
            const given = xForm(x);
            const result = await evaluateField(pool, spec, 'velocity', 0.5, given, { dim: 1, out });
            expect(result).toBe(out);
            expect(bits(out)).toEqual(expected);
            expect(bits(given)).toEqual(bits(x));
          }
        }
      }
    },
  );

  test('is what an ndarray comes back in', async () => {
    const x = lattice(Float64Array, ROWS, 1);
    const out = new Float64Array(ROWS);
    const result = await evaluateField(pool, spec, 'velocity', 0.5, ndarray(x as FloatArray, [ROWS, 1]), {
      out,
    });
    expect(result.shape).toEqual([ROWS, 1]);
    expect(result.data).toBe(out);
    expect(bits(out)).toEqual(bits(direct(x)));
  });

  test('of another length, type or of the memory of x is refused', async () => {
    const x = lattice(Float64Array, 300, 1);
    const both = new Float64Array(600);
    const refusals = [
      [x, new Float64Array(299), 'ShapeError'],
      [x, new Float32Array(300), 'ArgumentError'],
      [x, x, 'ArgumentError'],
      [both.subarray(0, 300), both.subarray(299, 599), 'ArgumentError'],
    ] as const;
    for (const [points, out, name] of refusals) {
      const run = evaluateField(pool, spec, 'velocity', 0.5, points, { dim: 1, out });
      expect(await rejection(run)).toMatchObject({ name, argument: 'out' });
    }
    const beside = { dim: 1, out: both.subarray(300) };
    both.set(x);
    await evaluateField(pool, spec, 'velocity', 0.5, both.subarray(0, 300), beside);
    expect(bits(both.subarray(300))).toEqual(bits(direct(x)));
  });
});
