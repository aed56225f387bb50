import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adamsBashforthRationals, multistepOrder } from '../../src/certificates/multistep-conditions.ts';
import { ArgumentError } from '../../src/errors.ts';
import { adamsBashforthWeights } from '../../src/solvers/adams-bashforth.ts';
import { parseRational, type Rational, rational } from '../../src/solvers/rational.ts';

const read = (text: string): Rational => parseRational('weight', text);
const number = ({ p, q }: Rational): number => Number(p) / Number(q);
const step = fc.double({ min: 1e-3, max: 1, noNaN: true });

describe('Adams and Bashforth', () => {
  test.each([
    [1, ['1']],
    [2, ['3/2', '-1/2']],
    [3, ['23/12', '-4/3', '5/12']],
    [4, ['55/24', '-59/24', '37/24', '-3/8']],
  ])('of order %i on equal steps', (order, weights) => {
    expect(adamsBashforthRationals(new Array<number>(order).fill(1))).toEqual(weights);
  });

  test.each([2, 3, 5])(
    'of order %i on any steps: all its conditions hold exactly, and the next fails',
    (order) => {
      fc.assert(
        fc.property(fc.array(step, { minLength: order, maxLength: order }), (steps) => {
          expect(multistepOrder(adamsBashforthRationals(steps), steps).order).toBe(order);
        }),
        { numRuns: 50 },
      );
    },
  );

  // With r₁ = h_{n−1}/h, r₂ = h_{n−2}/h the formulas of adams-bashforth.ts and the exact weights, both times 6 r₁ r₂ (r₁ + r₂), are polynomials
  // of degree at most 3 in either ratio: equal on 4 × 4 points, they are equal everywhere.
  test('the formulas of the solver are the exact weights, for all ratios', () => {
    const ratios = [1n, 2n, 3n, 5n];
    for (const r1 of ratios) {
      expect(adamsBashforthRationals([1, Number(r1)]).map(read)).toEqual([
        rational(2n * r1 + 1n, 2n * r1),
        rational(-1n, 2n * r1),
      ]);
      for (const r2 of ratios) {
        const [b0, b1, b2] = adamsBashforthRationals([1, Number(r1), Number(r2)]).map(read);
        expect(b1).toEqual(rational(-(2n + 3n * (r1 + r2)), 6n * r1 * r2));
        expect(b2).toEqual(rational(2n + 3n * r1, 6n * r2 * (r1 + r2)));
        const d = 6n * r1 * r2 * (r1 + r2);
        expect(b0).toEqual(rational(d + (2n + 3n * (r1 + r2)) * (r1 + r2) - (2n + 3n * r1) * r1, d));
      }
    }
  });

  test.each([2, 3])('the solver computes those of order %i to rounding', (order) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: order, maxLength: order }), (steps) => {
        const exact = adamsBashforthRationals(steps).map(read).map(number);
        const computed = adamsBashforthWeights(steps);
        // Up to ten roundings of terms that are at most the largest weight.
        const size = Math.max(...exact.map(Math.abs));
        return computed.every((b, j) => Math.abs(b - exact[j]!) <= 12 * 2 ** -53 * size);
      }),
    );
  });

  test('a change of 1e-6 in any weight costs the order, for rounded weights too', () => {
    for (const order of [2, 3]) {
      const steps = [1, 0.75, 1.25].slice(0, order);
      const weights = adamsBashforthWeights(steps);
      expect(multistepOrder(weights, steps, 1e-14).order).toBe(order);
      for (const j of weights.keys()) {
        const changed = weights.map((b, i) => (i === j ? b + 1e-6 : b));
        expect(multistepOrder(changed, steps, 1e-14).order).toBe(0);
      }
    }
  });
});

describe('the residuals', () => {
  test('of weights for equal steps on others tell the order that is lost', () => {
    const { order, residuals } = multistepOrder(['3/2', '-1/2'], [1, '1/2']);
    expect(order).toBe(1);
    expect(residuals.map(({ exact }) => exact)).toEqual(['0', '-1/4', '-11/24']);
  });

  test.each<[string, () => unknown]>([
    ['no step', () => adamsBashforthRationals([])],
    ['a step of 0', () => adamsBashforthRationals([1, 0])],
    ['steps of both signs', () => adamsBashforthRationals([1, -1])],
    ['NaN', () => adamsBashforthRationals([1, Number.NaN])],
    ['a weight too few', () => multistepOrder(['1'], [1, 1])],
  ])('%s is refused', (_, attempt) => {
    expect(attempt).toThrow(ArgumentError);
  });
});
