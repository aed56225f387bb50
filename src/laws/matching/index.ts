export { lossGradient } from './loss-gradient.ts';
export { lossReduction } from './loss-reduction.ts';
export {
  type Float32Loss,
  type LossReduction,
  type LossSubject,
  lossSubject,
  type MatchingWeighting,
  squaredError,
} from './loss-subject.ts';
export { matchingGap } from './matching-gap.ts';
export { type MatchingCase, matchingGradients } from './matching-gradients.ts';
export { type MonteCarloCase, matchingMonteCarlo } from './matching-monte-carlo.ts';
export { matchingWeights, type WeightCase } from './matching-weights.ts';
export type { SmallNetwork } from './network.ts';
export { type HuberCase, pseudoHuberLimits } from './pseudo-huber-limits.ts';
export { type ConditionalSide, type MarginalSide, type MatchingSubject, matchingOf } from './subject.ts';
export type { MatchingTarget, SampledTarget } from './target-mixture.ts';
export type { TimeCase } from './time-nodes.ts';
