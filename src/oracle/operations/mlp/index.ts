import type { Operation } from '../../contract.ts';
import { mlpCfmGradient } from './cfm-gradient.ts';
import { mlpDivergence } from './divergence.ts';
import { mlpForward } from './forward.ts';
import { mlpGradient } from './gradient.ts';
import { mlpJvp } from './jvp.ts';
import { mlpVjp } from './vjp.ts';

export const mlpOperations: readonly Operation[] = [
  mlpForward,
  mlpGradient,
  mlpCfmGradient,
  mlpVjp,
  mlpJvp,
  mlpDivergence,
];
