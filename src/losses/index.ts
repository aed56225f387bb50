export { type MatchingTarget, matchingWeight } from './matching-weights.ts';
export { pseudoHuberLossMeanRowsNormDims } from './pseudo-huber.ts';
export { cfmLossMeanRowsSumDims, fmLossMeanRowsSumDims, type LossOptions } from './velocity-losses.ts';
