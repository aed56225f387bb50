/**
 * A solver does not see which coordinates it is given: for y = A x + b, solving v(t, y) = A u(t, A⁻¹(y − b)) ends at A x(to) + b.
 *
 * Proof: if a stage state of y is A(·) + b of that of x, so is its slope, and so is every combination with Σ = 1 on the state. Judged
 * on smooth nonlinear fields, to rounding. A = S P with a permutation P and a product S of shears by small integers, whose inverse is
 * of integers too. Bound, in the maximum norm: rounding of x times ‖A‖, rounding of y with L_v = ‖A‖ L ‖A⁻¹‖ and U_v = ‖A‖ U, where
 * an evaluation of v also rounds y − b, its product with A⁻¹ (through L), and the product with A; and the products of the comparison.
 *
 * Cannot see errors that are affine themselves, such as a wrong step size. It sees steps that treat columns differently, mix them, clip or
 * normalise them, and tolerances that depend on units. Source: Hairer, Lubich & Wanner, Geometric Numerical Integration, VI.
 */

import fc from 'fast-check';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { vectors } from '../arbitraries/points.ts';
import { type WaveCase, waveCases, waveWords } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge } from '../core/measurement.ts';
import { largest } from '../core/vectors.ts';
import { roundingAfter, UNIT, unitOf, weightsOf } from './rounding.ts';
import { requireSolver, runSolver } from './run-solver.ts';
import type { SolverSubject } from './subject.ts';
import { distance, timeRounding, waveSmoothness, waveVelocity } from './waves.ts';

/** A problem and a change of coordinates y = A x + b. */
export interface AffineCase extends WaveCase {
  readonly matrix: readonly (readonly number[])[];
  /** A⁻¹. */
  readonly inverse: readonly (readonly number[])[];
  readonly shift: readonly number[];
}

/**
 * The law of coordinates.
 *
 * ```ts
 * import { heun } from 'flowproof';
 * import { type SolverSubject, solverAffineInvariance, tableauSolver } from 'flowproof/laws';
 * const solver = tableauSolver(heun);
 * console.log(solverAffineInvariance(solver).check().status); // holds
 * // x⁺ = max(x, −1) after the last step: coordinates with another origin are cut elsewhere.
 * const clipped: SolverSubject = {
 *   order: 1,
 *   solve: (u, x, { from, to }) => {
 *     const k = new Float64Array(x.length);
 *     u(from, x, k);
 *     return x.map((value, i) => Math.max(value + (to - from) * k[i]!, -1));
 *   },
 * };
 * console.log(solverAffineInvariance(clipped).check().status); // violated
 * ```
 */
export const solverAffineInvariance: Law<SolverSubject, AffineCase> = defineLaw({
  id: 'solver-affine-invariance',
  number: 9,
  title: 'y = A x + b, v = A u(A⁻¹(y − b)):  y(to) = A x(to) + b',
  kind: 'solver',
  assumes: ['a one-step method with equal steps'],
  export: 'solverAffineInvariance',
  runs: 40,
  refuses(solver) {
    requireSolver(solver);
    return null;
  },
  cases: () =>
    waveCases().chain((at) =>
      fc
        .tuple(coordinates(at.waves.length), vectors(at.waves.length, 2))
        .map(([pair, shift]): AffineCase => ({ ...at, ...pair, shift })),
    ),
  words: (at) => `${waveWords(at)}, A = ${JSON.stringify(at.matrix)}, b = [${at.shift.join(', ')}]`,
  measure(solver, { waves, x, from, to, steps, matrix, inverse, shift }) {
    const dim = waves.length;
    const velocity = waveVelocity(waves);
    const span = { from, to, steps, dim };
    const straight = runSolver(solver, velocity, x, span);
    const y0 = new Float64Array(x.length);
    forward(matrix, shift, x, y0);
    const turned = runSolver(solver, inCoordinates(velocity, matrix, inverse, shift), y0, span);
    const expected = new Float64Array(x.length);
    forward(matrix, shift, straight.x, expected);

    const W = weightsOf(solver);
    const length = Math.abs(to - from);
    const a = Math.max(...waves.map((wave) => Math.abs(wave[0]!)));
    const size = largest(x) + 2 * length * W * a;
    const smooth = waveSmoothness(waves, size, timeRounding(steps));
    const [A, B, c] = [norm(matrix), norm(inverse), largest(shift)];
    const product = (dim + 2) * UNIT;
    const pulledBack = product * B * (A * size + 2 * c);
    const other = {
      lipschitz: A * smooth.lipschitz * B,
      speed: A * smooth.speed,
      evaluation: A * (smooth.evaluation + smooth.lipschitz * pulledBack + product * smooth.speed),
    };
    const grid = { steps, length, stages: Math.ceil(straight.calls / steps) };
    const one = roundingAfter(solver, smooth, { ...grid, start: largest(x) });
    const compared = product * (A * size + c);
    const two = roundingAfter(solver, other, { ...grid, start: largest(y0), error: compared });
    if (!(one + two < Infinity)) {
      throw new CannotJudge(
        `${grid.stages} evaluations a step: what is known of rounding grows with a power of them, and bounds nothing here, as for implicit methods that iterate`,
      );
    }
    return {
      residual: distance(turned.x, expected),
      // An answer that the solver rounds to its arithmetic is rounded in both coordinates.
      bound: A * one + two + compared + unitOf(solver) * (A * size + c),
      why: 'rounding of the solves in both coordinates, and of the change between them',
      detail: `y ends at [${turned.x.join(', ')}], A x + b at [${expected.join(', ')}]`,
    };
  },
});

type Matrix = readonly (readonly number[])[];

/** A = S P and A⁻¹ = P⁻¹ S⁻¹ with whole entries; a turn by one column where there are two or more. */
function coordinates(dim: number): fc.Arbitrary<{ matrix: Matrix; inverse: Matrix }> {
  const shear = fc.tuple(fc.integer({ min: 0, max: dim - 1 }), fc.constantFrom(1, -1, 2, -2));
  return fc.tuple(fc.array(shear, { maxLength: 2 }), fc.constantFrom(1, -1, 2, -2)).map(([shears, scale]) => {
    let matrix = identity(dim).map((_, i, rows) => rows[(i + 1) % dim]!.map((v) => v * scale));
    let inverse = transposed(matrix).map((row) => row.map((v) => v / (scale * scale)));
    for (const [i, factor] of dim > 1 ? shears : []) {
      const j = (i + 1) % dim;
      matrix = matrix.map((row, r) => (r === i ? row.map((v, k) => v + factor * matrix[j]![k]!) : row));
      inverse = inverse.map((row) => row.map((v, k) => (k === j ? v - factor * row[i]! : v)));
    }
    return { matrix, inverse };
  });
}

const identity = (dim: number): number[][] =>
  Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => (i === j ? 1 : 0)));

const transposed = (m: Matrix): number[][] => m.map((_, i) => m.map((row) => row[i]!));

/** The largest Σⱼ|aᵢⱼ|. */
const norm = (m: Matrix): number => Math.max(...m.map((row) => row.reduce((s, v) => s + Math.abs(v), 0)));

/** out = A x + b, row by row. */
function forward(matrix: Matrix, shift: readonly number[], x: ArrayLike<number>, out: Float64Array): void {
  const dim = shift.length;
  for (let row = 0; row < x.length; row += dim) {
    for (let i = 0; i < dim; i++) {
      let sum = shift[i]!;
      for (let j = 0; j < dim; j++) sum += matrix[i]![j]! * x[row + j]!;
      out[row + i] = sum;
    }
  }
}

/** v(t, y) = A u(t, A⁻¹(y − b)). */
function inCoordinates(
  velocity: VelocityFunction,
  matrix: Matrix,
  inverse: Matrix,
  shift: readonly number[],
): VelocityFunction {
  const dim = shift.length;
  const none = shift.map(() => 0);
  return (t, y, out) => {
    const moved = Float64Array.from(y, (value, i) => value - shift[i % dim]!);
    const x = new Float64Array(y.length);
    forward(inverse, none, moved, x);
    const slope = new Float64Array(y.length);
    velocity(t, x, slope);
    forward(matrix, none, slope, moved);
    out.set(moved);
  };
}
