import { createPool, evaluateField, solveParallel, type WorkerPool } from 'flowproof/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openShare } from '../../src/parallel/tiles.ts';
import { euler, solve } from '../../src/solvers/index.ts';
import { failing } from './fixtures/fields.mjs';
import { fieldModule, rejection } from './support.ts';

const library = new URL('../../dist/errors.js', import.meta.url).href;

let pools: WorkerPool[] = [];
const open = (options: Parameters<typeof createPool>[0]): WorkerPool => {
  const pool = createPool(options);
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

/** One column; the rows of some tiles carry a value that makes the field fail. */
function rowsWith(bad: Record<number, number>, rows = 2000): Float64Array {
  const x = new Float64Array(rows);
  for (const [row, value] of Object.entries(bad)) x[Number(row)] = value;
  return x;
}
const velocity = (
  pool: WorkerPool,
  args: unknown,
  x: Float64Array,
  name = 'failing',
): Promise<Float64Array> => evaluateField(pool, fieldModule(name, args), 'velocity', 0.5, x, { dim: 1 });
const works = async (pool: WorkerPool): Promise<void> => {
  expect(await velocity(pool, { kind: 'throw' }, new Float64Array(600))).toHaveLength(600);
};

// The classes live in the built package here, so errors are recognised by name and code.
describe.each([1, 3])('on %d threads', (threads) => {
  let shared: WorkerPool;
  beforeAll(() => {
    shared = createPool({ threads });
  });
  afterAll(() => shared.close());

  test('a typed error arrives with its class and fields, from the lowest tile', async () => {
    const pool = shared;
    const x = rowsWith({ 1900: 3, 700: 2, 300: 1 });
    const error = await rejection(velocity(pool, { library, at: 1 }, x, 'poleAt'));
    expect(error).toMatchObject({
      name: 'PoleError',
      code: 'pole',
      argument: 't',
      expected: 'no pole',
      received: '0.5 at 1',
      wayOut: 'stop before',
    });
    await works(pool);
  });

  test('any other error is a WorkerError with its message, from the lowest tile', async () => {
    const pool = shared;
    const x = rowsWith({ 1900: 3, 700: 2, 300: 1 });
    const error = await rejection(velocity(pool, { kind: 'throw', at: 1 }, x));
    expect(error).toMatchObject({ name: 'WorkerError', received: 'RangeError: no value at 1' });
    const text = await rejection(velocity(pool, { kind: 'throw a string' }, x));
    expect(text).toMatchObject({ name: 'WorkerError', received: 'just text' });
    await works(pool);
  });

  test('a divergence names the step, time and row that solve would name', async () => {
    const pool = shared;
    const x0 = rowsWith({ 1900: 3, 700: 2, 300: 1 });
    const options = { dim: 1, solver: euler, steps: 4 };
    const spec = { kind: 'nan', at: 1 };
    const direct = await rejection((async () => solve(failing(spec), x0, options))());
    const error = await rejection(solveParallel(pool, fieldModule('failing', spec), x0, options));
    expect(error).toMatchObject({ name: 'DivergenceError', message: (direct as Error).message });
    expect((error as Error).message).toMatch(/step 1 of 4, t = 0\.25, row 300/);
  });

  test('bad input is refused before any thread is asked', async () => {
    const pool = shared;
    const spec = fieldModule('swirl');
    const x = new Float64Array(4);
    const codes = await Promise.all(
      [
        evaluateField(pool, spec, 'speed' as never, 0.5, x, { dim: 2 }),
        evaluateField(pool, spec, 'velocity', NaN, x, { dim: 2 }),
        evaluateField(pool, spec, 'velocity', 1.5, x, { dim: 2 }),
        evaluateField(pool, spec, 'velocity', 0.5, x),
        evaluateField(pool, spec, 'velocity', 0.5, Float64Array.of(NaN, 0), { dim: 2 }),
        evaluateField(pool, spec, 'score', 0.5, x, { dim: 2 }),
        solveParallel(pool, spec, x, { dim: 2, solver: euler, steps: 0 }),
        solveParallel(pool, spec, x, undefined as never),
        pool.run('no such handler', []),
        pool.run('toString', []),
        pool.run('field', new Array(threads + 1).fill(0), { coupled: true }),
        evaluateField(pool, { kind: 'none' } as never, 'velocity', 0.5, x, { dim: 2 }),
      ].map(async (promise) => ((await rejection(promise)) as { code: string }).code),
    );
    expect(codes).toEqual(new Array(codes.length).fill('argument'));
    const shape = await rejection(evaluateField(pool, spec, 'velocity', 0.5, x, { dim: 4 }));
    expect(shape).toMatchObject({ name: 'ShapeError', expected: '2 columns, the dimension of the field' });
    await works(pool);
  });

  test('a message that cannot be sent is a WorkerError, or works where nothing is sent', async () => {
    const pool = shared;
    const result = pool.run('field', [{ spec: () => {} }]);
    expect(await rejection(result)).toMatchObject({ name: threads === 1 ? 'ArgumentError' : 'WorkerError' });
    await works(pool);
  });

  test('after close every run is a WorkerError; closing again is harmless', async () => {
    const pool = open({ threads });
    await works(pool);
    await Promise.all([pool.close(), pool.close()]);
    await pool.close();
    const late = await rejection(velocity(pool, { kind: 'throw' }, new Float64Array(1)));
    expect(late).toMatchObject({ name: 'WorkerError', argument: 'pool', received: 'one after close()' });
    expect(await rejection(pool.release(1))).toMatchObject({ name: 'WorkerError' });
  });

  test('an abort before the start is an InterruptedError', async () => {
    const pool = shared;
    const run = pool.run('field', [{}], { signal: AbortSignal.abort() });
    expect(await rejection(run)).toMatchObject({ name: 'InterruptedError' });
    await works(pool);
  });
});

/** Whatever becomes of its workers, the pool serves the next test. */
describe('on one pool of two threads', () => {
  let pool: WorkerPool;
  beforeAll(() => {
    pool = createPool({ threads: 2 });
  });
  afterAll(() => pool.close());

  describe('a lost worker', () => {
    test('that exits is a WorkerError, and the pool goes on with a new one', async () => {
      const error = await rejection(velocity(pool, { kind: 'exit' }, rowsWith({ 300: 1 })));
      expect(error).toMatchObject({ name: 'WorkerError', argument: 'worker of field' });
      expect((error as Error).message).toContain('exited with code: 7');
      await works(pool);
    });

    test('that runs out of memory is a WorkerError, and the pool goes on with a new one', async () => {
      const pool = open({ threads: 2, maxMemoryMb: 24 });
      const error = await rejection(velocity(pool, { kind: 'memory' }, rowsWith({ 300: 1 })));
      expect(error).toMatchObject({ name: 'WorkerError' });
      expect((error as Error).message).toContain('memory');
      await works(pool);
    });

    test('takes the rest of its run with it, even where that would never end', async () => {
      const never = { spec: fieldModule('failing', { kind: 'never' }) };
      const exit = { spec: fieldModule('failing', { kind: 'exit' }) };
      const rest = () => ({
        quantity: 'velocity',
        t: 0,
        dim: 1,
        ...openShare(1),
        x: Float64Array.of(1),
        out: new Float64Array(1),
      });
      const run = pool.run('field', [
        { ...never, ...rest() },
        { ...exit, ...rest() },
      ]);
      expect(await rejection(run)).toMatchObject({ name: 'WorkerError' });
      await works(pool);
    });

    test('among coupled messages one typed failure ends all', async () => {
      const rest = () => ({
        quantity: 'velocity',
        t: 0,
        dim: 1,
        ...openShare(1),
        x: Float64Array.of(1),
        out: new Float64Array(1),
      });
      const run = pool.run(
        'field',
        [
          { ...rest(), spec: fieldModule('failing', { kind: 'never' }) },
          { ...rest(), spec: { kind: 'wrong' } },
        ],
        { coupled: true },
      );
      expect(await rejection(run)).toMatchObject({ name: 'ArgumentError', argument: 'spec.kind' });
      await works(pool);
    });
  });

  describe('an abort', () => {
    test('ends threads that would never return, and the pool goes on with new ones', async () => {
      const abort = new AbortController();
      const options = { dim: 1, solver: euler, steps: 2, signal: abort.signal };
      const run = solveParallel(
        pool,
        fieldModule('failing', { kind: 'never' }),
        rowsWith({ 0: 1, 300: 1 }),
        options,
      );
      setTimeout(() => abort.abort(), 100);
      expect(await rejection(run)).toMatchObject({ name: 'InterruptedError' });
      await works(pool);
    });

    test('leaves no thread that still writes to shared memory', async () => {
      const counter = new Int32Array(new SharedArrayBuffer(4));
      for (let round = 0; round < 2; round++) {
        const abort = new AbortController();
        const spec = fieldModule('counting', { counter });
        const options = { dim: 1, solver: euler, steps: 1, signal: abort.signal };
        counter[0] = 0;
        const run = rejection(solveParallel(pool, spec, new Float64Array(600), options));
        while (Atomics.load(counter, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 2));
        abort.abort();
        expect(await run).toMatchObject({ name: 'InterruptedError' });
        const atRejection = Atomics.load(counter, 0);
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(Atomics.load(counter, 0)).toBe(atRejection);
      }
    });

    test('of one waiting run leaves the others alone', async () => {
      const abort = new AbortController();
      const first = velocity(pool, { kind: 'throw' }, new Float64Array(600));
      const second = pool.run('field', [{}], { signal: abort.signal });
      abort.abort();
      expect(await rejection(second)).toMatchObject({ name: 'InterruptedError' });
      expect(await first).toHaveLength(600);
    });

    test('interrupts one thread between its tiles, where the event loop can bring it', async () => {
      const pool = open({ threads: 1 });
      const abort = new AbortController();
      const options = { dim: 2, solver: euler, steps: 100, signal: abort.signal };
      const run = solveParallel(pool, fieldModule('swirl'), new Float64Array(2 * 400_000), options);
      setTimeout(() => abort.abort(), 20);
      expect(await rejection(run)).toMatchObject({ name: 'InterruptedError' });
    });
  });
});

test('close interrupts what still runs', async () => {
  const pool = open({ threads: 2 });
  const run = velocity(pool, { kind: 'never' }, rowsWith({ 0: 1 }));
  const waiting = velocity(pool, { kind: 'throw' }, new Float64Array(1));
  const outcomes = Promise.all([rejection(run), rejection(waiting)]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await pool.close();
  const [running, queued] = await outcomes;
  expect(running).toMatchObject({ name: 'InterruptedError' });
  expect(queued).toMatchObject({ name: 'WorkerError', argument: 'pool' });
});

test('two coupled runs at once do not wait for each other', async () => {
  const pool = open({ threads: 3 });
  await Promise.all(Array.from({ length: 5 }, () => pool.release(pool.session())));
});

test.each([0, -1, 1.5, NaN, '2' as never, 5000])('threads = %s is refused', (threads) => {
  expect(() => createPool({ threads })).toThrow(/threads: expected an integer in \[1, 1024\]/);
});

test('a memory limit must leave room for a worker', () => {
  expect(() => createPool({ threads: 2, maxMemoryMb: 1 })).toThrow(/maxMemoryMb/);
});
