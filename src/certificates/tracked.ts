/** Exact numbers that carry how far they may be off: for the linear and bilinear conditions beside those of the trees. */

import type { ExactMethod, Size, Weights } from './exact-method.ts';
import { realValue } from './exact-number.ts';

/** value/denominator, with its size and, to first order, its possible error. */
export interface Tracked<T> {
  readonly value: T;
  readonly denominator: bigint;
  readonly size: Size;
}

/** Arithmetic on the coefficients of one method. */
export interface TrackedArithmetic<T> {
  readonly zero: Tracked<T>;
  readonly a: readonly (readonly Tracked<T>[])[];
  readonly c: readonly Tracked<T>[];
  weights(weights: Weights<T>): readonly Tracked<T>[];
  constant(p: number, q?: number): Tracked<T>;
  sum(terms: readonly Tracked<T>[]): Tracked<T>;
  times(x: Tracked<T>, y: Tracked<T>): Tracked<T>;
  minus(x: Tracked<T>, y: Tracked<T>): Tracked<T>;
  /** Whether x is 0, or may be within the precision of the method. */
  vanishes(x: Tracked<T>): boolean;
}

export function trackedArithmetic<T>(method: ExactMethod<T>): TrackedArithmetic<T> {
  const { ring, denominator: d } = method;
  const zero: Tracked<T> = { value: ring.zero, denominator: 1n, size: { magnitude: 0, slack: 0 } };
  const constant = (p: number, q = 1): Tracked<T> => ({
    value: ring.from(BigInt(p), 0n),
    denominator: BigInt(q),
    size: { magnitude: Math.abs(p / q), slack: 0 },
  });
  const add = (x: Tracked<T>, y: Tracked<T>): Tracked<T> => {
    const size = { magnitude: x.size.magnitude + y.size.magnitude, slack: x.size.slack + y.size.slack };
    if (ring.isZero(x.value)) return { ...y, size };
    if (ring.isZero(y.value)) return { ...x, size };
    if (x.denominator === y.denominator)
      return { value: ring.add(x.value, y.value), denominator: x.denominator, size };
    const value = ring.add(ring.scale(x.value, y.denominator), ring.scale(y.value, x.denominator));
    return { value, denominator: x.denominator * y.denominator, size };
  };
  const times = (x: Tracked<T>, y: Tracked<T>): Tracked<T> => ({
    value: ring.multiply(x.value, y.value),
    denominator: x.denominator * y.denominator,
    size: {
      magnitude: x.size.magnitude * y.size.magnitude,
      slack: x.size.magnitude * y.size.slack + x.size.slack * y.size.magnitude,
    },
  });
  return {
    zero,
    a: method.a.map((row, i) =>
      row.map((value, j) => ({ value, denominator: d, size: method.aSizes[i]![j]! })),
    ),
    c: method.c.map((value, i) => ({ value, denominator: d, size: method.cSizes[i]! })),
    weights: ({ values, denominator, sizes }) =>
      values.map((value, i) => ({ value, denominator, size: sizes[i]! })),
    constant,
    sum: (terms) => terms.reduce(add, zero),
    times,
    minus: (x, y) => add(x, { ...y, value: ring.scale(y.value, -1n) }),
    vanishes: ({ value, denominator, size }) => {
      if (ring.isZero(value)) return true;
      const allowed = method.rounded ? 2 * size.slack : method.precision;
      if (allowed === 0) return false;
      const [p, r] = ring.parts(value);
      return Math.abs(realValue(p, r, ring.radicand, denominator)) <= allowed;
    },
  };
}
