/** All laws, in the order of docs/theory.md. */
import { boundaryEnd, boundaryPath, boundaryStart } from './boundary/index.ts';
import {
  continuityDifferences,
  continuityIdentity,
  continuityVolumes,
  continuityWeak,
} from './continuity/index.ts';
import { changeOfSchedule, conversions } from './conversions/index.ts';
import type { AsyncLaw, Law } from './core/law.ts';
import type { SubjectKind } from './core/law-info.ts';
import {
  couplingCyclicalMonotonicity,
  couplingDualGap,
  couplingMarginals,
  couplingPermutationEquivariance,
} from './coupling/index.ts';
import { determinism } from './determinism/index.ts';
import { fokkerPlanck, probabilityFlow, tweedie } from './diffusion/index.ts';
import { flowMapInverse, flowMapVelocity, pushForward } from './flow-map/index.ts';
import { changeOfVariables, likelihoodRoundTrip, normalization, traceEstimate } from './likelihood/index.ts';
import { marginalizationQuadrature } from './marginalization/index.ts';
import {
  lossGradient,
  lossReduction,
  matchingGap,
  matchingGradients,
  matchingMonteCarlo,
  matchingWeights,
  pseudoHuberLimits,
} from './matching/index.ts';
import {
  backpropagationInputs,
  backpropagationParameters,
  cotangentLinearity,
  hutchinson,
  jvpVjpAdjoint,
  networkDivergence,
  rowIndependence,
} from './network/index.ts';
import { scheduleBoundary, scheduleDerivatives, scheduleInverses } from './schedule/index.ts';
import {
  solverAffineInvariance,
  solverComposition,
  solverOrder,
  solverQuadrature,
  solverStabilityPolynomial,
  solverTimeChange,
  solverTimeReversal,
} from './solver/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: a list of laws about objects of all kinds
export type AnySyncLaw = Law<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyLaw = AnySyncLaw | AsyncLaw<any, any>;

/** All laws. */
export const laws: readonly AnyLaw[] = [
  scheduleBoundary,
  boundaryPath,
  boundaryStart,
  boundaryEnd,
  scheduleDerivatives,
  scheduleInverses,
  continuityIdentity,
  continuityDifferences,
  continuityWeak,
  continuityVolumes,
  flowMapVelocity,
  flowMapInverse,
  pushForward,
  marginalizationQuadrature,
  matchingGradients,
  matchingGap,
  matchingMonteCarlo,
  lossGradient,
  lossReduction,
  pseudoHuberLimits,
  matchingWeights,
  tweedie,
  probabilityFlow,
  fokkerPlanck,
  conversions,
  changeOfSchedule,
  backpropagationParameters,
  backpropagationInputs,
  jvpVjpAdjoint,
  cotangentLinearity,
  networkDivergence,
  hutchinson,
  rowIndependence,
  solverOrder,
  solverTimeReversal,
  solverQuadrature,
  solverStabilityPolynomial,
  solverTimeChange,
  solverAffineInvariance,
  solverComposition,
  normalization,
  changeOfVariables,
  likelihoodRoundTrip,
  traceEstimate,
  couplingMarginals,
  couplingCyclicalMonotonicity,
  couplingDualGap,
  couplingPermutationEquivariance,
  determinism,
];

/** The laws of a kind of object; only those of runs are asynchronous. */
export const lawsOf = (kind: Exclude<SubjectKind, 'run'>): AnySyncLaw[] =>
  laws.filter((law): law is AnySyncLaw => law.kind === kind);
