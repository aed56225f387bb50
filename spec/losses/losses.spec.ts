/** Values and gradients of the losses, against their definitions and against differences of the float64 build. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PoleError, ShapeError } from '../../src/errors.ts';
import {
  cfmLossMeanRowsSumDims,
  fmLossMeanRowsSumDims,
  matchingWeight,
  pseudoHuberLossMeanRowsNormDims,
} from '../../src/losses/index.ts';
import { condOT, cosine, polynomial, type Schedule } from '../../src/schedules/index.ts';
import { twin } from '../support/twins.ts';

const finite = fc.double({ min: -8, max: 8, noNaN: true }).map(Math.fround);
const batches = fc
  .record({
    rows: fc.integer({ min: 1, max: 5 }),
    dim: fc.integer({ min: 1, max: 4 }),
    extra: fc.integer({ min: 0, max: 9 }),
  })
  .chain(({ rows, dim, extra }) => {
    const buffer = fc.array(finite, { minLength: rows * dim, maxLength: rows * dim });
    const weights = fc.array(fc.double({ min: 0.125, max: 4, noNaN: true }), {
      minLength: rows,
      maxLength: rows,
    });
    return fc.record({
      rows: fc.constant(rows),
      dim: fc.constant(dim),
      batchRows: fc.constant(rows + extra),
      p: buffer,
      u: buffer,
      w: weights,
    });
  });

type Loss = (dim: number, p: number[], u: number[], row: number) => number;
const square: Loss = (dim, p, u, r) => {
  let sum = 0;
  for (let i = r * dim; i < (r + 1) * dim; i++) sum += (p[i]! - u[i]!) ** 2;
  return sum;
};
const C = 0.5;
const huber: Loss = (dim, p, u, r) => Math.sqrt(square(dim, p, u, r) + C * C) - C;

const losses = [
  ['cfm', square, cfmLossMeanRowsSumDims, twin.cfmLossMeanRowsSumDims],
  ['fm', square, fmLossMeanRowsSumDims, twin.fmLossMeanRowsSumDims],
  [
    'pseudo-Huber',
    huber,
    (r, d, p, u, g, o) => pseudoHuberLossMeanRowsNormDims(r, d, p, u, C, g, o),
    (r, d, p, u, g, o) => twin.pseudoHuberLossMeanRowsNormDims(r, d, p, u, C, g, o),
  ],
] as [string, Loss, typeof fmLossMeanRowsSumDims, typeof twin.fmLossMeanRowsSumDims][];

describe.each(losses)('%s loss', (_, definition, narrow, wide) => {
  test('is the weighted mean over rows of its definition, and its gradient the derivative', () => {
    fc.assert(
      fc.property(batches, ({ rows, dim, batchRows, p, u, w }) => {
        const mean = (prediction: number[]): number => {
          let sum = 0;
          for (let r = 0; r < rows; r++) sum += w[r]! * definition(dim, prediction, u, r);
          return sum / batchRows;
        };
        const [p64, u64, gradient] = [Float64Array.from(p), Float64Array.from(u), new Float64Array(p.length)];
        const value = wide(rows, dim, p64, u64, gradient, { weights: Float64Array.from(w), batchRows });
        // p − u is up to 16 per element: sizes of value and slope for the float64 rounding.
        const size = 4 * 256 * p.length;
        if (!(Math.abs(value - mean(p)) <= 1e-14 * size)) expect.fail(`${value} is not ${mean(p)}`);
        for (let i = 0; i < p.length; i++) {
          const shifted = (h: number): number => mean(p.map((v, j) => (i === j ? v + h : v)));
          // Fourth-order difference: the fifth derivative of the square root is below 50/c⁴ = 800, h⁴/30 of it is left;
          // rounding adds 10⁻¹⁶·size/h.
          const h = 1e-3;
          const slope = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
          if (!(Math.abs(slope - gradient[i]!) <= 4 * 800 * h ** 4 + (3e-16 * size) / h)) {
            expect.fail(`gradient[${i}] = ${gradient[i]}, by differences ${slope}`);
          }
        }

        const gradient32 = new Float32Array(p.length);
        const weights = Float32Array.from(w);
        const value32 = narrow(rows, dim, Float32Array.from(p), Float32Array.from(u), gradient32, {
          weights,
          batchRows,
        });
        // Rounded: the weight, the error, its slope and their product; the error also enters the root.
        if (!(Math.abs(value32 - value) <= 4 * 2 ** -24 * Math.abs(value)))
          expect.fail(`${value32} is not ${value}`);
        gradient32.forEach((g, i) => {
          if (!(Math.abs(g - gradient[i]!) <= 6 * 2 ** -24 * Math.abs(gradient[i]!) + 2 ** -149)) {
            expect.fail(`float32 gradient[${i}] = ${g}, in float64 ${gradient[i]}`);
          }
        });
        const options = { weights, batchRows };
        expect(narrow(rows, dim, Float32Array.from(p), Float32Array.from(u), null, options)).toBe(value32);
      }),
      { numRuns: 100 },
    );
  });

  test('no weights are weights of one; no rows are no loss; short buffers are refused', () => {
    const [p, u] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(0, 1, 3, 9)];
    const [a, b] = [new Float32Array(4), new Float32Array(4)];
    expect(narrow(2, 2, p, u, a)).toBe(
      narrow(2, 2, p, u, b, { weights: Float32Array.of(1, 1), batchRows: 2 }),
    );
    expect(a).toEqual(b);
    expect(narrow(0, 2, p, u, a)).toBe(0);
    expect(() => narrow(3, 2, p, new Float32Array(6), a)).toThrow(ShapeError);
    expect(() => narrow(3, 2, new Float32Array(6), u, null)).toThrow(ShapeError);
    expect(() => narrow(2, 2, p, u, new Float32Array(3))).toThrow(ShapeError);
    expect(() => narrow(2, 2, p, u, a, { weights: new Float32Array(1) })).toThrow(ShapeError);
  });
});

test('the squared error is summed over dimensions and averaged over rows', () => {
  const gradient = new Float32Array(4);
  const value = cfmLossMeanRowsSumDims(2, 2, Float32Array.of(1, 2, 3, 4), new Float32Array(4), gradient);
  expect(value).toBe((1 + 4 + 9 + 16) / 2);
  expect([...gradient]).toEqual([1, 2, 3, 4]);
});

describe('matching weights', () => {
  const schedules: Schedule[] = [condOT, cosine, polynomial({ n: 2 })];

  test('turn the velocity error into the error of x₁, of the noise and of the score', () => {
    const pair = fc.tuple(finite, finite);
    fc.assert(
      fc.property(
        fc.constantFrom(...schedules),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        pair,
        finite,
        (s, t, [x1, guess], x0) => {
          const [a, b, aDot, bDot] = [s.alpha(t), s.sigma(t), s.alphaDot(t), s.sigmaDot(t)];
          const x = a * x1 + b * x0;
          // Every parametrization of one guess of x₁, by its own definition.
          const noise = (x - a * guess) / b;
          const velocity = aDot * guess + bDot * noise;
          const error = (velocity - (aDot * x1 + bDot * x0)) ** 2;
          const expected = {
            target: (guess - x1) ** 2,
            noise: (noise - x0) ** 2,
            score: (-noise / b + x0 / b) ** 2,
          };
          for (const matching of ['target', 'noise', 'score'] as const) {
            const weighted = matchingWeight(s, matching, t) * error;
            // Differences of numbers up to 8·20² through squares: 10⁻¹¹ of that size.
            const tolerance =
              1e-11 * (expected[matching] + matchingWeight(s, matching, t) * (1 + Math.abs(velocity)) ** 2);
            if (!(Math.abs(weighted - expected[matching]) <= tolerance)) {
              expect.fail(`${matching}: ${weighted} is not ${expected[matching]}`);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('have poles as typed errors', () => {
    expect(matchingWeight(condOT, 'target', 1)).toBe(0);
    expect(() => matchingWeight(condOT, 'score', 1)).toThrow(PoleError);
    expect(() => matchingWeight(polynomial({ n: 2 }), 'target', 0)).toThrow(PoleError);
  });
});
