import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { euler, heun, rk4 } from '../../src/solvers/index.ts';
import { solve } from '../../src/solvers/solve.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { dyadic, equalsRational } from './problems.ts';

/**
 * On [0, ¾] with N a power of two, h and h/6 = 1/(8N) are dyadic, so every intermediate of all three methods is exact in
 * float64 as long as it fits 53 bits: results compare with BigInt rationals by equality.
 */
const TO = 0.75;

/** The highest degree in t that the quadrature of the method integrates exactly. */
const degree = { euler: 0, heun: 1, rk4: 3 } as const;

describe.each([euler, heun, rk4])('$name on ẋ = polynomial in t', (solver) => {
  const exact = degree[solver.name as keyof typeof degree];

  /** ∫₀^{¾} Σ a_k t^k dt = Σ a_k 3^{k+1} / (4^{k+1} (k + 1)), over the common denominator 60 · 4⁵. */
  const integral = (coefficients: number[]): { p: bigint; q: bigint } => {
    const q = 60n * 4n ** 5n;
    const p = coefficients.reduce((sum, a, k) => {
      const power = BigInt(k + 1);
      return sum + (BigInt(a) * 3n ** power * q) / (4n ** power * power);
    }, 0n);
    return { p, q };
  };
  const run = (coefficients: number[], steps: number): number => {
    const field: VelocityFunction = (t, _, out) => {
      out[0] = coefficients.reduceRight((value, a) => value * t + a, 0);
    };
    return solve(field, new Float64Array([0]), { dim: 1, solver, steps, to: TO }).x[0]!;
  };

  test('is exact up to the degree of its quadrature', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: exact + 1 }),
        fc.constantFrom(1, 2, 4, 8, 16),
        (coefficients, steps) => {
          const { p, q } = integral(coefficients);
          return equalsRational(run(coefficients, steps), p, q);
        },
      ),
    );
  });

  test('and not one degree higher', () => {
    const monomial = [...new Array<number>(exact + 1).fill(0), 1];
    for (const steps of [1, 2, 4, 8]) {
      const { p, q } = integral(monomial);
      expect(equalsRational(run(monomial, steps), p, q)).toBe(false);
    }
  });
});

describe.each([euler, heun, rk4])('$name on ẋ = λx', (solver) => {
  /** R(z) = Σ_{k ≤ p} z^k / k! for z = a/b, over 24 b⁴. */
  const stability = (a: bigint, b: bigint): { p: bigint; q: bigint } => {
    let p = 0n;
    let factorial = 1n;
    for (let k = 0n; k <= BigInt(solver.order); k++) {
      if (k > 0n) factorial *= k;
      p += (24n / factorial) * a ** k * b ** (4n - k);
    }
    return { p, q: 24n * b ** 4n };
  };
  const linear =
    (lambda: number): VelocityFunction =>
    (_, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = lambda * x[i]!;
    };

  test('one step multiplies by its stability polynomial, exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -255, max: 255 }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (eighths, start, backward) => {
          const [from, to] = backward ? [TO, 0] : [0, TO];
          const { x } = solve(linear(eighths / 8), new Float64Array([start]), {
            dim: 1,
            solver,
            steps: 1,
            from,
            to,
          });
          const { p, q } = stability(BigInt((backward ? -3 : 3) * eighths), 32n);
          return equalsRational(x[0]!, p * BigInt(start), q);
        },
      ),
    );
  });

  test('N steps multiply by its N-th power, within the roundings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -128, max: 128 }),
        fc.constantFrom(2, 4, 8, 32, 128),
        fc.boolean(),
        (lambda32, steps, compensated) => {
          const lambda = lambda32 / 32;
          const { x } = solve(linear(lambda), new Float64Array([1]), {
            dim: 1,
            solver,
            steps,
            to: TO,
            compensated,
          });
          const { p, q } = stability(BigInt(3 * lambda32), BigInt(4 * 32 * steps));
          const { p: px, e } = dyadic(x[0]!);
          // x − (p/q)^N as a rational, scaled by 2⁶⁰ before it is cut to an integer.
          const n = BigInt(steps);
          const difference = px * q ** n - p ** n * 2n ** e;
          const error = Math.abs(Number((difference * 2n ** 60n) / (q ** n * 2n ** e))) / 2 ** 60;
          // A step makes at most 4 · (1 + 3) + 8 = 24 roundings of terms ≤ e^{|hλ|} |x|; the later flow spreads each by
          // at most the rest of e^{|λ|·¾}. One unit of 2⁻⁶⁰ for the cut.
          const bound = steps * 24 * 2 ** -53 * Math.exp(Math.abs(lambda) * TO * (1 + 1 / steps)) + 2 ** -60;
          return error <= bound;
        },
      ),
    );
  });
});
