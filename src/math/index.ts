export { cholesky, logDeterminant, solveLower, solveLowerTransposed, solveUpper } from './cholesky.ts';
export { type ExactAccumulator, exactAccumulator, exactSum } from './exact-sum.ts';
export { logSumExp } from './log-sum-exp.ts';
export {
  cos,
  cosPi,
  erf,
  erfc,
  exp,
  expm1,
  log,
  log1p,
  logNormalCdf,
  logNormalPdf,
  normalCdf,
  normalPdf,
  normalQuantile,
  sin,
  sinPi,
  tanh,
} from './provisional.ts';
export { compensatedSum, pairwiseSum } from './sums.ts';
export { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';

/** √x, correctly rounded by IEEE 754 on every engine. */
export const sqrt: (x: number) => number = (x) => Math.sqrt(x);
