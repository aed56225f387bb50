/** Couplings of a batch of x₀ with a batch of x₁. */
export { type Assignment, assign } from './assignment.ts';
export { independentCoupling } from './independent-coupling.ts';
export { type OptimalCoupling, optimalCoupling, squaredCosts } from './optimal-coupling.ts';
export { pairedRows } from './paired-rows.ts';
