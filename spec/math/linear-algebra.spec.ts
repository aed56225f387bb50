/** Cholesky, triangular solves, log-determinant, and Jacobi's eigenvalues, by residuals with first-order bounds. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import {
  cholesky,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
  solveUpper,
  symmetricEigen,
} from '../../src/math/index.ts';

const U = 2 ** -53;
// Entries whose products do not underflow: the bounds are relative.
const entry = fc.double({ min: -1, max: 1, noNaN: true }).map((x) => (Math.abs(x) < 1e-100 ? 0 : x));
const square = fc
  .integer({ min: 1, max: 8 })
  .chain((n) => fc.record({ n: fc.constant(n), b: fc.array(entry, { minLength: n * n, maxLength: n * n }) }));

/** B Bᵀ + ½ I: positive definite with smallest eigenvalue at least ½. */
const definite = square.map(({ n, b }) => {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 0.5 : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
      a[i * n + j] = sum;
      a[j * n + i] = sum;
    }
  }
  return { n, a };
});

const symmetric = square.map(({ n, b }) => {
  const a = Float64Array.from(b);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i]!;
  return { n, a };
});

describe('cholesky', () => {
  test.prop([definite])('L Lᵀ = A within (n + 1) u |L||Lᵀ|', ({ n, a }) => {
    // Higham, theorem 10.3: |A − L Lᵀ| ≤ γ_{n+1} |L||Lᵀ|; the check itself sums n products, another γ_n.
    const l = cholesky(a, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        let magnitude = 0;
        for (let k = 0; k < n; k++) {
          sum += l[i * n + k]! * l[j * n + k]!;
          magnitude += Math.abs(l[i * n + k]! * l[j * n + k]!);
        }
        expect(Math.abs(sum - a[i * n + j]!)).toBeLessThanOrEqual((2 * n + 2) * U * magnitude);
        if (j > i) expect(l[i * n + j]).toBe(0);
      }
    }
    expect(cholesky(a, n, a)).toEqual(l);
  });

  it('names the pivot of a matrix that is not positive definite', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(
      new ArgumentError({
        argument: 'a',
        expected: 'a symmetric positive definite matrix',
        received: 'pivot 1 = -3',
        wayOut: 'check that the matrix is a covariance, or add a small multiple of the identity',
      }),
    );
    expect(() => cholesky(Float64Array.of(0), 1)).toThrow('pivot 0 = 0');
    expect(() => cholesky(Float64Array.of(Number.NaN), 1)).toThrow('pivot 0 = NaN');
    expect(() => cholesky(Float64Array.of(Infinity), 1)).toThrow('pivot 0 = Infinity');
    expect(() => cholesky(new Float64Array(3), 2)).toThrow(ShapeError);
  });
});

describe('triangular systems', () => {
  test.prop([definite])('solve what they should, in place too', ({ n, a }) => {
    const l = cholesky(a, n);
    const upper = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) upper[i * n + j] = l[j * n + i]!;
    const b = Float64Array.from({ length: n }, (_, i) => 1 / (i + 1) - 0.3);
    const x = solveLower(l, n, b);
    // Higham, theorem 8.5: (T + ΔT) x = b with |ΔT| ≤ γ_n |T|; the check itself adds another γ_n.
    for (let i = 0; i < n; i++) {
      let sum = 0;
      let magnitude = Math.abs(b[i]!);
      for (let k = 0; k <= i; k++) {
        sum += l[i * n + k]! * x[k]!;
        magnitude += Math.abs(l[i * n + k]! * x[k]!);
      }
      expect(Math.abs(sum - b[i]!)).toBeLessThanOrEqual((2 * n + 2) * U * magnitude);
    }
    const y = solveUpper(upper, n, b);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      let magnitude = Math.abs(b[i]!);
      for (let k = i; k < n; k++) {
        sum += upper[i * n + k]! * y[k]!;
        magnitude += Math.abs(upper[i * n + k]! * y[k]!);
      }
      expect(Math.abs(sum - b[i]!)).toBeLessThanOrEqual((2 * n + 2) * U * magnitude);
    }
    expect(solveLowerTransposed(l, n, b)).toEqual(y);
    for (const [solve, matrix] of [
      [solveLower, l],
      [solveUpper, upper],
      [solveLowerTransposed, l],
    ] as const) {
      const inPlace = Float64Array.from(b);
      expect(solve(matrix, n, inPlace, inPlace)).toEqual(solve(matrix, n, b));
    }
  });

  it('refuse a zero on the diagonal and wrong lengths', () => {
    for (const solve of [solveLower, solveUpper, solveLowerTransposed]) {
      expect(() => solve(Float64Array.of(1, 0, 0, 0), 2, new Float64Array(2))).toThrow('diagonal[1]');
      expect(() => solve(new Float64Array(4), 2, new Float64Array(3))).toThrow(ShapeError);
    }
  });

  it('ln det of a factor', () => {
    expect(logDeterminant(Float64Array.of(2, 0, 1, 2), 2)).toBe(2 * (Math.LN2 + Math.LN2));
    expect(logDeterminant(new Float64Array(0), 0)).toBe(0);
    expect(() => logDeterminant(new Float64Array(3), 2)).toThrow(ShapeError);
    expect(() => logDeterminant(Float64Array.of(-1), 1)).toThrow('diagonal[0]');
  });
});

describe('symmetricEigen', () => {
  test.prop([symmetric])('A V = V diag(λ), Vᵀ V = I, λ ascending', ({ n, a }) => {
    const { values, vectors } = symmetricEigen(a, n);
    // A rotation costs a few u in norm, about n² of them a sweep, under ten sweeps: 10 n² · 6 u ‖A‖_F is generous yet tight.
    const norm = Math.sqrt(a.reduce((s, x) => s + x * x, 0));
    const tolerance = 60 * n * n * U;
    for (let i = 0; i < n; i++) {
      if (i > 0) expect(values[i]!).toBeGreaterThanOrEqual(values[i - 1]!);
      for (let j = 0; j < n; j++) {
        let av = 0;
        let vv = 0;
        for (let k = 0; k < n; k++) {
          av += a[i * n + k]! * vectors[k * n + j]!;
          vv += vectors[k * n + i]! * vectors[k * n + j]!;
        }
        expect(Math.abs(av - values[j]! * vectors[i * n + j]!)).toBeLessThanOrEqual(tolerance * norm);
        expect(Math.abs(vv - (i === j ? 1 : 0))).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  it('known spectra', () => {
    expect([...symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values]).toEqual([1, 3]);
    expect([...symmetricEigen(Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 2), 3).values]).toEqual([1, 2, 3]);
    expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
    expect(symmetricEigen(new Float64Array(0), 0).values).toHaveLength(0);
    // A graded matrix: the small eigenvalue 10⁻²⁰(1 − 10⁻⁴⁰/…) keeps its relative accuracy.
    const { values } = symmetricEigen(Float64Array.of(1, 1e-20, 1e-20, 1e-20), 2);
    expect(Math.abs(values[0]! / 1e-20 - 1)).toBeLessThanOrEqual(1e-15);
  });

  it('refuses what is not symmetric, finite, or n by n', () => {
    expect(() => symmetricEigen(Float64Array.of(1, 2, 3, 1), 2)).toThrow(
      'a[1, 0]: expected a symmetric matrix',
    );
    expect(() => symmetricEigen(Float64Array.of(Number.NaN), 1)).toThrow('a[0]: expected a finite number');
    expect(() => symmetricEigen(new Float64Array(3), 2)).toThrow(ShapeError);
  });
});
