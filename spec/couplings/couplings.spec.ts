import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assign,
  independentCoupling,
  optimalCoupling,
  pairedRows,
  squaredCosts,
} from '../../src/couplings/index.ts';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { key } from '../../src/random/index.ts';

/** The optimum by trying all permutations: another derivation than augmenting paths. */
function bruteForce(cost: Float64Array, n: number): number {
  const used = new Array<boolean>(n).fill(false);
  const best = (row: number): number => {
    if (row === n) return 0;
    let least = Infinity;
    for (let j = 0; j < n; j++) {
      if (used[j]) continue;
      used[j] = true;
      least = Math.min(least, cost[row * n + j]! + best(row + 1));
      used[j] = false;
    }
    return least;
  };
  return best(0);
}

/** Whole costs: sums and differences are exact, and so must the answer be. */
const wholeCosts = (most: number) =>
  fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc
        .array(fc.integer({ min: -most, max: most }), { minLength: n * n, maxLength: n * n })
        .map((cost) => ({ n, cost: Float64Array.from(cost) })),
    );

describe('assign', () => {
  it.each([3, 1000])(
    'finds the optimum of all permutations, with potentials that prove it (costs up to %d)',
    (most) => {
      fc.assert(
        fc.property(wholeCosts(most), ({ n, cost }) => {
          const { assignment, f, g } = assign(cost, n);
          expect([...assignment].sort()).toEqual(Array.from({ length: n }, (_, i) => i));
          const total = assignment.reduce((sum, j, i) => sum + cost[i * n + j]!, 0);
          expect(total).toBe(bruteForce(cost, n));
          let duals = 0;
          for (let i = 0; i < n; i++) {
            duals += f[i]! + g[i]!;
            expect(g[i]!).toBeLessThanOrEqual(0);
            expect(f[i]! + g[assignment[i]!]!).toBe(cost[i * n + assignment[i]!]!);
            for (let j = 0; j < n; j++) expect(f[i]! + g[j]!).toBeLessThanOrEqual(cost[i * n + j]!);
          }
          expect(duals).toBe(total);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('gives ties to the lowest column, and handles none and one', () => {
    expect([...assign(new Float64Array(9), 3).assignment]).toEqual([0, 1, 2]);
    expect(assign(new Float64Array(0), 0).assignment).toHaveLength(0);
    expect([...assign(Float64Array.of(-7), 1).f]).toEqual([-7]);
  });

  it('solves 200 rows with a proof', () => {
    const n = 200;
    const cost = Float64Array.from({ length: n * n }, (_, k) => (k * 7919 + (k % 13) * 104729) % 10007);
    const { assignment, f, g } = assign(cost, n);
    for (let i = 0; i < n; i++) {
      expect(f[i]! + g[assignment[i]!]!).toBe(cost[i * n + assignment[i]!]!);
      for (let j = 0; j < n; j++)
        if (f[i]! + g[j]! > cost[i * n + j]!) expect.fail(`infeasible at ${i}, ${j}`);
    }
    expect(new Set(assignment).size).toBe(n);
  });

  it('refuses what is no cost matrix', () => {
    expect(() => assign(new Float64Array(3), 2)).toThrow(ShapeError);
    expect(() => assign(Float64Array.of(Number.NaN), 1)).toThrow(ArgumentError);
    expect(() => assign(new Float64Array(0), -1)).toThrow(ArgumentError);
  });
});

describe('optimalCoupling', () => {
  it('sorts on the line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (pairs) => {
          const x0 = Float64Array.from(pairs, ([a]) => a);
          const x1 = Float64Array.from(pairs, ([, b]) => b);
          const { cost } = optimalCoupling(x0, x1, 1);
          const [s0, s1] = [x0.slice().sort(), x1.slice().sort()];
          expect(cost).toBe(s0.reduce((sum, a, i) => sum + (a - s1[i]!) * (a - s1[i]!), 0));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not lose differences of far points', () => {
    const far = 2 ** 40;
    const { assignment, cost } = optimalCoupling(
      Float64Array.of(far, far + 1),
      Float64Array.of(far + 1, far),
      1,
    );
    expect([...assignment, cost]).toEqual([1, 0, 0]);
  });

  it('takes float32, and refuses batches that do not fit', () => {
    expect(optimalCoupling(Float32Array.of(0, 0, 3, 4), Float32Array.of(3, 4, 0, 1), 2).cost).toBe(1);
    expect([...squaredCosts(Float32Array.of(0, 0), Float32Array.of(3, 4, 1, 1), 2)]).toEqual([25, 2]);
    expect(() => optimalCoupling(new Float64Array(2), new Float64Array(4), 2)).toThrow(ShapeError);
    expect(() => optimalCoupling(new Float64Array(3), new Float64Array(3), 2)).toThrow(ShapeError);
    expect(() => optimalCoupling(Float64Array.of(Infinity), Float64Array.of(0), 1)).toThrow(ArgumentError);
    expect(() => optimalCoupling(Float64Array.of(1e200), Float64Array.of(-1e200), 1)).toThrow(ArgumentError);
  });
});

describe('independentCoupling and pairedRows', () => {
  it('pairs by number, or by a permutation of a key', () => {
    expect([...independentCoupling(3)]).toEqual([0, 1, 2]);
    const drawn = independentCoupling(50, key(1));
    expect([...drawn].sort((a, b) => a - b)).toEqual([...independentCoupling(50)]);
    expect([...drawn]).not.toEqual([...independentCoupling(50)]);
    expect([...independentCoupling(50, key(1))]).toEqual([...drawn]);
    expect(() => independentCoupling(1.5)).toThrow(ArgumentError);
  });

  it('moves whole rows, and refuses rows that are not there', () => {
    const a = Int32Array.of(1, 1, 0);
    expect([...pairedRows(a, Float32Array.of(1, 2, 3, 4), 2)]).toEqual([3, 4, 3, 4, 1, 2]);
    expect(pairedRows(a, Int32Array.of(7, 8), 1)).toEqual(Int32Array.of(8, 8, 7));
    expect(() => pairedRows(Int32Array.of(2), Float64Array.of(1, 2), 1)).toThrow(ArgumentError);
    expect(() => pairedRows(Int32Array.of(-1), Float64Array.of(1, 2), 1)).toThrow(ArgumentError);
    expect(() => pairedRows(a, Float64Array.of(1, 2, 3), 2)).toThrow(ShapeError);
  });
});
