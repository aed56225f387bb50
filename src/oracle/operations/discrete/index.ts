import type { Operation } from '../../contract.ts';
import { discreteKl } from './kl.ts';
import { discreteRate } from './rate.ts';
import { discreteStep } from './step.ts';

export const discreteOperations: readonly Operation[] = [discreteRate, discreteStep, discreteKl];
