import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { marginalField } from '../../src/fields/index.ts';
import { normalCdf, normalQuantile } from '../../src/math/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { euler, type GridSpec, gridTimes, heun, rk4, solve } from '../../src/solvers/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const ROWS = 200;
const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
const field = marginalField({ schedule: condOT, target });
const probability = (i: number): number => (i + 0.5) / ROWS;

/** A one-dimensional flow preserves the distribution function, so x(1) is the quantile of the target: by bisection. */
function targetQuantile(p: number): number {
  let [low, high] = [-6, 6];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    const cdf = 0.3 * normalCdf((middle + 2) / 0.5) + 0.7 * normalCdf((middle - 1.5) / 0.5);
    if (cdf < p) low = middle;
    else high = middle;
  }
}

const truth = Float64Array.from({ length: ROWS }, (_, i) => targetQuantile(probability(i)));
const quantiles = Float64Array.from({ length: ROWS }, (_, i) => normalQuantile(probability(i)));

function rmse(x: FloatArray): number {
  let square = 0;
  for (let i = 0; i < ROWS; i++) square += (x[i]! - truth[i]!) ** 2;
  return Math.sqrt(square / ROWS);
}

const STEPS = [8, 16, 32, 64, 128, 256];

/** RMSE at t = 1 in float64, as published for this problem: four printed digits each. */
describe.each([
  { solver: euler, row: ['2.551e-1', '1.423e-1', '8.039e-2', '4.258e-2', '1.604e-2', '7.615e-3'] },
  { solver: heun, row: ['3.636e-2', '6.970e-3', '1.789e-3', '4.629e-4', '1.183e-4', '2.994e-5'] },
  { solver: rk4, row: ['1.042e-3', '9.089e-5', '6.770e-6', '4.592e-7', '2.984e-8', '1.900e-9'] },
])('anchor: 0.3·N(−2, ½²) + 0.7·N(1.5, ½²), linear path, 200 normal quantiles', ({ solver, row }) => {
  test(`${solver.name} reproduces its row to all printed digits`, () => {
    const errors = STEPS.map((steps) => rmse(solve(field, quantiles, { dim: 1, solver, steps }).x));
    expect(errors.map((e) => e.toExponential(3))).toEqual(row);
  });
});

test('anchor in float32: the compensated state is an order of magnitude better at N = 1000, the plain one past its best', () => {
  const start = new Float32Array(quantiles);
  const error = (steps: number, compensated: boolean): number =>
    rmse(solve(field, start, { dim: 1, solver: rk4, steps, compensated }).x);
  const plain = error(1000, false);
  const compensated = error(1000, true);
  // Published for this problem: 9.2e-7 plain, 7.7e-8 compensated; the plain value depends on the order of operations.
  expect(plain).toBeLessThan(2e-6);
  expect(compensated).toBeLessThan(7.7e-8);
  expect(compensated).toBeLessThan(plain / 8);
  expect(plain).toBeGreaterThan(error(128, false));
});

test.each<[GridSpec, string]>([
  [{ kind: 'uniform' }, '4.6e-4'],
  [{ kind: 'shift', shift: 3 }, '1.1e-3'],
  [{ kind: 'edm' }, '3.1e-3'],
])('anchor on another grid: Heun with 64 steps on %o ends at %s, as published', (spec, printed) => {
  const error = rmse(solve(field, quantiles, { dim: 1, solver: heun, grid: gridTimes(spec, 64) }).x);
  expect(error.toExponential(1)).toBe(printed);
});
