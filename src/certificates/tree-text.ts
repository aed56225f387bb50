/** Rooted trees for people: bracket notation, the order condition as a formula, and a drawing with the root at the bottom. */
import type { RootedTree } from './rooted-trees.ts';

/** One index for each vertex that has branches, as in the sums of an order condition: at most ten in a tree of order 11. */
const LETTERS = [...'ijklmnoprs'];
const SUBSCRIPTS = [...'ᵢⱼₖₗₘₙₒₚᵣₛ'];
const POWERS = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];

/** One vertex of a drawn tree. Branches that are the same tree are different vertices. */
interface Vertex {
  /** Its place in LETTERS; −1 for a leaf. */
  readonly index: number;
  readonly time: boolean;
  readonly branches: readonly Vertex[];
}

function vertices(root: RootedTree): Vertex {
  let next = 0;
  const expand = (tree: RootedTree, isRoot: boolean): Vertex => {
    const index = isRoot || tree.branches.length > 0 ? next++ : -1;
    return { index, time: tree.time, branches: tree.branches.map((branch) => expand(branch, false)) };
  };
  return expand(root, true);
}

/** 'θ' to the n-th: 'θ' for 1, 'θ³' for 3. */
export const raised = (factor: string, n: number): string =>
  n === 1 ? factor : factor + [...String(n)].map((digit) => POWERS[Number(digit)]).join('');

/** A factor of a product, left out where its power is 0. */
const factor = (name: string, n: number): string[] => (n === 0 ? [] : [raised(name, n)]);

/**
 * Bracket notation: τ for ●, t for the leaf ○ of the time, [τ₁,…,τ_k] for a root with branches.
 *
 * @example
 * ```ts
 * import { rootedTrees, treeNotation } from 'flowproof';
 *
 * console.log(rootedTrees(4)[4]!.map(treeNotation).join('  ')); // [τ,τ,τ]  [[τ],τ]  [[τ,τ]]  [[[τ]]]
 * ```
 */
export function treeNotation(tree: RootedTree): string {
  if (tree.time) return 't';
  return tree.branches.length === 0 ? 'τ' : `[${tree.branches.map(treeNotation).join(',')}]`;
}

/**
 * The left side of its order condition, such as 'Σ bᵢ aᵢⱼ cⱼ²'.
 *
 * @param weights the name of the weights: 'b', 'b̂', …; an argument in brackets follows the index, 'b(θ)' gives bᵢ(θ).
 * @param leaf what a leaf ● stands for: c, or the row sum r of A where that is not c. A leaf ○ is c.
 */
export function conditionFormula(tree: RootedTree, weights: string = 'b', leaf: 'c' | 'r' = 'c'): string {
  const factors = (vertex: Vertex): string[] => {
    const at = SUBSCRIPTS[vertex.index]!;
    const leaves = vertex.branches.filter((branch) => branch.index < 0);
    const times = leaves.filter((branch) => branch.time).length;
    const inner = vertex.branches.filter((branch) => branch.index >= 0);
    return [
      ...factor(`${leaf}${at}`, leaves.length - times),
      ...factor(`c${at}`, times),
      ...inner.flatMap((branch) => [`a${at}${SUBSCRIPTS[branch.index]}`, ...factors(branch)]),
    ];
  };
  const [, name = weights, argument = ''] = /^(.+?)(\(.*\))$/.exec(weights) ?? [];
  return ['Σ', `${name}${SUBSCRIPTS[0]}${argument}`, ...factors(vertices(tree))].join(' ');
}

interface Block {
  /** Equally long lines, the root in the last one. */
  readonly lines: readonly string[];
  readonly width: number;
  /** The column of the root. */
  readonly root: number;
}

const GAP = 3;

function drawVertex(vertex: Vertex): Block {
  const label = vertex.index >= 0 ? LETTERS[vertex.index]! : vertex.time ? '○' : '●';
  if (vertex.branches.length === 0) return { lines: [label], width: 1, root: 0 };
  const blocks = vertex.branches.map(drawVertex);
  const height = Math.max(...blocks.map(({ lines }) => lines.length));
  const above = Array.from({ length: height }, (_, row) =>
    blocks
      .map(({ lines, width }) => lines[row - height + lines.length] ?? ' '.repeat(width))
      .join(' '.repeat(GAP)),
  );
  const starts = blocks.map((_, i) => blocks.slice(0, i).reduce((x, { width }) => x + width + GAP, 0));
  const stems = blocks.map(({ root }, i) => starts[i]! + root);
  const [first, last] = [stems[0]!, stems.at(-1)!];
  const root = Math.floor((first + last) / 2);
  const width = starts.at(-1)! + blocks.at(-1)!.width;
  const joint = Array.from({ length: width }, (_, x) => {
    if (x < first || x > last) return ' ';
    if (first === last) return '│';
    if (x === first) return '└';
    if (x === last) return '┘';
    if (x === root) return stems.includes(x) ? '┼' : '┬';
    return stems.includes(x) ? '┴' : '─';
  }).join('');
  return { lines: [...above, joint, label.padStart(root + 1).padEnd(width)], width, root };
}

/**
 * The tree in characters, root at the bottom: a letter for each vertex that is an index of the formula, ● for a leaf, ○ for a leaf of
 * the time.
 *
 * @example
 * ```ts
 * import { drawTree, rootedTrees } from 'flowproof';
 *
 * for (const line of drawTree(rootedTrees(4)[4]![2]!)) console.log(line);
 * // ●   ●
 * // └─┬─┘
 * //   j
 * //   │
 * //   i
 * ```
 */
export function drawTree(tree: RootedTree): readonly string[] {
  return drawVertex(vertices(tree)).lines.map((line) => line.trimEnd());
}
