/**
 * Stage weights of rooted trees: Φ_i(τ) = 1, Φ_i([τ₁ … τ_k]) = Π_m Σ_j a_ij Φ_j(τ_m), as integers over Dⁿ⁻¹, n = |τ|.
 *
 * [τ₁ … τ_k] is the Butcher product of its stem [τ₁ … τ_{k−1}] with τ_k, so a tree costs one product with A, shared by all trees
 * that have it as a branch, and one multiplication a stage.
 *
 * The leaf ● is A·1, which is c where the row sums hold; the leaf ○ of the time is c itself (rooted-trees.ts).
 */
import type { ExactMethod, Size } from './exact-method.ts';
import type { RootedTree } from './rooted-trees.ts';

/** Φ(τ) of one method, remembered by tree. */
export interface StageWeights<T> {
  /** Dⁿ⁻¹ Φ_i(τ) for all stages i. */
  of(tree: RootedTree): readonly T[];
}

/** For trees of one kind: all from `rootedTrees` or all from `timeTrees`. */
export function stageWeights<T>(method: ExactMethod<T>): StageWeights<T> {
  const { ring, a, c } = method;
  const weights: (readonly T[])[] = [];
  const images: (readonly T[])[] = [];
  const one = ring.from(1n, 0n);
  const columns = a.map((row) => row.flatMap((value, j) => (ring.isZero(value) ? [] : [j])));

  /** D A Φ(branch), or D c for the leaf of the time. */
  const image = (branch: RootedTree): readonly T[] => {
    if (branch.time) return c;
    images[branch.id] ??= timesA(of(branch));
    return images[branch.id]!;
  };
  const timesA = (phi: readonly T[]): readonly T[] =>
    a.map((row, i) => {
      let sum = ring.zero;
      for (const j of columns[i]!) sum = ring.add(sum, ring.multiply(row[j]!, phi[j]!));
      return sum;
    });
  const of = (tree: RootedTree): readonly T[] => {
    const known = weights[tree.id];
    if (known) return known;
    const { stem } = tree;
    if (!stem) return (weights[tree.id] = a.map(() => one));
    const branch = image(tree.branches.at(-1)!);
    if (!stem.stem) return (weights[tree.id] = branch);
    return (weights[tree.id] = of(stem).map((value, i) => ring.multiply(value, branch[i]!)));
  };
  return { of };
}

/**
 * How far the elementary weights can be off when every coefficient is off by its slack: first order in the slacks, on absolute values,
 * as pairs of a magnitude and its change.
 */
export function slackWeights(method: ExactMethod<unknown>): { of(tree: RootedTree): readonly Size[] } {
  const { aSizes, cSizes } = method;
  const weights: (readonly Size[])[] = [];
  const times = (x: Size, y: Size): Size => ({
    magnitude: x.magnitude * y.magnitude,
    slack: x.magnitude * y.slack + x.slack * y.magnitude,
  });
  const sum = (terms: readonly Size[]): Size => ({
    magnitude: terms.reduce((s, t) => s + t.magnitude, 0),
    slack: terms.reduce((s, t) => s + t.slack, 0),
  });
  const of = (tree: RootedTree): readonly Size[] => {
    const known = weights[tree.id];
    if (known) return known;
    const { stem } = tree;
    if (!stem) return (weights[tree.id] = aSizes.map(() => ({ magnitude: 1, slack: 0 })));
    const last = tree.branches.at(-1)!;
    const phi = last.time ? [] : of(last);
    const image = last.time ? cSizes : aSizes.map((row) => sum(row.map((x, j) => times(x, phi[j]!))));
    return (weights[tree.id] = of(stem).map((value, i) => times(value, image[i]!)));
  };
  return { of };
}
