/** Exact certificates of Runge–Kutta methods. */
export type { CandidateDense, CandidateTableau, CandidateWeights } from './candidate.ts';
export type {
  Certificate,
  Finding,
  OrderProof,
  SimplifyingAssumptions,
  Stability,
  ViolatedCondition,
} from './certificate.ts';
export { certify } from './certify.ts';
export type { Coefficient, Fraction } from './coefficient.ts';
export type { ExactNumber } from './exact-number.ts';
export {
  type AffineCoefficients,
  type ExactTrajectory,
  exactTrajectory,
  gaussianFlow,
  type RationalField,
} from './exact-trajectory.ts';
export { adamsBashforthRationals, type MultistepOrder, multistepOrder } from './multistep-conditions.ts';
export { type RootedTree, rootedTrees, type TreesByOrder } from './rooted-trees.ts';
export { conditionFormula, drawTree, treeNotation } from './tree-text.ts';
