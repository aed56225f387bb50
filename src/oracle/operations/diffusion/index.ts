import type { Operation } from '../../contract.ts';
import { sdeStep } from './step.ts';

export const diffusionOperations: readonly Operation[] = [sdeStep];
