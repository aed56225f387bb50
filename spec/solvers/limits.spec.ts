/** The solver at the limits of its arguments, and the place of every state in a long path. */
import ndarray from 'ndarray';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { euler, solve, type Tableau } from '../../src/solvers/index.ts';
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
