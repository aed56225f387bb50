import type { Operation } from '../../contract.ts';
import { sphereExpOperation, sphereLogOperation, spherePathOperation } from './sphere.ts';
import { torusExpOperation, torusLogOperation, torusPathOperation } from './torus.ts';

export const manifoldOperations: readonly Operation[] = [
  sphereExpOperation,
  sphereLogOperation,
  spherePathOperation,
  torusExpOperation,
  torusLogOperation,
  torusPathOperation,
];
