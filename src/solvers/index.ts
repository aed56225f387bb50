/** Methods on a fixed grid for any field (t, x, out) => void. */
export { euler } from './euler.ts';
export { heun } from './heun.ts';
export { heun3 } from './heun3.ts';
export { midpoint } from './midpoint.ts';
export { bs3 } from './pairs/bogacki-shampine.ts';
export { dop853 } from './pairs/dop853.ts';
export { dopri5 } from './pairs/dormand-prince.ts';
export { tsit5 } from './pairs/tsitouras.ts';
export { ralston } from './ralston.ts';
export { rk4 } from './rk4.ts';
export { rk4ThreeEighths } from './rk4-38.ts';
export { type Solution, type SolvableField, type SolveOptions, solve } from './solve.ts';
export type { Solver } from './solver.ts';
export type { DenseOutput, EmbeddedWeights, Tableau } from './tableau.ts';
export type { VelocityFunction } from './velocity.ts';
