/**
 * Two batches of points to couple, as plain data; shrink to few rows of short numbers. Main tier: two to seven rows of hundredths. Edge tier: one row,
 * few distinct points, all on a line, and squares whose best pairings tie.
 */
import fc from 'fast-check';
import { hundredths } from './points.ts';

/** Batches [rows, dim] of the same length, and a permutation of the rows of each. */
export interface CouplingCase {
  readonly dim: number;
  readonly x0: readonly number[];
  readonly x1: readonly number[];
  readonly order0: readonly number[];
  readonly order1: readonly number[];
}

/** Cases in `dim` dimensions, or in 1 to 3. */
export function pointPairs(dim?: number): fc.Arbitrary<CouplingCase> {
  const dims = dim === undefined ? fc.integer({ min: 1, max: 3 }) : fc.constant(dim);
  const rows = fc.oneof(
    { withCrossShrink: true },
    { weight: 9, arbitrary: fc.integer({ min: 2, max: 7 }) },
    { weight: 1, arbitrary: fc.constant(1) },
  );
  return fc.tuple(dims, rows).chain(([d, n]) => {
    const few = fc.integer({ min: -1, max: 1 });
    const batch = (value: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
      fc.array(value, { minLength: n * d, maxLength: n * d });
    const onLine = fc
      .array(fc.integer({ min: -3, max: 3 }), { minLength: n, maxLength: n })
      .map((positions) => positions.flatMap((s) => Array.from({ length: d }, (_, k) => s * (k + 1))));
    const points = fc.oneof(
      { withCrossShrink: true },
      { weight: 7, arbitrary: fc.tuple(batch(hundredths(3)), batch(hundredths(3))) },
      { weight: 2, arbitrary: fc.tuple(batch(few), batch(few)) },
      { weight: 1, arbitrary: fc.tuple(onLine, onLine) },
    );
    return fc
      .tuple(points, orders(n), orders(n))
      .map(([[x0, x1], order0, order1]): CouplingCase => ({ dim: d, x0, x1, order0, order1 }));
  });
}

function orders(n: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: n }, (_, i) => i);
  return fc.shuffledSubarray(all, { minLength: n, maxLength: n });
}

/** The batches in words. */
export function pairWords({ dim, x0, x1 }: CouplingCase): string {
  return `x₀ = ${rowWords(x0, dim)}, x₁ = ${rowWords(x1, dim)}`;
}

function rowWords(x: readonly number[], dim: number): string {
  const rows = Array.from({ length: x.length / dim }, (_, i) => x.slice(i * dim, (i + 1) * dim).join(', '));
  return dim === 1 ? `[${rows.join(', ')}]` : `[${rows.map((row) => `(${row})`).join(', ')}]`;
}
