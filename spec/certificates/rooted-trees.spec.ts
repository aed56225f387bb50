import { describe, expect, test } from 'vitest';
import {
  type RootedTree,
  rootedTrees,
  type TreesByOrder,
  timeTrees,
} from '../../src/certificates/rooted-trees.ts';
import { drawTree, treeNotation } from '../../src/certificates/tree-text.ts';
import { ArgumentError } from '../../src/errors.ts';

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

/** Trees by order from their generating function r(x) = x exp Σ_k (r(xᵏ) + leaves xᵏ)/k, as an Euler transform. */
function counts(maxOrder: number, otherLeaves: number): number[] {
  const trees = [0, 1];
  for (let n = 2; n <= maxOrder; n++) {
    // Multisets of branches with n − 1 vertices: each tree of order m as often as one likes.
    let ways = [1, ...new Array<number>(n - 1).fill(0)];
    for (let m = 1; m < n; m++) {
      for (let copies = trees[m]! + (m === 1 ? otherLeaves : 0); copies > 0; copies--) {
        ways = ways.map((_, size) => {
          let sum = 0;
          for (let used = 0; used <= size; used += m) sum += ways[size - used]!;
          return sum;
        });
      }
    }
    trees.push(ways[n - 1]!);
  }
  return trees;
}

const all = (trees: TreesByOrder): RootedTree[] => trees.flat();

describe('rooted trees', () => {
  const trees = rootedTrees(11);

  test('are counted as 1, 1, 2, 4, 9, 20, 48, 115, 286, 719, 1842: 200 up to order 8', () => {
    const known = [0, 1, 1, 2, 4, 9, 20, 48, 115, 286, 719, 1842];
    expect(trees.map((t) => t.length)).toEqual(known);
    expect(counts(11, 0)).toEqual(known);
    expect(all(rootedTrees(8))).toHaveLength(200);
  });

  test('are all different', () => {
    expect(new Set(all(trees).map(treeNotation)).size).toBe(all(trees).length);
    expect(new Set(all(trees).map(({ id }) => id)).size).toBe(all(trees).length);
  });

  test('with leaves of the time they are counted by their generating function, and all different', () => {
    const coloured = timeTrees(8);
    expect(coloured.map((t) => t.length)).toEqual(counts(8, 1));
    expect(new Set(all(coloured).map(treeNotation)).size).toBe(all(coloured).length);
  });

  // n!/(γσ) counts the monotonic labellings of a tree; adding vertices one by one makes (n − 1)! of them in all.
  test('have densities and symmetries whose labellings add up to (n − 1)!', () => {
    for (const [n, ofOrder] of trees.entries()) {
      if (n === 0) continue;
      const labellings = ofOrder.map(({ density, symmetry }) => {
        expect(factorial(n) % (density * symmetry)).toBe(0n);
        return factorial(n) / (density * symmetry);
      });
      expect(labellings.reduce((a, b) => a + b)).toBe(factorial(n - 1));
    }
  });

  test('have an order that counts vertices, and a stem with one branch fewer', () => {
    const wrong = all(trees).filter(({ order, branches, stem }) => {
      const vertices = 1 + branches.reduce((n, branch) => n + branch.order, 0);
      return order !== vertices || stem?.branches.some((branch, i) => branch !== branches[i]) === true;
    });
    expect(wrong).toEqual([]);
    expect(
      all(trees).every(({ stem, branches }) => (stem?.branches.length ?? -1) === branches.length - 1),
    ).toBe(true);
  });

  test.each([0, 12, 1.5, Number.NaN])('refuse order %s', (order) => {
    expect(() => rootedTrees(order)).toThrow(ArgumentError);
  });
});

describe('a drawing', () => {
  test.each([
    ['τ', ['i']],
    ['[τ]', ['●', '│', 'i']],
    ['[τ,τ,τ]', ['●   ●   ●', '└───┼───┘', '    i']],
    ['[[τ],τ]', ['●', '│', 'j   ●', '└─┬─┘', '  i']],
    ['[[τ,τ],[τ,τ]]', ['●   ●   ●   ●', '└─┬─┘   └─┬─┘', '  j       k', '  └───┬───┘', '      i']],
  ])('of %s stands on its root', (notation, lines) => {
    const tree = all(rootedTrees(7)).find((t) => treeNotation(t) === notation)!;
    expect(drawTree(tree)).toEqual(lines);
  });

  test('shows a leaf of the time open', () => {
    const tree = all(timeTrees(3)).find((t) => treeNotation(t) === '[τ,t]')!;
    expect(drawTree(tree)).toEqual(['●   ○', '└─┬─┘', '  i']);
  });

  test('shows every vertex once, at any size', () => {
    for (const tree of rootedTrees(10)[10]!) {
      const shown = drawTree(tree)
        .join('')
        .replace(/[ ─│└┘┬┴┼]/g, '');
      expect(shown).toHaveLength(10);
    }
  });
});
