/**
 * The Gaussian test function φ(x) = exp(−|x − c|²/2w²), and the grid on which its integrals are taken.
 *
 * Trapezoidal rule with spacing h = w/n on the ball |x − c| ≤ 9.5w, on whose rim φ = e⁻⁴⁵ = 2·10⁻²⁰. For an integrand that is φ times something
 * as smooth as a Gaussian of width ω ≥ w, with φ a Gaussian of width w/√2 or more, the error is 2 exp(−2π²(w/√2h)²) = 2 exp(−π²n²): 10⁻¹⁴ at n = 1.8,
 * 10⁻²¹ at n = 2.2.
 * Source: Trefethen & Weideman, The Exponentially Convergent Trapezoidal Rule, SIAM Review 56 (2014), theorem 5.1.
 */
import { exp } from '../../math/index.ts';

/** Where a test function sits, and how wide it is. */
export interface TestFunction {
  readonly centre: Float64Array;
  readonly width: number;
}

/** Points [rows, dim] of the rule, φ·hᵈ at each, and whether it lies on the rim. */
export interface TestGrid {
  readonly x: Float64Array;
  readonly weights: Float64Array;
  readonly onRim: readonly boolean[];
}

/** In widths; the rim is the last half. */
export const RADIUS = 9.5;
const RIM = 0.5;

/** φ at each row of x [rows, dim]. */
export function testValues({ centre, width }: TestFunction, x: Float64Array): Float64Array {
  const dim = centre.length;
  return Float64Array.from({ length: x.length / dim }, (_, r) => {
    let square = 0;
    for (let i = 0; i < dim; i++) {
      const y = (x[r * dim + i]! - centre[i]!) / width;
      square += y * y;
    }
    return exp(-0.5 * square);
  });
}

/** (∇φ/φ)·u at each row: −(x − c)·u/w². */
export function slopesAlong({ centre, width }: TestFunction, x: Float64Array, u: Float64Array): Float64Array {
  const dim = centre.length;
  return Float64Array.from({ length: x.length / dim }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum -= (x[r * dim + i]! - centre[i]!) * u[r * dim + i]!;
    return sum / (width * width);
  });
}

/** The rule with n points to a width, on the line or in the plane. */
export function testGrid(test: TestFunction, n: number): TestGrid {
  const { centre, width } = test;
  const dim = centre.length;
  const spacing = width / n;
  const side = Math.floor(RADIUS * n);
  const across = dim === 1 ? 0 : side;
  const points: number[] = [];
  const onRim: boolean[] = [];
  for (let j = -side; j <= side; j++) {
    for (let k = -across; k <= across; k++) {
      const distance = Math.sqrt(j * j + k * k) / n;
      if (distance > RADIUS) continue;
      points.push(centre[0]! + j * spacing);
      if (dim === 2) points.push(centre[1]! + k * spacing);
      onRim.push(distance > RADIUS - RIM);
    }
  }
  const x = Float64Array.from(points);
  const cell = dim === 1 ? spacing : spacing * spacing;
  return { x, weights: testValues(test, x).map((value) => value * cell), onRim };
}
