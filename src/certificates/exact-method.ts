/**
 * A Runge–Kutta method in integers over common denominators.
 *
 * The elementary weight of a tree with n vertices has n − 1 factors out of A and c and one out of b: with D the denominator of A and c
 * and D_b that of b, it is an integer over D_b Dⁿ⁻¹. So the order conditions are decided without reducing a single fraction.
 */
import type { ReadTableau } from './candidate.ts';
import type { ExactCoefficient } from './coefficient.ts';
import { ratio } from './exact-number.ts';
import { type IntegerRing, integers, leastCommonMultiple, quadraticIntegers } from './integer-ring.ts';

/** How large a coefficient is, and how well it is known: |x| and the half unit of its last digit. */
export interface Size {
  readonly magnitude: number;
  readonly slack: number;
}

/** Weights on all stages over a common denominator. */
export interface Weights<T> {
  readonly values: readonly T[];
  readonly denominator: bigint;
  readonly sizes: readonly Size[];
}

export interface ExactMethod<T> {
  readonly ring: IntegerRing<T>;
  /** Those of the step; `a` and `c` also have those of the dense output, after them. */
  readonly stages: number;
  readonly denominator: bigint;
  /** D·A, square. */
  readonly a: readonly (readonly T[])[];
  /** D·c. */
  readonly c: readonly T[];
  readonly aSizes: readonly (readonly Size[])[];
  readonly cSizes: readonly Size[];
  readonly b: Weights<T>;
  readonly embedded: readonly { readonly name: string; readonly order: number; readonly b: Weights<T> }[];
  /** Entry k holds the coefficients of θᵏ⁺¹ in all b_i(θ). */
  readonly dense: { readonly order: number; readonly b: readonly Weights<T>[] } | null;
  /** Some coefficient is a rounding, and no precision is declared: tolerances follow from the digits. */
  readonly rounded: boolean;
  /** The declared ε; 0 where the coefficients are exact. */
  readonly precision: number;
  /** A is strictly lower triangular. */
  readonly explicit: boolean;
}

const denominatorOf = (coefficients: readonly ExactCoefficient[]): bigint =>
  coefficients.reduce((d, { p, r }) => leastCommonMultiple(leastCommonMultiple(d, p.q), r.q), 1n);

function sizeOf({ p, r, radicand, slack }: ExactCoefficient): Size {
  const root = Math.sqrt(Number(radicand));
  return { magnitude: Math.abs(ratio(p.p, p.q)) + Math.abs(ratio(r.p, r.q)) * root, slack };
}

const NONE: Size = { magnitude: 0, slack: 0 };
const ZERO: ExactCoefficient = { p: { p: 0n, q: 1n }, r: { p: 0n, q: 1n }, radicand: 1n, slack: 0 };

function build<T>(read: ReadTableau, ring: IntegerRing<T>): ExactMethod<T> {
  const entries = [...read.c, ...read.a.flat()];
  const everything = [entries, read.b, read.embedded.flatMap((e) => e.b), read.dense?.b.flat() ?? []].flat();
  const rounded = read.precision === null && everything.some(({ slack }) => slack > 0);
  const sizes = (coefficients: readonly ExactCoefficient[]): Size[] =>
    coefficients.map((coefficient) => (rounded ? sizeOf(coefficient) : NONE));
  const scaled = (coefficients: readonly ExactCoefficient[], d: bigint): T[] =>
    coefficients.map(({ p, r }) => ring.from(p.p * (d / p.q), r.p * (d / r.q)));
  const weights = (coefficients: readonly ExactCoefficient[]): Weights<T> => {
    const onAll = [
      ...coefficients,
      ...new Array<ExactCoefficient>(read.c.length - coefficients.length).fill(ZERO),
    ];
    const denominator = denominatorOf(coefficients);
    return { values: scaled(onAll, denominator), denominator, sizes: sizes(onAll) };
  };
  const powers = Math.max(0, ...(read.dense?.b.map((row) => row.length) ?? []));
  const denominator = denominatorOf(entries);
  return {
    ring,
    stages: read.stages,
    denominator,
    a: read.a.map((row) => scaled(row, denominator)),
    c: scaled(read.c, denominator),
    aSizes: read.a.map(sizes),
    cSizes: sizes(read.c),
    b: weights(read.b),
    embedded: read.embedded.map(({ name, order, b }) => ({ name, order, b: weights(b) })),
    dense: read.dense && {
      order: read.dense.order,
      b: Array.from({ length: powers }, (_, k) => weights(read.dense!.b.map((row) => row[k] ?? ZERO))),
    },
    rounded,
    precision: read.precision ?? 0,
    explicit: read.a.every((row, i) => row.every(({ p, r }, j) => j < i || (p.p === 0n && r.p === 0n))),
  };
}

/** The candidate over ℤ or ℤ[√d], whichever holds its coefficients, handed to `use`. */
export function withExactMethod<R>(read: ReadTableau, use: <T>(method: ExactMethod<T>) => R): R {
  return read.radicand === 1n
    ? use(build(read, integers))
    : use(build(read, quadraticIntegers(read.radicand)));
}
