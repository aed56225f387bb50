/**
 * E[φ(X_t) − φ(X_s) − ∫ₛᵗ ∇φ·u(X_τ) dτ] from draws of p, in any dimension, with a confidence interval.
 *
 * The same random numbers serve all times, so that each row is one path X_τ and the bracket is small already; rows are independent, and
 * their mean lies within 6 standard errors of its expectation but for one case in 5·10⁸ (normal distribution; the brackets are bounded where u is). In τ
 * Gauss–Legendre with 4 and with 6 nodes, whose difference is the error estimate.
 */
import { gaussLegendre } from '../../math/index.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { drawPoints, velocityAt } from './field-values.ts';
import { slopesAlong, type TestFunction, testValues } from './test-function.ts';

/** The mean of the brackets, and what it is made of. */
export interface DrawnBalance {
  readonly residual: number;
  /** 6 standard errors. */
  readonly interval: number;
  readonly unresolved: number;
  readonly change: number;
  /** Mean of |∫∇φ·u dτ|. */
  readonly traffic: number;
}

const ROWS = 512;
const STANDARD_ERRORS = 6;

export function drawnBalance(
  field: FieldSubject,
  test: TestFunction,
  s: number,
  t: number,
  seed: number,
): DrawnBalance {
  const before = testValues(test, drawPoints(field, s, seed, ROWS));
  const after = testValues(test, drawPoints(field, t, seed, ROWS));
  const crossed = crossing(field, test, s, t, seed, 6);
  const brackets = after.map((value, r) => value - before[r]! - crossed[r]!);
  const mean = meanOf(brackets);
  const square = brackets.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    residual: mean,
    interval: STANDARD_ERRORS * Math.sqrt(square / (ROWS - 1) / ROWS),
    unresolved: Math.abs(meanOf(crossing(field, test, s, t, seed, 4)) - meanOf(crossed)),
    change: meanOf(after) - meanOf(before),
    traffic: meanOf(crossed.map(Math.abs)),
  };
}

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** ∫ₛᵗ ∇φ·u(X_τ) dτ of each row. */
function crossing(
  field: FieldSubject,
  test: TestFunction,
  s: number,
  t: number,
  seed: number,
  nodes: number,
): Float64Array {
  const rule = gaussLegendre(nodes);
  const sums = new Float64Array(ROWS);
  for (let q = 0; q < nodes; q++) {
    const time = s + (t - s) * rule.nodes[q]!;
    const x = drawPoints(field, time, seed, ROWS);
    const slopes = slopesAlong(test, x, velocityAt(field, time, x));
    const values = testValues(test, x);
    for (let r = 0; r < ROWS; r++) sums[r]! += (t - s) * rule.weights[q]! * values[r]! * slopes[r]!;
  }
  return sums;
}
