import type { Operation } from '../../contract.ts';
import { lossCfm } from './cfm.ts';
import { lossFm } from './fm.ts';

export const lossOperations: readonly Operation[] = [lossFm, lossCfm];
