import type { Operation } from '../../contract.ts';
import { optimizerAdam } from './adam.ts';
import { optimizerAdamw } from './adamw.ts';
import { optimizerEma } from './ema.ts';

export const optimizerOperations: readonly Operation[] = [optimizerAdam, optimizerAdamw, optimizerEma];
