/** The solver at the limits of its arguments, and the place of every state in a long path. */
import ndarray from 'ndarray';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { euler, solve, type Tableau } from '../../src/solvers/index.ts';
import { equalRational, rational } from '../../src/solvers/rational.ts';
import { method } from '../../src/solvers/tableau.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';

const one: VelocityFunction = (_, x, out) => void out.fill(1, 0, x.length);

test('a path holds state i at i·size, however large a state is', () => {
  // ẋ = 1 from 5: after i of 4 steps every element is 5 + i/4. 300 elements: an offset of 1 % would be three of them.
  const { path } = solve(one, new Float64Array(300).fill(5), { dim: 1, solver: euler, steps: 4, path: true });
  expect(path).toEqual(Float64Array.from({ length: 1500 }, (_, at) => 5 + Math.floor(at / 300) / 4));
});

describe('times', () => {
  test.each([
    ['from', { from: 1.005, to: 0.5 }],
    ['from', { from: -0.005 }],
    ['to', { to: 1.005 }],
    ['to', { to: -0.005, from: 0.5 }],
  ])('%s outside [0, 1] is refused, however little: %o', (name, times) => {
    const call = (): unknown =>
      solve(one, new Float64Array(1), { dim: 1, solver: euler, steps: 1, ...times });
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(new RegExp(`^${name}: expected`));
  });
});

describe('an ndarray', () => {
  test('may have a single column, and not none', () => {
    const { x } = solve(one, ndarray(new Float64Array(3), [3, 1]), { solver: euler, steps: 2 });
    expect([x.get(0, 0), x.get(1, 0), x.get(2, 0), x.shape]).toEqual([1, 1, 1, [3, 1]]);
    expect(() => solve(one, ndarray(new Float64Array(0), [3, 0]), { solver: euler, steps: 2 })).toThrow(
      /^x0\.shape\[1\]: expected an integer >= 1/,
    );
  });
});

describe('a tableau', () => {
  test('must start at the start: its first row is checked like the others', () => {
    const late: Tableau = { name: 'late', order: 1, c: ['1/2'], a: [[]], b: ['1'] };
    expect(() => method(late)).toThrow(/^solver\.a\[0\]: expected a row sum of 1\/2/);
  });
});

describe('what solve is given', () => {
  const x0 = new Float64Array([1, 2, 3, 4]);
  const plane = { dim: 2, velocity: one };
  const options = { solver: euler, steps: 2 };

  test.each([undefined, null, 3, 'fast'])('as options must be an object: %s', (bad) => {
    expect(() => solve(plane, x0, bad as never)).toThrow(ArgumentError);
    expect(() => solve(plane, x0, bad as never)).toThrow(
      /^options: expected \{ solver, steps, … \}, received/,
    );
  });

  test('as field is a function, or an object with or without a dimension', () => {
    const expected = [2, 3, 4, 5];
    expect([...solve(one, x0, { ...options, dim: 2 }).x]).toEqual(expected);
    expect([...solve(plane, x0, options).x]).toEqual(expected);
    expect([...solve({ velocity: one }, x0, { ...options, dim: 2 }).x]).toEqual(expected);
    for (const bad of [undefined, {}, { velocity: 1 }]) {
      expect(() => solve(bad as never, x0, options)).toThrow(/^field: expected a function \(t, x, out\)/);
    }
  });

  test('as columns must agree, whoever names them', () => {
    expect(() => solve(one, x0, options)).toThrow(/^dim: expected the number of columns of x0/);
    const matrix = ndarray(x0, [2, 2]);
    expect(solve(plane, matrix, { ...options, dim: 2 }).x.shape).toEqual([2, 2]);
    expect(() => solve(one, matrix, { ...options, dim: 3 })).toThrow(
      /^x0: expected 3 columns, as dim says, received 2/,
    );
    expect(() => solve({ ...plane, dim: 4 }, matrix, options)).toThrow(
      /^x0: expected 4 columns, the dimension of the field, received 2/,
    );
  });

  test('is solved without a carry unless one is asked for', () => {
    // A thousand steps of 1/1000: the carry changes the last bits of a float32 state.
    const start = new Float32Array([0.1]);
    const run = (extra: object): number =>
      solve(one, start, { dim: 1, solver: euler, steps: 1000, ...extra }).x[0]!;
    expect(run({})).toBe(run({ compensated: false }));
    expect(run({})).not.toBe(run({ compensated: true }));
  });
});

test('a field that leaves the finite numbers is told the likely reason', () => {
  const after = (step: number, value: number): (() => unknown) => {
    let calls = 0;
    const field: VelocityFunction = (_, x, out) => void out.fill(++calls < step ? 1 : value, 0, x.length);
    return () => solve(field, new Float64Array(2), { dim: 1, solver: euler, steps: 4 });
  };
  expect(after(1, Number.NaN)).toThrow(/step 1 of 4, .*; let the field write every element of out/);
  expect(after(3, Number.NaN)).toThrow(/step 3 of 4, .*; take more steps/);
  expect(after(1, Infinity)).toThrow(/step 1 of 4, .*; take more steps/);
});

test('rationals are equal when both parts are', () => {
  expect(equalRational(rational(1n, 2n), rational(2n, 4n))).toBe(true);
  expect(equalRational(rational(1n, 2n), rational(3n, 2n))).toBe(false);
  expect(equalRational(rational(1n, 2n), rational(1n, 3n))).toBe(false);
});
