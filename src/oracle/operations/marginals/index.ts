import type { Operation } from '../../contract.ts';
import { marginalDivergence } from './divergence.ts';
import { marginalLogDensity } from './log-density.ts';
import { marginalScore } from './score.ts';
import { marginalVelocity } from './velocity.ts';

export const marginalOperations: readonly Operation[] = [
  marginalVelocity,
  marginalScore,
  marginalDivergence,
  marginalLogDensity,
];
