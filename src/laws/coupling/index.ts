export { couplingCyclicalMonotonicity } from './coupling-cyclical-monotonicity.ts';
export { couplingDualGap } from './coupling-dual-gap.ts';
export { couplingMarginals } from './coupling-marginals.ts';
export { couplingPermutationEquivariance } from './coupling-permutation-equivariance.ts';
export { assignmentCoupling, type CouplingAnswer, type CouplingSubject, exactCoupling } from './subject.ts';
