import { describe, expect, it } from 'vitest';
import { pairedRatio, roundOrder, summary } from '../../bench/harness/statistics.mjs';

describe('what is said of repeated times', () => {
  it('gives the quartiles of definition 7', () => {
    // Places 0, 0.75, 1.5, 2.25, 3 of 1, 2, 4, 8.
    expect(summary([8, 1, 4, 2])).toEqual({ count: 4, low: 1, quartile: 1.75, median: 3, upper: 5, high: 8 });
    expect(summary([7])).toEqual({ count: 1, low: 7, quartile: 7, median: 7, upper: 7, high: 7 });
    expect(() => summary([])).toThrow(RangeError);
  });

  it('divides theirs by ours, pair by pair', () => {
    expect(pairedRatio([2, 4], [6, 20])).toEqual({
      count: 2,
      low: 3,
      quartile: 3.5,
      median: 4,
      upper: 4.5,
      high: 5,
    });
    expect(() => pairedRatio([1], [1, 2])).toThrow(RangeError);
  });

  it('does not see a machine that slows down, which medians by themselves would', () => {
    const drift = [1, 1.5, 2.5, 4, 7];
    const ours = drift;
    // The second one is measured a little later in every pair, but runs only while the machine is slow.
    const theirs = drift.map((slowness) => 3 * slowness);
    expect(pairedRatio(ours, theirs)).toEqual({
      count: 5,
      low: 3,
      quartile: 3,
      median: 3,
      upper: 3,
      high: 3,
    });
    expect(summary(theirs.slice(2)).median / summary(ours).median).toBeGreaterThan(4);
  });
});

describe('who runs when', () => {
  const pairs = [
    ['a', 'b'],
    ['a', 'c'],
  ] as const;

  it('turns every second round around, so that each is first as often as second', () => {
    const runs = [0, 1].flatMap((round) => roundOrder(pairs, round).flatMap(({ order }) => order));
    expect(runs.join('')).toBe('abac' + 'caba');
  });

  it('keeps whose pair it is', () => {
    expect(roundOrder(pairs, 3).map(({ pair }) => pair)).toEqual([1, 0]);
  });
});
