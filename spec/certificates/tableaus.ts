/** Every Runge–Kutta method of the house, as a candidate for a certificate. */
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import * as solvers from '../../src/solvers/index.ts';

const isTableau = (value: unknown): value is CandidateTableau =>
  typeof value === 'object' && value !== null && 'a' in value && 'b' in value && 'c' in value;

/** Found, not listed: a new tableau cannot escape. */
export const tableaus: readonly CandidateTableau[] = Object.values<unknown>({ ...solvers })
  .filter(isTableau)
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));
