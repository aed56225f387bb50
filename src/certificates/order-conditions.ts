/**
 * Order conditions: weights b on the stages have order p when, for every rooted tree τ with at most p vertices,
 *
 *   Σ_i b_i Φ_i(τ) = 1/γ(τ),
 *
 * and b_i(θ) = Σ_k b_ik θᵏ have order p between the ends of a step when Σ_i b_i(θ) Φ_i(τ) = θⁿ/γ(τ) as polynomials, n = |τ|: coefficient by
 * coefficient, Σ_i b_ik Φ_i(τ) = 1/γ(τ) for k = n and 0 otherwise.
 *
 * Exact methods must leave no residual at all. A declared precision ε allows |residual| ≤ ε; for roundings without one, the allowance of
 * each condition is what its coefficients' last digits can do to it.
 *
 * Source: J. C. Butcher (1963); E. Hairer, S. P. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I" (1993), theorem II.2.13
 * and section II.6.
 */

import { slackWeights, stageWeights } from './elementary-weights.ts';
import type { ExactMethod, Weights } from './exact-method.ts';
import { type ExactNumber, exactNumber, realValue } from './exact-number.ts';
import { power } from './integer-ring.ts';
import { type RootedTree, rootedTrees, timeTrees } from './rooted-trees.ts';

/** One condition that fails. */
export interface FailedCondition {
  readonly tree: RootedTree;
  /** k of θᵏ, for a dense output. */
  readonly power: number | null;
  /** Σ_i b_i Φ_i(τ). */
  readonly value: ExactNumber;
  /** 1/γ(τ), or 0 for another power of θ. */
  readonly expected: ExactNumber;
  readonly residual: ExactNumber;
  /** What rounding allows; 0 for exact coefficients. */
  readonly tolerance: number;
}

/** How far the conditions hold. */
export interface AttainedOrder {
  /** All conditions up to here hold. */
  readonly order: number;
  /** The first condition of the next order that fails; null where the search ended before one did. */
  readonly failed: FailedCondition | null;
  /** How many trees of that order fail, out of how many. */
  readonly failing: number;
  readonly ofTrees: number;
  /** Conditions that were decided. */
  readonly conditions: number;
  /** The largest |residual| among those that hold. */
  readonly largestResidual: number;
}

type Decision =
  | { readonly holds: true; readonly size: number }
  | { readonly holds: false; readonly describe: () => Omit<FailedCondition, 'tree' | 'power'> };

/** Decides the conditions of one method, remembering its stage weights. */
export interface ConditionJudge<T> {
  /** The order of `weights`; `between` says that they are the coefficients of θ, θ², …. */
  attained(weights: readonly Weights<T>[], between: boolean, maxOrder: number): AttainedOrder;
}

/**
 * @param leaves 'state' when the row sums of A are c; 'time' tells derivatives in t from derivatives in x.
 */
export function conditionJudge<T>(method: ExactMethod<T>, leaves: 'state' | 'time'): ConditionJudge<T> {
  const { ring, precision, rounded } = method;
  const phi = stageWeights(method);
  const slack = rounded ? slackWeights(method) : null;
  const treesUpTo = leaves === 'state' ? rootedTrees : timeTrees;

  const tolerance = (weights: Weights<T>, tree: RootedTree): number => {
    if (!slack) return precision;
    const sizes = slack.of(tree);
    const change = weights.sizes.reduce(
      (s, b, i) => s + b.magnitude * sizes[i]!.slack + b.slack * sizes[i]!.magnitude,
      0,
    );
    // Twice: the products of two slacks are far smaller than the first order.
    return 2 * change;
  };

  /** Decides one condition. The numbers of a failure are for people: `describe` makes them, once. */
  const check = (weights: Weights<T>, tree: RootedTree, wanted: boolean): Decision => {
    const stages = phi.of(tree);
    let sum = ring.zero;
    weights.values.forEach((b, i) => {
      if (!ring.isZero(b)) sum = ring.add(sum, ring.multiply(b, stages[i]!));
    });
    const whole = weights.denominator * power(method.denominator, tree.order - 1);
    const left = ring.add(ring.scale(sum, tree.density), ring.from(wanted ? -whole : 0n, 0n));
    if (ring.isZero(left)) return { holds: true, size: 0 };
    const [p, r] = ring.parts(left);
    const size = Math.abs(realValue(p, r, ring.radicand, whole * tree.density));
    const allowed = tolerance(weights, tree);
    if (size <= allowed) return { holds: true, size };
    const describe = (): Omit<FailedCondition, 'tree' | 'power'> => ({
      value: exactNumber(ring, sum, whole),
      expected: exactNumber(ring, ring.from(wanted ? 1n : 0n, 0n), tree.density),
      residual: exactNumber(ring, left, whole * tree.density),
      tolerance: allowed,
    });
    return { holds: false, describe };
  };

  const attained = (rows: readonly Weights<T>[], between: boolean, maxOrder: number): AttainedOrder => {
    let [conditions, largestResidual] = [0, 0];
    for (let n = 1; n <= maxOrder; n++) {
      const trees = treesUpTo(n)[n]!;
      let failed: FailedCondition | null = null;
      let failing = 0;
      for (const tree of trees) {
        let good = !between || n <= rows.length;
        if (!good) failed ??= missingPower(tree);
        for (const [k, weights] of rows.entries()) {
          const decision = check(weights, tree, !between || k + 1 === n);
          conditions++;
          if (decision.holds) largestResidual = Math.max(largestResidual, decision.size);
          else {
            good = false;
            failed ??= { tree, power: between ? k + 1 : null, ...decision.describe() };
          }
        }
        if (!good) failing++;
      }
      if (failed)
        return { order: n - 1, failed, failing, ofTrees: trees.length, conditions, largestResidual };
    }
    return { order: maxOrder, failed: null, failing: 0, ofTrees: 0, conditions, largestResidual };
  };
  return { attained };
}

/** θⁿ has no coefficient where the polynomials end before it. */
function missingPower(tree: RootedTree): FailedCondition {
  const { density, order } = tree;
  const zero: ExactNumber = { exact: '0', value: 0 };
  const expected: ExactNumber = { exact: density === 1n ? '1' : `1/${density}`, value: 1 / Number(density) };
  const residual: ExactNumber = { exact: `-${expected.exact}`, value: -expected.value };
  return { tree, power: order, value: zero, expected, residual, tolerance: 0 };
}
