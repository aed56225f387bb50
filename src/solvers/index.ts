/** Fixed-step explicit Runge–Kutta methods for any field (t, x, out) => void. */
export { euler } from './euler.ts';
export { heun } from './heun.ts';
export { rk4 } from './rk4.ts';
export { type Solution, type SolvableField, type SolveOptions, solve } from './solve.ts';
export type { DenseOutput, EmbeddedWeights, Tableau } from './tableau.ts';
export type { VelocityFunction } from './velocity.ts';
