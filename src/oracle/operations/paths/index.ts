import type { Operation } from '../../contract.ts';
import { pathConditionalLogDensity } from './conditional-log-density.ts';
import { pathConditionalScore } from './conditional-score.ts';
import { pathConditionalVelocity } from './conditional-velocity.ts';
import { pathSample } from './sample.ts';
import { pathVelocity } from './velocity.ts';

export const pathOperations: readonly Operation[] = [
  pathSample,
  pathVelocity,
  pathConditionalVelocity,
  pathConditionalScore,
  pathConditionalLogDensity,
];
