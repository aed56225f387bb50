export { cholesky, logDeterminant, solveLower, solveLowerTransposed, solveUpper } from './cholesky.ts';
export { erf, erfc } from './erf.ts';
export { type ExactAccumulator, exactAccumulator, exactSum } from './exact-sum.ts';
export { exp, expm1, tanh } from './exp.ts';
export { type GaussHermite, gaussHermite } from './gauss-hermite.ts';
export { type GaussLegendre, gaussLegendre } from './gauss-legendre.ts';
export { log, log1p } from './log.ts';
export { logSumExp } from './log-sum-exp.ts';
export { logNormalCdf, logNormalPdf, normalCdf, normalPdf } from './normal-distribution.ts';
export { normalQuantile } from './normal-quantile.ts';
export { fractionalPower } from './power.ts';
export { cos, cosPi, sin, sinPi } from './sin-cos.ts';
export { compensatedSum, pairwiseSum } from './sums.ts';
export { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';

/** √x, correctly rounded by IEEE 754 on every engine. */
export const sqrt: (x: number) => number = (x) => Math.sqrt(x);
