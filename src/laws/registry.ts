/** All laws, in the order of docs/theory.md. */
import { boundaryPath } from './boundary/index.ts';
import { changeOfScheduleLaw, conversions } from './conversions/index.ts';
import type { AsyncLaw, Law } from './core/law.ts';
import { probabilityFlow, tweedie } from './diffusion/index.ts';
import { flowMapInverse, flowMapVelocity, pushForward } from './flow-map/index.ts';
import { matchingGap, matchingGradients } from './matching/index.ts';
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
} from './solver/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: a list of laws about objects of all kinds
export type AnyLaw = Law<any, any> | AsyncLaw<any, any>;

/** All laws. */
export const laws: readonly AnyLaw[] = [
  scheduleBoundary,
  boundaryPath,
  scheduleDerivatives,
  scheduleInverses,
  flowMapVelocity,
  flowMapInverse,
  pushForward,
  matchingGradients,
  matchingGap,
  tweedie,
  probabilityFlow,
  conversions,
  changeOfScheduleLaw,
  backpropagationParameters,
  backpropagationInputs,
  jvpVjpAdjoint,
  cotangentLinearity,
  networkDivergence,
  hutchinson,
  rowIndependence,
  solverOrder,
  solverQuadrature,
  solverStabilityPolynomial,
  solverTimeChange,
  solverAffineInvariance,
  solverComposition,
];
