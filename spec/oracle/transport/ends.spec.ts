/** Where formulas of transport end: settled plans, costs beyond the range of exp, draws at the edge of a state, angles of 0 and 90°. */
import { expect, test } from 'vitest';
import { own } from '../../../src/oracle/arithmetic/machine.ts';
import { exact, onMachine, type Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import { instead, withInstead } from '../../../src/oracle/formula.ts';
import {
  costMatrixByAnyForm,
  goesOn,
  SETTLED,
  sinkhornPlan,
} from '../../../src/oracle/formulas/couplings.ts';
import { pick } from '../../../src/oracle/formulas/discrete.ts';
import { pairSlack, sinc, sphereExp } from '../../../src/oracle/formulas/sphere.ts';
import { on } from '../arithmetic/coarse-machine.ts';

/** The plan, and the changes of its rounds. */
function watched(exponents: readonly (readonly number[])[]): [plan: readonly number[], changes: number[]] {
  const changes: number[] = [];
  const watch = instead(goesOn, (right, round, change) => {
    changes.push(change);
    return right(round, change);
  });
  return [withInstead([watch], () => sinkhornPlan(exponents)), changes];
}

test('a plan ends when a round changes it no more, by the change of its row factors', () => {
  // Every entry of exp(−C/ε) is the product of a row's and a column's factor, so that one round settles it.
  const [plan, changes] = watched([
    [0, 0, 0],
    [-1, -1, -1],
  ]);
  for (const entry of plan) expect(Math.abs(entry - 1 / 6)).toBeLessThan(1e-15);
  expect(changes.length).toBe(3);
  expect(changes[2]).toBeLessThan(1e-15);
  // Rows and columns of the plan ½[[p, 1 − p], [1 − p, p]] with p/(1 − p) = e: one round leaves (2p − 1)² = tanh(½)² of a change.
  const [, slow] = watched([
    [0, -2],
    [0, 0],
  ]);
  expect(slow.length).toBeLessThan(30);
  expect(slow.at(-1)).toBeLessThanOrEqual(SETTLED);
  expect(Math.abs(slow[9]! / slow[8]! - Math.tanh(0.5) ** 2)).toBeLessThan(1e-4);
});

test('a row whose costs are all beyond the range of exp has its plan', () => {
  for (const far of [-800, 800]) {
    for (const entry of sinkhornPlan([
      [far, far],
      [0, 0],
    ])) {
      expect(entry).toBe(0.25);
    }
  }
});

test('the cost in any form holds the expanded form with its roundings', () => {
  // |x − y|² is exact, |x|² + |y|² − 2⟨x, y⟩ = 1 + 1.5625 − 2.5 is not, with three bits.
  const u = 1 / 8;
  const square = (v: number): number => v * v;
  const cost = (x: number, y: number): Tracked => {
    let result: Tracked | undefined;
    on(() => (result = costMatrixByAnyForm([[exact(x)]], [[exact(y)]])[0]![0]!));
    return result!;
  };
  // Squares and twice the product are rounded, the sum of two, and the difference.
  const squares = (1 + 1.5625) * u;
  const added = squares + (2.5625 + squares) * u;
  const doubled = 2.5 * u + (2.5 + 2.5 * u) * u;
  const all = added + doubled + (square(0.25) + added + doubled) * u;
  expect(cost(1, 1.25).v).toBe(0.0625);
  expect(Math.abs(cost(1, 1.25).e - all)).toBeLessThan(1e-12);
  // Float64 itself does not get the same number from both, which counts beside the roundings that both may have.
  const [x, y] = [1000.1, 1000.3];
  const apart = Math.abs(x * x + y * y - 2 * (x * y) - square(x - y));
  expect(apart).toBeGreaterThan(0);
  const silent = { ...own, u: 0, accumulateU: 0, functionU: 0 };
  const [[{ e }]] = onMachine(silent, () => costMatrixByAnyForm([[exact(x)]], [[exact(y)]])) as [[Tracked]];
  expect(e).toBe(apart);
});

test('a state is drawn by its cumulative weight, undecided within the errors of both', () => {
  const weights = [0.25, 0.25, 0.5].map(exact);
  const drawn = (u: Tracked, of = weights): Tracked => on(() => pick(of, u));
  // Two weights cost 1/7 of ½, three 1/3 of 1, on a machine of three bits.
  for (const [v, e, state, error] of [
    [0, 0, 0, 0],
    [0.2, 0, 0, 0],
    [0.25, 0, 1, Infinity],
    [0.3, 0, 1, 0],
    [0.45, 0, 1, Infinity],
    [0.4, 0, 1, 0],
    [0.55, 0, 2, Infinity],
    [0.6, 0, 2, 0],
    [0.6, 0.04, 2, Infinity],
    [0.7, 0, 2, Infinity],
  ] as const) {
    expect([v, drawn({ v, e, q: 0 })]).toEqual([v, { v: state, e: error, q: 0 }]);
  }
  // Weights with a sum below u by a rounding: the last state.
  expect(drawn(exact(0.999), [0.25, 0.25, 0.498].map(exact)).v).toBe(2);
});

test('sin(r)/r is 1 at 0, where a step goes nowhere', () => {
  expect(sinc(exact(0))).toEqual({ v: 1, e: 0, q: 0 });
  const x = [exact(0.6), exact(0.8)];
  expect(sphereExp(x, [exact(0), exact(0)]).map(({ v }) => v)).toEqual([0.6, 0.8]);
});

test('what points δ off the sphere cost an angle: 8 δ (1 + θ/sin θ)/sin θ, and a sine is no more than 1', () => {
  const slack = (theta: number, off: number): number =>
    pairSlack([exact(1), exact(0)], [exact((1 + off) * Math.cos(theta)), exact((1 + off) * Math.sin(theta))]);
  for (const theta of [0.3, 1.2, Math.PI / 2, 2.5]) {
    const expected = (8e-6 * (1 + theta / Math.sin(theta))) / Math.sin(theta);
    expect(Math.abs(slack(theta, 1e-6) / expected - 1)).toBeLessThan(1e-5);
  }
  const beyond = 0.04 * (1 + Math.PI / 2 / 1.005);
  expect(Math.abs(slack(Math.PI / 2, 0.005) / beyond - 1)).toBeLessThan(1e-9);
});
