import type { Operation } from '../../contract.ts';
import { solverSolve } from './solve.ts';
import { solverStep } from './step.ts';

export const solverOperations: readonly Operation[] = [solverStep, solverSolve];
