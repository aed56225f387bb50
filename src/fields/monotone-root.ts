/**
 * Roots of increasing functions on the line, held in a bracket that has one.
 *
 * Newton runs on ln F − ln p, which is nearly quadratic in the tails of a distribution where F itself is nearly exponential:
 * y ← y − ln(F/p)·F/F′, whose error goes from e to ½ (F″/F′ − F′/F) e². The logarithm is taken through log1p, so that it keeps its
 * digits as F → p.
 */
import { log1p } from '../math/index.ts';

type OfLine = (y: number) => number;

/**
 * y in [a, b] with F(y) = p > 0, F increasing with derivative `slope`, as well as F tells neighbouring floats apart. A step that leaves
 * the bracket is replaced by a bisection, and so is every second one after the twelfth, so that the loop ends whatever F is.
 */
export function newtonOnLogarithm(F: OfLine, slope: OfLine, p: number, a: number, b: number): number {
  let low = a;
  let high = b;
  let y = low + (high - low) / 2;
  for (let i = 0; ; i++) {
    const value = F(y);
    if (value === p) return y;
    if (value < p) low = y;
    else high = y;
    const newton = y - (log1p((value - p) / p) * value) / slope(y);
    if (newton === y) return y;
    const usable = newton > low && newton < high && (i < 12 || i % 2 === 0);
    const next = usable ? newton : low + (high - low) / 2;
    if (next <= low || next >= high) return next;
    y = next;
  }
}

/** The smallest float of [a, b] at which the increasing f is not negative, b if there is none. */
export function bisect(f: OfLine, a: number, b: number): number {
  let low = a;
  let high = b;
  for (let y = low + (high - low) / 2; y > low && y < high; y = low + (high - low) / 2) {
    if (f(y) < 0) low = y;
    else high = y;
  }
  return high;
}
