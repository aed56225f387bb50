import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stageTime, timeGrid } from '../../src/solvers/time-grid.ts';

// Doubles of all sizes, decimals (whose differences are rounded), and neighbours a few ulps apart.
const time = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 1000 }).map((i) => i / 1000),
  fc.integer({ min: -6, max: 6 }).map((i) => 0.7 + i * 2 ** -53),
);
const steps = fc.integer({ min: 1, max: 3000 });
const HALF = { p: 1, q: 2 };
const FULL = { p: 1, q: 1 };

test('hits the ends where from + (to − from) would not', () => {
  expect(0.2 + (0.85 - 0.2)).not.toBe(0.85);
  expect(timeGrid(0.2, 0.85, 3)[3]).toBe(0.85);
});

test('hits both ends exactly and never turns back, for any ends', () => {
  fc.assert(
    fc.property(time, time, steps, (from, to, n) => {
      fc.pre(from !== to);
      const grid = timeGrid(from, to, n);
      expect(grid[0]).toBe(from);
      expect(grid[n]).toBe(to);
      const forward = from < to;
      for (let i = 0; i < n; i++) {
        const ordered = forward ? grid[i]! <= grid[i + 1]! : grid[i]! >= grid[i + 1]!;
        if (!ordered) return false;
      }
      return true;
    }),
  );
});

test('stages stay inside the interval, and c = 1 is the next grid point to the bit', () => {
  const abscissa = fc.constantFrom(
    HALF,
    FULL,
    { p: 1, q: 3 },
    { p: 2, q: 3 },
    { p: 8, q: 9 },
    { p: 4, q: 5 },
  );
  fc.assert(
    fc.property(time, time, steps, abscissa, fc.nat(), (from, to, n, c, at) => {
      fc.pre(from !== to);
      const i = at % n;
      const t = stageTime(from, to, n, i, c);
      expect(t >= Math.min(from, to) && t <= Math.max(from, to)).toBe(true);
      expect(stageTime(from, to, n, i, FULL)).toBe(timeGrid(from, to, n)[i + 1]);
    }),
  );
});

test('on [0, 1] the grid is i/N rounded once: no drift at any N', () => {
  for (const n of [1, 3, 7, 10, 1000, 2000]) {
    const grid = timeGrid(0, 1, n);
    for (let i = 0; i <= n; i++) expect(grid[i]).toBe(i / n);
  }
});

test('from 1 to 0 every stage time is 1 − s of the forward one', () => {
  fc.assert(
    fc.property(steps, fc.nat(), fc.constantFrom(HALF, FULL, { p: 1, q: 3 }), (n, at, c) => {
      const i = at % n;
      expect(stageTime(1, 0, n, i, c)).toBe(1 - stageTime(0, 1, n, i, c));
    }),
  );
});
