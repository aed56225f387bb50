/** The solvers a second time: plain loops in fixed point, with the coefficients of src/solvers, which order conditions prove. */
import type { Case } from '../../../src/oracle/contract.ts';
import { euler } from '../../../src/solvers/euler.ts';
import { heun } from '../../../src/solvers/heun.ts';
import { heun3 } from '../../../src/solvers/heun3.ts';
import { midpoint } from '../../../src/solvers/midpoint.ts';
import { dopri5 } from '../../../src/solvers/pairs/dormand-prince.ts';
import { ralston } from '../../../src/solvers/ralston.ts';
import { rk4 } from '../../../src/solvers/rk4.ts';
import { rk4ThreeEighths } from '../../../src/solvers/rk4-38.ts';
import type { Tableau } from '../../../src/solvers/tableau.ts';
import { type Fixed, fixed, over, parse, sum, times } from './fixed-point.ts';

export const methods: Readonly<Record<string, Tableau>> = {
  euler,
  midpoint,
  heun,
  ralston,
  heun3,
  rk4,
  'rk4-38': rk4ThreeEighths,
  dopri5,
};

type Point = readonly Fixed[];
export type Field = (t: Fixed, x: Point) => Point;

const numbers = (question: Case, name: string): readonly Fixed[] =>
  Array.from(question.inputs[name]!.data, fixed);

/** v(t, x) = A x + B x² + c t + d t². */
export function fieldOf(question: Case): Field {
  const [A, B, c, d] = ['A', 'B', 'c', 'd'].map((name) => numbers(question, name)) as [
    Point,
    Point,
    Point,
    Point,
  ];
  const n = question.sizes.dim!;
  return (t, x) =>
    x.map((_, i) =>
      sum([
        ...x.map((xj, j) => times(A[i * n + j]!, xj) + times(B[i * n + j]!, times(xj, xj))),
        times(c[i]!, t),
        times(d[i]!, times(t, t)),
      ]),
    );
}

export const pointsOf = (question: Case, name: string): readonly Point[] => {
  const all = numbers(question, name);
  const n = question.sizes.dim!;
  return Array.from({ length: question.sizes.rows! }, (_, r) => all.slice(r * n, (r + 1) * n));
};

export function step({ a, b, c }: Tableau, field: Field, t: Fixed, h: Fixed, x: Point): Point {
  const slopes: Point[] = [];
  const along = (weights: readonly string[]): Point =>
    x.map((value, i) => value + times(h, sum(weights.map((w, j) => times(parse(w), slopes[j]![i]!)))));
  for (const [i, row] of a.entries()) slopes.push(field(t + times(parse(c[i]!), h), along(row)));
  return along(b);
}

/** Bashforth and Adams (1883). */
const adams: Readonly<Record<string, readonly [start: Tableau, numerators: readonly bigint[], q: number]>> = {
  ab2: [ralston, [3n, -1n], 2],
  ab3: [heun3, [23n, -16n, 5n], 12],
};

export function solve(
  name: string,
  field: Field,
  from: Fixed,
  to: Fixed,
  steps: number,
  start: Point,
): Point {
  const h = over(to - from, steps);
  const history: Point[] = [];
  let x = start;
  for (let n = 0; n < steps; n++) {
    const t = from + h * BigInt(n);
    const method = methods[name];
    if (method) {
      x = step(method, field, t, h, x);
      continue;
    }
    const [starter, numerators, q] = adams[name]!;
    history.unshift(field(t, x));
    if (history.length < numerators.length) x = step(starter, field, t, h, x);
    else
      x = x.map((value, i) => value + over(times(h, sum(numerators.map((p, j) => p * history[j]![i]!))), q));
  }
  return x;
}
