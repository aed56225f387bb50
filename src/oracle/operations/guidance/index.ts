import type { Operation } from '../../contract.ts';
import { guidanceClassifier } from './classifier.ts';
import { guidanceClassifierFree } from './classifier-free.ts';

export const guidanceOperations: readonly Operation[] = [guidanceClassifierFree, guidanceClassifier];
