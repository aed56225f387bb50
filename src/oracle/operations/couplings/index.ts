import type { Operation } from '../../contract.ts';
import { couplingExact } from './exact.ts';
import { couplingSinkhorn } from './sinkhorn.ts';

export const couplingOperations: readonly Operation[] = [couplingExact, couplingSinkhorn];
