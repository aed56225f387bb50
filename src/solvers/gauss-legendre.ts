/**
 * The Gauss–Legendre method of order 4: implicit, symmetric and symplectic, with two stages in ℚ(√3):
 *
 *   c = ½ ∓ √3/6,    A = [ ¼          ¼ − √3/6 ]    b = (½, ½).
 *                        [ ¼ + √3/6   ¼        ]
 *
 * Solved backward it goes the way it came, up to rounding: the discrete flow is exactly reversible. Its stability function is the Padé quotient
 * (1 + z/2 + z²/12)/(1 − z/2 + z²/12). Source: J. Kuntzmann (1961) and J. C. Butcher, "Implicit Runge–Kutta processes", Math. Comp. 18 (1964);
 * Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, table II.7.3.
 */

/** rational + sqrt3·√3, both parts exact. */
export interface Surd {
  readonly rational: string;
  readonly sqrt3: string;
}

/** An implicit Runge–Kutta method of Gauss with coefficients in ℚ(√3). */
export interface GaussLegendreMethod {
  readonly kind: 'gauss-legendre';
  readonly name: string;
  readonly order: number;
  readonly c: readonly Surd[];
  /** Full rows. */
  readonly a: readonly (readonly Surd[])[];
  readonly b: readonly Surd[];
}

const surd = (rational: string, sqrt3 = '0'): Surd => ({ rational, sqrt3 });

/**
 * Gauss–Legendre of order 4. Every step iterates its two stages to rounding, with two evaluations an iteration; a row that has converged
 * stays as it is, so that rows do not depend on each other.
 *
 * @example
 * ```ts
 * import { gl4, solve } from 'flowproof';
 *
 * const field = (t: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void => {
 *   for (let i = 0; i < x.length; i++) out[i] = Math.sin(x[i]!) + t;
 * };
 * const there = solve(field, new Float64Array([1]), { dim: 1, solver: gl4, steps: 8 });
 * const back = solve(field, there.x, { dim: 1, solver: gl4, steps: 8, from: 1, to: 0 });
 * console.log(Math.abs(back.x[0]! - 1) < 1e-14); // true
 * ```
 */
export const gl4: GaussLegendreMethod = {
  kind: 'gauss-legendre',
  name: 'gl4',
  order: 4,
  c: [surd('1/2', '-1/6'), surd('1/2', '1/6')],
  a: [
    [surd('1/4'), surd('1/4', '-1/6')],
    [surd('1/4', '1/6'), surd('1/4')],
  ],
  b: [surd('1/2'), surd('1/2')],
};
