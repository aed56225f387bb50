import type { Operation } from '../../contract.ts';
import { densityHutchinson } from './hutchinson.ts';
import { densityLogLikelihood } from './log-likelihood.ts';

export const densityOperations: readonly Operation[] = [densityLogLikelihood, densityHutchinson];
