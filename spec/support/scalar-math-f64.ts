/** What kernels/scalar-math.ts computes in float32, in float64: the stand-in of the float64 twin. */
import { cosPi, exp, expm1, log1p, normalCdf, sinPi, tanh } from '../../src/math/index.ts';

export { exp, expm1, tanh };
export const log1pUnit = (f: number): number => log1p(f);
export const gaussian = (x: number): number => exp(-0.5 * x * x);
export const normalTail = (a: number, _e: number): number => normalCdf(-a);
export const sinTurns = (u: number): number => sinPi(2 * u);
export const cosTurns = (u: number): number => cosPi(2 * u);
