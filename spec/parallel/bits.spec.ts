import fc from 'fast-check';
import { createPool, evaluateField, type FieldSpec, solveParallel, type WorkerPool } from 'flowproof/node';
import ndarray from 'ndarray';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { marginalField } from '../../src/fields/index.ts';
import { learnedField } from '../../src/fields/learned-field.ts';
import { initialise, mlp } from '../../src/nn/index.ts';
import { key } from '../../src/random/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';
import { ab3, dpmSolver, euler, gl4, heun, rk4, solve, uniPc } from '../../src/solvers/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { swirl } from './fixtures/fields.mjs';
import { bits, fieldModule, lattice } from './support.ts';

const THREADS = [1, 3, 8];
let pools: WorkerPool[];

beforeAll(() => {
  pools = THREADS.map((threads) => createPool({ threads }));
});
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

const field = swirl();
const spec = fieldModule('swirl');
const dtype = fc.constantFrom(Float32Array, Float64Array);
// Row counts around the tile edges, where a partition would go wrong.
const rows = fc.oneof(
  fc.integer({ min: 0, max: 1500 }),
  fc.constantFrom(0, 1, 255, 256, 257, 511, 512, 513, 2048, 2049),
);

describe('the same bits for 1, 3 and 8 threads as without a pool', () => {
  test('solveParallel', async () => {
    await fc.assert(
      fc.asyncProperty(
        dtype,
        rows,
        fc.record({
          solver: fc.constantFrom(euler, heun, rk4),
          steps: fc.integer({ min: 1, max: 4 }),
          path: fc.boolean(),
          compensated: fc.boolean(),
          ends: fc.constantFrom([0, 1], [1, 0], [0.25, 0.75]),
        }),
        async (Type, n, { ends, ...chosen }) => {
          const [from, to] = ends as [number, number];
          const options = { ...chosen, from, to, dim: 2 };
          const x0 = lattice(Type, n, 2);
          const direct = solve(field, x0, options);
          for (const pool of pools) {
            const { x, nfe, times, path } = await solveParallel(pool, spec, x0, options);
            expect(x).toBeInstanceOf(Type);
            expect(bits(x)).toEqual(bits(direct.x));
            expect(path && bits(path)).toEqual(direct.path && bits(direct.path));
            expect(nfe).toBe(direct.nfe);
            expect(times).toEqual(direct.times);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  test('solveParallel with solvers that hold functions, iterate or remember, on uneven times', async () => {
    const x0 = lattice(Float32Array, 600, 2);
    for (const solver of [
      ab3,
      gl4,
      dpmSolver({ order: 3, schedule: { ...condOT } }),
      uniPc({ order: 2, schedule: { ...condOT } }),
    ]) {
      const options = { solver, grid: [0, 0.2, 0.25, 0.7, 1], dim: 2, lastStep: euler };
      const direct = solve(field, x0, options);
      const { x, times, accepted, rejected } = await solveParallel(pools[1]!, spec, x0, options);
      expect(bits(x)).toEqual(bits(direct.x));
      expect([[...times], accepted, rejected]).toEqual([options.grid, 4, 0]);
    }
  });

  test('evaluateField, vectors and scalars', async () => {
    await fc.assert(
      fc.asyncProperty(
        dtype,
        rows,
        fc.constantFrom('velocity' as const, 'divergence' as const),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (Type, n, quantity, t) => {
          const x = lattice(Type, n, 2);
          const direct = new Type(quantity === 'velocity' ? 2 * n : n) as FloatArray;
          field[quantity](t, x, direct);
          for (const pool of pools) {
            const value = await evaluateField(pool, spec, quantity, t, x, { dim: 2 });
            expect(bits(value)).toEqual(bits(direct));
          }
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe('fields of the library on three threads', () => {
  const quantities = [
    'velocity',
    'score',
    'logDensity',
    'dtLogDensity',
    'divergence',
    'conditionalVariance',
  ] as const;

  test('a marginal field: every quantity and a solution, as called directly', async () => {
    const target = gaussianMixture({
      weights: [0.3, 0.7],
      means: [
        [-2, 0.5],
        [1.5, 1],
      ],
      stds: [0.5, 0.25],
    });
    const marginal = marginalField({ schedule: cosine, target });
    const x = lattice(Float64Array, 700, 2);
    const solved = solve(marginal, x, { solver: heun, steps: 4 });
    for (const quantity of quantities) {
      const direct = new Float64Array(['velocity', 'score'].includes(quantity) ? x.length : 700);
      marginal[quantity](0.625, x, direct);
      const value = await evaluateField(pools[1]!, marginal.spec!, quantity, 0.625, x, { dim: 2 });
      expect(bits(value)).toEqual(bits(direct));
    }
    const { x: end } = await solveParallel(pools[1]!, marginal.spec!, x, { dim: 2, solver: heun, steps: 4 });
    expect(bits(end)).toEqual(bits(solved.x));
  });

  test('a learned field with shared parameters, a class and guidance, as called directly', async () => {
    const config = {
      dim: 2,
      hidden: [24, 16],
      activation: 'silu',
      time: { kind: 'input' },
      classes: 3,
    } as const;
    const net = mlp(config);
    const params = new Float32Array(new SharedArrayBuffer(4 * net.parameterCount));
    params.set(initialise(net, key(5)));
    const options = { params, label: 1, guidance: 1.5 };
    const learned = learnedField({ mlp: net, ...options });
    const spec: FieldSpec = { kind: 'learned', config, ...options };
    for (const Type of [Float32Array, Float64Array]) {
      const x = lattice(Type, 700, 2);
      const solved = solve(learned, x, { solver: rk4, steps: 3 });
      const divergence = new Type(700) as FloatArray;
      learned.divergence(0.25, x, divergence);
      const { x: end } = await solveParallel(pools[1]!, spec, x, { dim: 2, solver: rk4, steps: 3 });
      expect(bits(end)).toEqual(bits(solved.x));
      const traced = await evaluateField(pools[1]!, spec, 'divergence', 0.25, x, { dim: 2 });
      expect(bits(traced)).toEqual(bits(divergence));
    }
  });
});

test('256 points are shared where they go through a network, and one tile elsewhere', async () => {
  const asked: number[] = [];
  const pool = pools[1]!;
  const counting: WorkerPool = {
    ...pool,
    run: (handler, messages, options) => {
      asked.push(messages.length);
      return pool.run(handler, messages, options);
    },
  };
  const config = { dim: 2, hidden: [4], activation: 'silu', time: { kind: 'input' } } as const;
  const learned: FieldSpec = { kind: 'learned', config, params: initialise(mlp(config), key(1)) };
  for (const of of [learned, spec]) {
    await solveParallel(counting, of, lattice(Float32Array, 256, 2), { dim: 2, solver: euler, steps: 1 });
  }
  expect(asked).toEqual([3, 1]);
});

describe('forms of x', () => {
  test('an ndarray comes back as an ndarray, outside shared memory, and the input is unchanged', async () => {
    const pool = pools[1]!;
    const data = lattice(Float64Array, 300, 2);
    const x0 = ndarray(data.slice() as FloatArray, [2, 300]).transpose(1, 0);
    const before = x0.data.slice();
    const { x, path } = await solveParallel(pool, spec, x0, { solver: heun, steps: 2, path: true });
    expect(x.shape).toEqual([300, 2]);
    expect(path!.shape).toEqual([3, 300, 2]);
    expect(x.data.buffer).toBeInstanceOf(ArrayBuffer);
    expect(bits(x.data)).toEqual(bits(solve(field, x0, { solver: heun, steps: 2 }).x.data));
    const u = await evaluateField(pool, spec, 'velocity', 0.5, x0);
    const d = await evaluateField(pool, spec, 'divergence', 0.5, x0);
    expect([u.shape, d.shape]).toEqual([[300, 2], [300]]);
    expect(bits(x0.data)).toEqual(bits(before as FloatArray));
  });

  test('arguments of a module field reach it', async () => {
    const x = lattice(Float64Array, 2, 2);
    const once = await evaluateField(pools[1]!, fieldModule('swirl', { scale: 1 }), 'velocity', 0.5, x, {
      dim: 2,
    });
    const twice = await evaluateField(pools[1]!, fieldModule('swirl', { scale: 2 }), 'velocity', 0.5, x, {
      dim: 2,
    });
    expect([...twice]).toEqual([...once].map((v) => 2 * v));
  });
});

describe('sessions', () => {
  const velocity = async (pool: WorkerPool, session?: number): Promise<number> => {
    const options = { dim: 1, ...(session !== undefined && { session }) };
    // One row lies in one tile, so it is built on the thread of the first message.
    return (
      await evaluateField(pool, fieldModule('counted'), 'velocity', 0, new Float64Array(1), options)
    )[0]!;
  };

  test('keep a field on its threads until released', async () => {
    for (const threads of [1, 2]) {
      const pool = createPool({ threads });
      try {
        const session = pool.session();
        expect(pool.session()).not.toBe(session);
        // Several rounds, so that every thread has built its own; from then on no number can grow.
        const warm: number[] = [];
        for (let i = 0; i < 6; i++) warm.push(await velocity(pool, session));
        const most = Math.max(...warm);
        for (let i = 0; i < 6; i++) expect(await velocity(pool, session)).toBeLessThanOrEqual(most);
        await pool.release(session);
        expect(await velocity(pool, session)).toBeGreaterThan(Math.min(...warm));
        await pool.release(session);
      } finally {
        await pool.close();
      }
    }
  });
});
