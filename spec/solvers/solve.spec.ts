import fc from 'fast-check';
import ndarray from 'ndarray';
import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { ArgumentError, DivergenceError, PoleError, ShapeError } from '../../src/errors.ts';
import { euler, heun, rk4, type SolveOptions, type Tableau } from '../../src/solvers/index.ts';
import { type SolvableField, solve } from '../../src/solvers/solve.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { bits, riccati, swirl } from './problems.ts';

const still: VelocityFunction = (_, __, out) => void out.fill(0);

describe('what a solution holds', () => {
  test.each([euler, heun, rk4])('$name: nfe is the number of calls really made', (solver) => {
    for (const steps of [1, 2, 7]) {
      let calls = 0;
      const counted: VelocityFunction = (t, x, out) => {
        calls++;
        swirl(t, x, out);
      };
      const { nfe } = solve(counted, new Float64Array(6), { dim: 2, solver, steps });
      expect(nfe).toBe(calls);
      expect(nfe).toBe(steps * solver.b.length);
    }
  });

  test('times and path: N + 1 points, the first is x₀ and the last is x', () => {
    const x0 = new Float32Array([1, 2, 3, 4]);
    const { x, times, path } = solve(swirl, x0, {
      dim: 2,
      solver: heun,
      steps: 5,
      from: 0.25,
      to: 0.75,
      path: true,
    });
    expect([...times]).toEqual([0, 1, 2, 3, 4, 5].map((i) => (i === 5 ? 0.75 : 0.25 + 0.5 * (i / 5))));
    expect(path).toHaveLength(6 * 4);
    expect([...path!.slice(0, 4)]).toEqual([...x0]);
    expect([...path!.slice(20)]).toEqual([...x]);
  });

  test('a longer path holds the ends of the shorter solutions', () => {
    const { path, times } = solve(swirl, new Float64Array([1, -1]), {
      dim: 2,
      solver: rk4,
      steps: 8,
      path: true,
    });
    for (const i of [1, 2, 4]) {
      const { x } = solve(swirl, new Float64Array([1, -1]), { dim: 2, solver: rk4, steps: i, to: times[i]! });
      expect([...path!.slice(2 * i, 2 * i + 2)]).toEqual([...x]);
    }
  });

  test('no path unless asked for', () => {
    expect('path' in solve(still, new Float64Array(1), { dim: 1, solver: euler, steps: 1 })).toBe(false);
  });

  test('x₀ is unchanged, and the result is another buffer of the same type', () => {
    for (const Type of [Float32Array, Float64Array]) {
      const x0 = new Type([1, 2]);
      const { x } = solve(riccati, x0, { dim: 1, solver: rk4, steps: 3 });
      expect([...x0]).toEqual([1, 2]);
      expect(x).toBeInstanceOf(Type);
      expect(x.buffer).not.toBe(x0.buffer);
    }
  });

  test('the field sees every time of its stages, the last one exactly at the end', () => {
    const seen: number[] = [];
    const watch: VelocityFunction = (t, _, out) => {
      seen.push(t);
      out.fill(0);
    };
    solve(watch, new Float64Array(1), { dim: 1, solver: rk4, steps: 3, from: 0.1, to: 0.7 });
    expect(seen[0]).toBe(0.1);
    expect(seen.at(-1)).toBe(0.7);
    expect(Math.max(...seen)).toBe(0.7);
    expect(seen[3]).toBe(seen[4]);
    expect(seen[1]).toBe(seen[2]);
  });

  test('no rows are no rows', () => {
    expect(solve(swirl, new Float32Array(0), { dim: 2, solver: rk4, steps: 2 }).x).toHaveLength(0);
  });
});

describe('ndarrays', () => {
  test('of any stride give the bits of the dense buffer, in the same shape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.boolean(),
        (rows, transposed, reversed) => {
          const dense = Float64Array.from({ length: rows * 2 }, (_, i) => (i * 7) % 5);
          let view = ndarray(dense.slice() as FloatArray, [rows, 2]);
          if (transposed) {
            const columns = new Float64Array(rows * 2);
            for (let i = 0; i < rows; i++)
              for (let j = 0; j < 2; j++) columns[j * rows + i] = dense[2 * i + j]!;
            view = ndarray(columns as FloatArray, [2, rows]).transpose(1, 0);
          }
          if (reversed) {
            view = view.step(-1, 1);
            for (let i = 0; i < rows; i++) for (let j = 0; j < 2; j++) view.set(i, j, dense[2 * i + j]!);
          }
          const plain = solve(swirl, dense, { dim: 2, solver: heun, steps: 4, path: true });
          const { x, path } = solve(swirl, view, { solver: heun, steps: 4, path: true });
          expect(x.shape).toEqual([rows, 2]);
          expect(path!.shape).toEqual([5, rows, 2]);
          expect(bits(x.data)).toEqual(bits(plain.x));
          expect(bits(path!.data)).toEqual(bits(plain.path!));
        },
      ),
    );
  });

  test('a field object keeps its this, and its dim stands for the columns of a buffer', () => {
    const field = {
      dim: 2,
      slope: 3,
      velocity(_: number, __: FloatArray, out: FloatArray): void {
        out.fill(this.slope);
      },
    };
    expect([...solve(field, new Float64Array(4), { solver: euler, steps: 2 }).x]).toEqual([3, 3, 3, 3]);
  });
});

describe('bad input', () => {
  const good: SolveOptions = { dim: 1, solver: euler, steps: 2 };
  const run = (options: Partial<SolveOptions> | null): unknown =>
    solve(still, new Float64Array(2), options === null ? (null as never) : { ...good, ...options });

  test.each<[string, Partial<SolveOptions>, string]>([
    ['no steps', { steps: 0 }, 'steps'],
    ['half a step', { steps: 2.5 }, 'steps'],
    ['NaN steps', { steps: NaN }, 'steps'],
    ['steps as text', { steps: '8' as never }, 'steps'],
    ['a start before 0', { from: -1e-9 }, 'from'],
    ['a start that is NaN', { from: NaN }, 'from'],
    ['an end after 1', { to: 1 + 2 ** -52 }, 'to'],
    ['an infinite end', { to: Infinity }, 'to'],
    ['an empty interval', { from: 0.5, to: 0.5 }, 'to'],
    ['no columns', { dim: 0 }, 'dim'],
    ['a solver by name', { solver: 'rk4' as never }, 'solver'],
    ['no solver', { solver: undefined as unknown as Tableau }, 'solver'],
  ])('%s is an ArgumentError that names it', (_, options, argument) => {
    let thrown: unknown;
    try {
      run(options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ArgumentError);
    expect((thrown as ArgumentError).argument).toBe(argument);
  });

  test('wrong forms of field, options and x₀', () => {
    const call =
      (field: unknown, x0: unknown, options: unknown): (() => unknown) =>
      () =>
        solve(field as SolvableField, x0 as Float64Array, options as SolveOptions);
    expect(() => run(null)).toThrow(ArgumentError);
    expect(call(undefined, new Float64Array(2), good)).toThrow(ArgumentError);
    expect(call({}, new Float64Array(2), good)).toThrow(ArgumentError);
    expect(call(still, new Float64Array(3), { ...good, dim: 2 })).toThrow(ShapeError);
    expect(call(still, [1, 2], good)).toThrow(ShapeError);
    expect(call(still, undefined, good)).toThrow(ShapeError);
    expect(call(still, ndarray(new Float64Array(3), [3]), good)).toThrow(ShapeError);
    expect(call(still, ndarray(new Float64Array(4), [2, 2]), good)).toThrow(ShapeError);
    expect(call(still, new Float64Array(2), { solver: euler, steps: 1 })).toThrow(/dim/);
    expect(call({ dim: 2, velocity: still }, new Float64Array(3), good)).toThrow(ShapeError);
    expect(call(still, new Float64Array([1, NaN]), good)).toThrow(/x0\[1\]/);
    expect(call(still, new Float32Array([Infinity]), good)).toThrow(/x0\[0\]/);
  });
});

describe('a field that leaves the finite numbers', () => {
  const breaking =
    (value: number, from: number): VelocityFunction =>
    (t, _, out) => {
      out.fill(0);
      if (t >= from) out[3] = value;
    };

  test.each([NaN, Infinity, -Infinity])('%d is a DivergenceError naming step, t and row', (value) => {
    for (const Type of [Float32Array, Float64Array]) {
      for (const compensated of [false, true]) {
        const run = (): unknown =>
          solve(breaking(value, 0.5), new Type(6), { dim: 2, solver: euler, steps: 4, compensated });
        expect(run).toThrow(DivergenceError);
        // The third step starts at 0.5 and ends at 0.75; element 3 is in row 1.
        expect(run).toThrow(/step 3 of 4, t = 0\.75, row 1/);
      }
    }
  });

  test('a state that grows over the largest number is one too', () => {
    const explode: VelocityFunction = (_, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i]! * x[i]!;
    };
    expect(() => solve(explode, new Float32Array([1e20]), { dim: 1, solver: euler, steps: 4 })).toThrow(
      DivergenceError,
    );
  });

  test('a field that leaves part of out unwritten is told so, instead of standing still', () => {
    const half: VelocityFunction = (_, __, out) => void (out[0] = 1);
    for (const Type of [Float32Array, Float64Array]) {
      const run = (): unknown => solve(half, new Type(2), { dim: 1, solver: rk4, steps: 4 });
      expect(run).toThrow(/row 1: .*write every element of out/);
    }
  });

  test("the field's own error passes through", () => {
    const pole: VelocityFunction = (t, _, out) => {
      out.fill(0);
      if (t === 1) throw new PoleError({ argument: 't', expected: 't < 1', received: '1' });
    };
    expect(() => solve(pole, new Float64Array(1), { dim: 1, solver: heun, steps: 4 })).toThrow(PoleError);
    expect(() => solve(pole, new Float64Array(1), { dim: 1, solver: euler, steps: 4 })).not.toThrow();
  });
});
