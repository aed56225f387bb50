/** What the losses promise beside their formulas: one rounding per float32 operation, nothing written past the rows, exact limits. */
import { describe, expect, test } from 'vitest';
import { ArgumentError, PoleError, ShapeError } from '../../src/errors.ts';
import {
  cfmLossMeanRowsSumDims,
  fmLossMeanRowsSumDims,
  matchingWeight,
  pseudoHuberLossMeanRowsNormDims,
} from '../../src/losses/index.ts';
import { condOT } from '../../src/schedules/index.ts';

type Loss = typeof fmLossMeanRowsSumDims;
const huber =
  (c: number): Loss =>
  (rows, dim, p, u, gradient, options) =>
    pseudoHuberLossMeanRowsNormDims(rows, dim, p, u, c, gradient, options);
const losses: [string, Loss][] = [
  ['cfm', cfmLossMeanRowsSumDims],
  ['fm', fmLossMeanRowsSumDims],
  ['pseudo-Huber', huber(0.5)],
];

describe.each(losses)('%s loss', (_, loss) => {
  test('rounds the error to float32 before anything else: 1 − 2⁻³⁰ counts as 1', () => {
    const value = (u: number): number => loss(1, 1, Float32Array.of(1), Float32Array.of(u), null);
    expect(value(2 ** -30)).toBe(value(0));
  });

  test('writes the gradient of its rows and nothing behind them', () => {
    const gradient = new Float32Array(8).fill(Number.NaN);
    loss(2, 2, new Float32Array(8).fill(3), new Float32Array(8), gradient);
    expect(gradient.subarray(0, 4).every(Number.isFinite)).toBe(true);
    expect(gradient.subarray(4).every(Number.isNaN)).toBe(true);
  });

  test('refuses counts that are none, and tiles larger than their batch', () => {
    const [p, u] = [new Float32Array(6), new Float32Array(6)];
    for (const [rows, dim, batchRows, name] of [
      [-1, 2, 2, 'rows'],
      [1.5, 2, 2, 'rows'],
      [2, 0, 2, 'dim'],
      [2, 1.5, 2, 'dim'],
      [2, 2, 1, 'batchRows'],
      [2, 2, 2.5, 'batchRows'],
    ] as const) {
      const call = (): number => loss(rows, dim, p, u, null, { batchRows });
      expect(call, name).toThrow(ArgumentError);
      expect(call, name).toThrow(new RegExp(`^${name}: expected`));
    }
    // A tile may have as many rows as its batch.
    expect(loss(2, 2, p, u, null, { batchRows: 2 })).toBe(0);
  });

  test('names the buffer that is too short', () => {
    const long = new Float32Array(6);
    const refused = (call: () => number, name: RegExp): void => {
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(name);
    };
    refused(() => loss(3, 2, long.subarray(1), long, null), /^prediction: expected .* 6 elements/);
    refused(() => loss(3, 2, long, long, long.subarray(1)), /^gradient: expected/);
    refused(() => loss(3, 2, long, long, null, { weights: long.subarray(4) }), /^weights: expected .* 3/);
  });
});

test('the gradient of the squared error is round(round(2w/B)·round(v − u)), each rounding by itself', () => {
  // Thirds and tenths are never exact: over 96 elements each missing rounding changes some of the results.
  const rows = 12;
  const p = Float32Array.from({ length: 96 }, (_, i) => (i + 1) / 3);
  const u = Float32Array.from({ length: 96 }, (_, i) => (i * i) / 10);
  const weights = Float32Array.from({ length: rows }, (_, r) => 1 + r / 7);
  const gradient = new Float32Array(96);
  fmLossMeanRowsSumDims(rows, 8, p, u, gradient, { weights, batchRows: 13 });
  const expected = gradient.map((_, i) => {
    const slope = Math.fround((2 * weights[Math.floor(i / 8)]!) / 13);
    return Math.fround(slope * Math.fround(p[i]! - u[i]!));
  });
  expect(gradient).toEqual(expected);
});

test('the gradient of the pseudo-Huber loss is round(round(w/(B√(‖v − u‖² + c²)))·round(v − u))', () => {
  const rows = 12;
  const p = Float32Array.from({ length: 96 }, (_, i) => (i + 1) / 3);
  const u = Float32Array.from({ length: 96 }, (_, i) => (i * i) / 10);
  const weights = Float32Array.from({ length: rows }, (_, r) => 1 + r / 7);
  const gradient = new Float32Array(96);
  pseudoHuberLossMeanRowsNormDims(rows, 8, p, u, 0.5, gradient, { weights, batchRows: 13 });
  const error = p.map((v, i) => v - u[i]!);
  const expected = gradient.map((_, i) => {
    const r = Math.floor(i / 8);
    let square = 0;
    for (let j = 8 * r; j < 8 * r + 8; j++) square += error[j]! * error[j]!;
    return Math.fround(Math.fround(weights[r]! / (13 * Math.sqrt(square + 0.25))) * error[i]!);
  });
  expect(gradient).toEqual(expected);
});

test('the pseudo-Huber scale c goes down to 10⁻³⁰, below which c² vanishes in float64', () => {
  const value = (c: number): number => huber(c)(1, 1, Float32Array.of(3), Float32Array.of(0), null);
  // √(9 + c²) − c = 3 − c to first order; c is far below the last place of 3.
  for (const c of [1e-30, 1e-20]) expect(value(c)).toBe(3);
  for (const c of [0.995e-30, 0, -1, Number.NaN, Infinity]) {
    expect(() => value(c)).toThrow(/^c: expected a finite number/);
  }
});

test('a matching weight without a value names the schedule and what it was for', () => {
  expect(() => matchingWeight(condOT, 'score', 1)).toThrow(PoleError);
  expect(() => matchingWeight(condOT, 'score', 1)).toThrow(/^t: .*cond-ot .* score matching, received 1/);
});
