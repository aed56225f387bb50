/**
 * Differential tests of a backend: cases drawn here, asked there, failures shrunk across the border. Needs the peer dependency
 * fast-check.
 *
 * @module
 */
export { type CaseArbitraryOptions, caseArbitrary } from './case-arbitrary.ts';
export { smallerCases } from './smaller-case.ts';
export {
  type DifferentialOptions,
  type DifferentialResult,
  type Failure,
  smallestFailure,
} from './smallest-failure.ts';
