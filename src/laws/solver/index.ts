export { type AffineCase, solverAffineInvariance } from './solver-affine-invariance.ts';
export { type CompositionCase, solverComposition } from './solver-composition.ts';
export { type OrderCase, solverOrder } from './solver-order.ts';
export { type QuadratureCase, solverQuadrature } from './solver-quadrature.ts';
export { type StabilityCase, solverStabilityPolynomial } from './solver-stability-polynomial.ts';
export { solverTimeChange, type TimeChangeCase } from './solver-time-change.ts';
export { solverTimeReversal } from './solver-time-reversal.ts';
export { type SolverSpan, type SolverSubject, type TableauSolverOptions, tableauSolver } from './subject.ts';
