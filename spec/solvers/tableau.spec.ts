import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import {
  euler,
  heun,
  heun3,
  midpoint,
  ralston,
  rk4,
  rk4ThreeEighths,
  type Tableau,
} from '../../src/solvers/index.ts';
import { float32Kernel } from '../../src/solvers/kernel-float32.ts';
import { addRational, parseRational, type Rational, rational, toNumber } from '../../src/solvers/rational.ts';
import { solve } from '../../src/solvers/solve.ts';
import { method } from '../../src/solvers/tableau.ts';

/** A rooted tree as the multiset of its branches. */
type Tree = readonly Tree[];

const order = (tree: Tree): number => 1 + tree.reduce((n, branch) => n + order(branch), 0);

/** Rooted trees of exactly n vertices (1, 1, 2, 4, 9, …), each once: branches in non-increasing order of their index. */
function treesUpTo(n: number): Tree[][] {
  const byOrder: Tree[][] = [[], [[]]];
  for (let m = 2; m <= n; m++) {
    const smaller = byOrder.flat();
    const grown: Tree[] = [];
    const extend = (branches: Tree[], left: number, largest: number): void => {
      if (left === 0) grown.push(branches);
      for (let i = largest; i >= 0; i--) {
        const size = order(smaller[i]!);
        if (size <= left) extend([...branches, smaller[i]!], left - size, i);
      }
    };
    extend([], m - 1, smaller.length - 1);
    byOrder.push(grown);
  }
  return byOrder;
}

const multiply = (a: Rational, b: Rational): Rational => rational(a.p * b.p, a.q * b.q);
const ONE = rational(1n, 1n);
const ZERO = rational(0n, 1n);

/** γ(τ) = |τ| Π γ(branches). */
const density = (tree: Tree): bigint => tree.reduce((g, branch) => g * density(branch), BigInt(order(tree)));

/** Σ_i b_i Φ_i(τ) − 1/γ(τ), Φ_i(τ) = Π_branches Σ_j a_ij Φ_j(branch), exactly. */
function residual(tableau: Tableau, tree: Tree): Rational {
  const read = (text: string): Rational => parseRational('entry', text);
  const phi = (t: Tree, i: number): Rational =>
    t.reduce(
      (product: Rational, branch) =>
        multiply(
          product,
          tableau.a[i]!.reduce(
            (s: Rational, a, j) => addRational(s, multiply(read(a), phi(branch, j))),
            ZERO,
          ),
        ),
      ONE,
    );
  const left = tableau.b.reduce((s: Rational, b, i) => addRational(s, multiply(read(b), phi(tree, i))), ZERO);
  return addRational(left, rational(-1n, density(tree)));
}

const trees = treesUpTo(5);

describe.each([euler, midpoint, ralston, heun, heun3, rk4, rk4ThreeEighths])('$name', (tableau) => {
  test('rooted trees are counted as 1, 1, 2, 4, 9', () => {
    expect(trees.map((t) => t.length)).toEqual([0, 1, 1, 2, 4, 9]);
  });

  test('every order condition up to its order holds exactly, and one of the next order fails', () => {
    for (const tree of trees.slice(0, tableau.order + 1).flat()) expect(residual(tableau, tree).p).toBe(0n);
    expect(trees[tableau.order + 1]!.some((tree) => residual(tableau, tree).p !== 0n)).toBe(true);
  });

  test('a change of any coefficient breaks a condition of its order', () => {
    const holds = (t: Tableau): boolean =>
      trees
        .slice(0, t.order + 1)
        .flat()
        .every((tree) => residual(t, tree).p === 0n);
    const nudge = (text: string): string => {
      const { p, q } = addRational(parseRational('entry', text), rational(1n, 1_000_000n));
      return `${p}/${q}`;
    };
    tableau.b.forEach((_, i) => {
      expect(holds({ ...tableau, b: tableau.b.map((b, j) => (j === i ? nudge(b) : b)) })).toBe(false);
    });
    tableau.a.forEach((row, i) => {
      row.forEach((_, j) => {
        const a = tableau.a.map((r, k) => (k === i ? r.map((v, l) => (l === j ? nudge(v) : v)) : r));
        // The row sum is checked where a tableau enters; the conditions must see it too.
        expect(() => method({ ...tableau, a })).toThrow(ArgumentError);
        expect(holds({ ...tableau, a })).toBe(false);
      });
    });
  });

  test('its weights over the common denominator are integers, exact in float32', () => {
    const { inner, outer } = method(tableau);
    for (const { weights } of [...inner, outer]) {
      for (const w of weights) expect(Number.isInteger(w) && Math.fround(w) === w).toBe(true);
    }
  });
});

describe('a tableau of the user', () => {
  const own: Tableau = { name: 'own', order: 2, c: ['0', '1/2'], a: [[], ['1/2']], b: ['0', '1'] };

  test('is accepted, and its zero weights are left out', () => {
    const { outer } = method(own);
    expect([...outer.stages]).toEqual([1]);
    expect([...outer.weights]).toEqual([1]);
  });

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'solver'],
    ['a name', 'rk4', 'solver'],
    ['no stage', { ...own, b: [] }, 'solver.b'],
    ['too few abscissae', { ...own, c: ['0'] }, 'solver.c'],
    ['too few rows', { ...own, a: [[]] }, 'solver.a'],
    ['an implicit row', { ...own, a: [[], ['1/4', '1/4']] }, 'solver.a[1]'],
    ['a quotient of decimals', { ...own, b: ['0', '1.0/1'] }, 'solver.b[1]'],
    ['a number', { ...own, b: ['0', 1] }, 'solver.b[1]'],
    ['a zero denominator', { ...own, b: ['0', '1/0'] }, 'solver.b[1]'],
    ['a row sum that is not c', { ...own, a: [[], ['1/3']] }, 'solver.a[1]'],
    ['an abscissa beyond the step', { ...own, c: ['0', '3/2'], a: [[], ['3/2']] }, 'solver.c[1]'],
    ['an abscissa before the step', { ...own, c: ['0', '-1/2'], a: [[], ['-1/2']] }, 'solver.c[1]'],
    ['weights that do not sum to 1', { ...own, b: ['1/2', '1/3'] }, 'solver.b'],
  ])('with %s is refused by name', (_, tableau, argument) => {
    let thrown: unknown;
    try {
      method(tableau as Tableau);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ArgumentError);
    expect((thrown as ArgumentError).argument).toBe(argument);
  });
});

test('a tableau is read again only after a change', () => {
  const own = { name: 'own', order: 2, c: ['0', '1/2'], a: [[], ['1/2']], b: ['0', '1'] };
  const first = method(own);
  expect(method(own)).toBe(first);
  own.b = ['1/2', '1/2'];
  expect([...method(own).outer.weights]).toEqual([1, 1]);
  own.a[1]![0] = '1/3';
  expect(() => method(own)).toThrow(ArgumentError);
  own.c[1] = '1/3';
  expect(method(own).c[1]).toEqual({ p: 1, q: 3 });
  own.b = ['0', 'x'];
  expect(() => method(own)).toThrow(ArgumentError);
  expect(method({ ...own, b: ['0', '1'] }).outer).toEqual(first.outer);
});

test('rationals are reduced and add exactly', () => {
  const fraction = fc.tuple(fc.bigInt(-1000n, 1000n), fc.bigInt(1n, 1000n));
  fc.assert(
    fc.property(fraction, fraction, ([p, q], [r, s]) => {
      const sum = addRational(parseRational('a', `${p}/${q}`), parseRational('b', `${r}/${s}`));
      return sum.p * q * s === (p * s + r * q) * sum.q && sum.q > 0n;
    }),
  );
});

describe('a rational as a float', () => {
  test('is the one next to it: as the engine reads decimals', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), (value) => {
        fc.pre(Math.abs(value) > 1e-30);
        const digits = value.toFixed(40);
        return toNumber(parseRational('a', digits)) === Number(digits);
      }),
    );
  });

  test('is the correctly rounded quotient of integers, ties to even', () => {
    const integer = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(integer, integer, fc.boolean(), (p, q, negative) => {
        const sign = negative ? -1 : 1;
        return toNumber(rational(BigInt(sign * p), BigInt(q))) === (sign * p) / q;
      }),
    );
    expect(toNumber(rational(0n, 1n))).toBe(0);
    // Halfway between two floats, and a little above.
    expect(toNumber(rational((1n << 53n) + 1n, 1n))).toBe(2 ** 53);
    expect(toNumber(rational((1n << 120n) * ((1n << 53n) + 1n) + 1n, 1n << 120n))).toBe(2 ** 53 + 2);
  });
});

describe('coefficients beyond integers that floats hold', () => {
  const long = (digits: string): Tableau => ({
    name: 'long',
    order: 1,
    c: ['0', '1/2'],
    a: [[], ['1/2']],
    // Both decimals of the same length, with the sum 1.
    b: [
      `0.${digits}`,
      `0.${(10n ** BigInt(digits.length) - BigInt(digits)).toString().padStart(digits.length, '0')}`,
    ],
  });

  test('are rounded one by one, over the denominator 1', () => {
    const { outer } = method(long('3333333333333333333333'));
    expect(outer.denominator).toBe(1);
    expect([...outer.weights]).toEqual([0.3333333333333333333333, 0.6666666666666666666667]);
  });

  test('and integers up to 2⁵³ are not, but 24 bits are all that float32 has', () => {
    const { outer } = method(long('3333333333333'));
    expect(outer.denominator).toBe(1e13);
    expect([...outer.weights]).toEqual([3333333333333, 6666666666667]);
    // The larger weight has 23 bits, and the two sum to 1.
    const by = float32Kernel.load(outer);
    expect(by.denominator).toBe(2 ** 23);
    expect([...by.weights]).toEqual([Math.round(2 ** 23 / 3), 2 ** 23 - Math.round(2 ** 23 / 3)]);
    expect(float32Kernel.load(method(rk4).outer).denominator).toBe(6);
  });

  test('an abscissa with a long denominator is a float of its own', () => {
    const c = '0.9800255409045097';
    const rest = { ...long('5'), c: ['0', c], a: [[], [c]], b: ['1/2', '1/2'] };
    expect(method(rest).c).toEqual([
      { p: 0, q: 1 },
      { p: 0.9800255409045097, q: 1 },
    ]);
  });

  test('sums hold within the precision that is stated, and not beyond', () => {
    const thirds: Tableau = { ...long('5'), b: ['0.3333', '0.6666'] };
    expect(() => method(thirds)).toThrow(/^solver\.b: expected weights that sum to 1/);
    expect(() => method({ ...thirds, precision: '0.0001' })).not.toThrow();
    expect(() => method({ ...thirds, precision: '0.00009' })).toThrow(/^solver\.b/);
    expect(() => method({ ...thirds, precision: 'small' })).toThrow(/^solver\.precision/);
  });

  test('a stage at the state itself is one', () => {
    const twice: Tableau = { name: 'twice', order: 1, c: ['0', '0'], a: [[], ['0']], b: ['0', '1'] };
    const grow = (_: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void =>
      out.set(x);
    expect(solve(grow, Float64Array.of(1), { dim: 1, solver: twice, steps: 2 }).x[0]).toBe(2.25);
  });
});
