/**
 * Rooted trees: one for each elementary differential of ẋ = u(t, x), so one for each order condition.
 *
 *   τ = ●,  [τ₁ … τ_k] = a root with the branches τ₁ … τ_k;
 *   |τ| vertices,  density γ = |τ| Π γ(τᵢ),  symmetry σ = Π mᵢ! σ(τᵢ)^mᵢ over distinct branches of multiplicity mᵢ.
 *
 * There are 1, 1, 2, 4, 9, 20, 48, 115, 286, 719 trees with 1 … 10 vertices.
 *
 * Where the row sums of A differ from c, a derivative in t and one in x carry different weights, and a leaf below the root comes in
 * two kinds: ● for the state, weight Σⱼ aᵢⱼ, and ○ for the time, weight cᵢ. `timeTrees` are the trees with such leaves.
 *
 * Source: J. C. Butcher, "Coefficients for the study of Runge–Kutta integration processes", J. Austral. Math. Soc. 3 (1963);
 * E. Hairer, S. P. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I" (1993), II.2.
 */
import { checkCount } from '../array/float-array.ts';

/** A rooted tree: its branches and the numbers that its order condition needs. */
export interface RootedTree {
  /** Its place in the list of all trees of its kind by ascending order: unique. */
  readonly id: number;
  /** |τ|, the number of vertices. */
  readonly order: number;
  /** Branches, the largest `id` first. */
  readonly branches: readonly RootedTree[];
  /** γ: the exact solution has 1/γ where the method has its elementary weight. */
  readonly density: bigint;
  /** σ: the order of the group of its symmetries. */
  readonly symmetry: bigint;
  /** This is the leaf ○ of the time, which is never a root. */
  readonly time: boolean;
  /** The same tree without its last branch; null for τ. */
  readonly stem: RootedTree | null;
}

/** Trees by order: entry n holds all trees with n vertices, entry 0 is empty. */
export type TreesByOrder = readonly (readonly RootedTree[])[];

/** 3,073 trees up to here: 1,842 of order 11. */
export const MAX_TREE_ORDER = 11;

interface Grower {
  readonly byOrder: RootedTree[][];
  readonly smaller: RootedTree[];
  nextId: number;
}

const startTrees = (): Grower => ({ byOrder: [[]], smaller: [], nextId: 0 });
const plain = startTrees();
const coloured = startTrees();
const timeLeaf: RootedTree = {
  id: 0,
  order: 1,
  branches: [],
  density: 1n,
  symmetry: 1n,
  time: true,
  stem: null,
};
coloured.smaller.push(timeLeaf);
coloured.nextId = 1;

/** All trees of the next order. Every multiset of branches appears once: branches in descending order of their id. */
function grow(forest: Grower): void {
  const order = forest.byOrder.length;
  const grown: RootedTree[] = [];
  const add = (tree: Omit<RootedTree, 'id' | 'order' | 'time'>): void => {
    grown.push({ ...tree, id: forest.nextId++, order, time: false });
  };
  if (order === 1) add({ branches: [], density: 1n, symmetry: 1n, stem: null });
  else {
    for (const last of forest.smaller) {
      for (const stem of forest.byOrder[order - last.order] ?? []) {
        const before = stem.branches.at(-1);
        if (before && before.id < last.id) continue;
        const multiplicity = stem.branches.filter((branch) => branch === last).length + 1;
        add({
          branches: [...stem.branches, last],
          density: BigInt(order) * (stem.density / BigInt(stem.order)) * last.density,
          symmetry: stem.symmetry * last.symmetry * BigInt(multiplicity),
          stem,
        });
      }
    }
  }
  forest.byOrder.push(grown);
  forest.smaller.push(...grown);
}

function upTo(forest: Grower, maxOrder: number): TreesByOrder {
  checkCount('maxOrder', maxOrder, 1, MAX_TREE_ORDER);
  while (forest.byOrder.length <= maxOrder) grow(forest);
  return forest.byOrder.slice(0, maxOrder + 1);
}

/**
 * All rooted trees with up to `maxOrder` vertices, 1 ≤ maxOrder ≤ 11.
 *
 * @throws {ArgumentError} for another maxOrder.
 * @example
 * ```ts
 * import { rootedTrees, treeNotation } from 'flowproof';
 *
 * console.log(rootedTrees(8).map((trees) => trees.length).join(' ')); // 0 1 1 2 4 9 20 48 115
 * console.log(rootedTrees(3)[3]!.map(treeNotation).join(' ')); // [τ,τ] [[τ]]
 * ```
 */
export function rootedTrees(maxOrder: number): TreesByOrder {
  return upTo(plain, maxOrder);
}

/** The same with leaves of two kinds below the root, ● and ○. */
export function timeTrees(maxOrder: number): TreesByOrder {
  return upTo(coloured, maxOrder);
}
