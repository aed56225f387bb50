/**
 * The certificate of a Runge–Kutta method: its order conditions and structure, decided in exact arithmetic.
 */
import { type CandidateTableau, MAX_CLAIM, type ReadTableau, readCandidate } from './candidate.ts';
import type { Certificate, Finding, OrderProof, ViolatedCondition } from './certificate.ts';
import { type ExactMethod, type Weights, withExactMethod } from './exact-method.ts';
import { type ConditionJudge, conditionJudge, type FailedCondition } from './order-conditions.ts';
import { stability } from './stability.ts';
import {
  isContinuous,
  isFsal,
  isSmooth,
  isSymmetric,
  isSymplectic,
  simplifyingAssumptions,
  wrongRowSums,
} from './structure.ts';
import { type TrackedArithmetic, trackedArithmetic } from './tracked.ts';
import { conditionFormula, drawTree, raised, treeNotation } from './tree-text.ts';

type Leaves = 'state' | 'time';

/** A failed condition in words and pictures. */
function violated(failed: FailedCondition, weights: string, leaves: Leaves): ViolatedCondition {
  const { tree, power, value, expected, residual, tolerance } = failed;
  const { order, density, symmetry } = tree;
  const top = power === null ? '1' : raised('θ', order);
  const right = density === 1n ? top : `${top}/${density}`;
  return {
    order,
    tree: treeNotation(tree),
    drawing: drawTree(tree),
    density: String(density),
    symmetry: String(symmetry),
    formula: `${conditionFormula(tree, weights, leaves === 'state' ? 'c' : 'r')} = ${right}`,
    power,
    value,
    expected,
    residual,
    tolerance,
  };
}

interface Claim<T> {
  readonly name: string;
  /** As it stands in formulas: b, b̂, b(θ). */
  readonly symbol: string;
  readonly order: number;
  readonly rows: readonly Weights<T>[];
  readonly between: boolean;
}

function prove<T>(judge: ConditionJudge<T>, claim: Claim<T>, leaves: Leaves): OrderProof {
  const { name, symbol, order: claimed, rows, between } = claim;
  const { order, failed, failing, ofTrees, conditions, largestResidual } = judge.attained(
    rows,
    between,
    MAX_CLAIM + 1,
  );
  return {
    weights: name,
    claimed,
    order,
    holds: order === claimed,
    next: failed && violated(failed, symbol, leaves),
    failing,
    ofTrees,
    conditions,
    largestResidual,
  };
}

function orderFinding({ weights, claimed, order, holds, next, failing, ofTrees }: OrderProof): Finding[] {
  if (holds) return [];
  const which =
    ofTrees === 1
      ? `the condition of order ${order + 1} fails`
      : `${failing} of the ${ofTrees} conditions of order ${order + 1} fail${failing === 1 ? 's' : ''}`;
  const words =
    order < claimed
      ? `${weights} has order ${order}, not ${claimed}: ${which}`
      : `${weights} has order ${order}, more than the claimed ${claimed}`;
  return [{ kind: 'order', words, condition: order < claimed ? next : null }];
}

function claims<T>(read: ReadTableau, method: ExactMethod<T>): Claim<T>[] {
  const main = { name: 'b', symbol: 'b', order: read.order, rows: [method.b], between: false };
  const embedded = method.embedded.map(({ name, order, b }) => ({
    name: `embedded ${name}`,
    symbol: 'b̂',
    order,
    rows: [b],
    between: false,
  }));
  if (!method.dense) return [main, ...embedded];
  const { order, b: rows } = method.dense;
  return [main, ...embedded, { name: 'dense output', symbol: 'b(θ)', order, rows, between: true }];
}

/** What is wrong, in the order in which it is looked for; the proofs of the orders are pushed to `orders` on the way. */
function* search<T>(
  read: ReadTableau,
  method: ExactMethod<T>,
  on: TrackedArithmetic<T>,
  orders: OrderProof[],
): Generator<Finding, void> {
  const wrong = wrongRowSums(on);
  for (const i of wrong) yield structural('row-sum', `row ${i + 1} of A does not sum to c${i + 1}`);
  if (read.fsal === true && !isFsal(method, on)) {
    yield structural(
      'fsal',
      'the last stage is not the first of the next step: its row of A is not b with c = 1, or the first stage is not u(t, x)',
    );
  }
  if (isContinuous(method, on) === false) {
    yield structural('dense-end', 'the dense output does not arrive at the end of the step: b(1) is not b');
  }
  const leaves: Leaves = wrong.length === 0 ? 'state' : 'time';
  const judge = conditionJudge(method, leaves);
  for (const claim of claims(read, method)) {
    const proof = prove(judge, claim, leaves);
    orders.push(proof);
    yield* orderFinding(proof);
  }
}

const structural = (kind: Finding['kind'], words: string): Finding => ({ kind, words, condition: null });

function examine<T>(read: ReadTableau, method: ExactMethod<T>): Certificate {
  const on = trackedArithmetic(method);
  const orders: OrderProof[] = [];
  const findings = [...search(read, method, on, orders)];
  return {
    name: read.name,
    holds: findings.length === 0,
    findings,
    stages: method.stages,
    explicit: method.explicit,
    numbers: read.radicand === 1n ? 'ℚ' : `ℚ(√${read.radicand})`,
    arithmetic: read.precision !== null ? 'declared precision' : method.rounded ? 'digits given' : 'exact',
    precision: read.precision,
    orders,
    rowSums: findings.every(({ kind }) => kind !== 'row-sum'),
    fsal: isFsal(method, on),
    continuous: isContinuous(method, on),
    smooth: isSmooth(method, on),
    symmetric: isSymmetric(method, on),
    symplectic: isSymplectic(method, on),
    simplifying: simplifyingAssumptions(method, on),
    stability: stability(method),
  };
}

/** The first thing that is wrong with a candidate, or null: the certificate without what is not needed to refuse it. */
export function firstFinding(candidate: CandidateTableau): Finding | null {
  const read = readCandidate(candidate);
  return withExactMethod(read, (method) => {
    const { value } = search(read, method, trackedArithmetic(method), []).next();
    return value ?? null;
  });
}

/**
 * Decides in exact arithmetic whether a Runge–Kutta method has the order that it claims: all conditions up to it hold, and one of the
 * next order fails. The same for embedded weights and dense output; with row sums, FSAL, stability and structure.
 *
 * Coefficients are rationals, decimals, square roots of one number, or plain numbers (see {@link CandidateTableau}). Residuals must be 0,
 * unless a `precision` is declared or decimals of 15 and more digits show that they are roundings.
 *
 * @throws {ArgumentError} naming the entry, for a shape or a coefficient that cannot be read.
 * @example
 * ```ts
 * import { certify, rk4 } from 'flowproof';
 *
 * const { holds, orders, stability } = certify(rk4);
 * console.log(holds, orders[0]!.order, orders[0]!.next!.formula); // true 4 Σ bᵢ cᵢ⁴ = 1/5
 * console.log(stability.real); // 2.785293563405282
 * ```
 */
export function certify(candidate: CandidateTableau): Certificate {
  const read = readCandidate(candidate);
  return withExactMethod(read, (method) => examine(read, method));
}
