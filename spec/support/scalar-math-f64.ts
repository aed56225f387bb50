/** What kernels/scalar-math.ts computes in float32, in float64: the stand-in of the float64 twin. */
import { cosPi, exp, expm1, log1p, normalCdf, sinPi, tanh } from '../../src/math/index.ts';

export { exp, expm1, tanh };
export const log1pUnit = (f: number): number => log1p(f);
export const gaussian = (x: number): number => exp(-0.5 * x * x);
export const normalTail = (a: number, _e: number): number => normalCdf(-a);
export function sinCosTurns(u: number, out: Float64Array, sinAt: number, cosAt: number): void {
  out[sinAt] = sinPi(2 * u);
  out[cosAt] = cosPi(2 * u);
}
