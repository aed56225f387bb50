/** Noise and the arithmetic of a stochastic stage: float64 in plain operators, float32 with every operation rounded by itself, to the bit. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalNoise } from '../../src/diffusion/index.ts';
import { fold, key, normalInto, withStream } from '../../src/random/index.ts';
import { noisyCombination } from '../../src/solvers/stochastic/noisy-combination.ts';

const f = Math.fround;
// Uniform in the value: doubles that are uniform in their bits would mostly be too small to be added to anything.
const number = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((n) => n / 2 ** 27);
const weight = fc.integer({ min: -9, max: 9 });
const numbers = (count: number): fc.Arbitrary<number[]> =>
  fc.array(number, { minLength: count, maxLength: count });
/** Three stages of two coordinates, of which some are used in any order. */
const setting = fc.record({
  x: numbers(2),
  k: numbers(6),
  stages: fc.shuffledSubarray([0, 1, 2], { minLength: 1 }),
  weights: fc.array(weight, { minLength: 3, maxLength: 3 }),
  h: number,
  xi: fc.oneof(numbers(2), numbers(4)),
  p: number,
  q: number,
});

it('float32 rounds every operation, float64 is plain', () => {
  fc.assert(
    fc.property(setting, ({ x, k, stages, weights, h, xi, p, q }) => {
      const by = { stages, weights: weights.slice(0, stages.length) };
      const single = new Float32Array(2);
      const given = [Float32Array.from(x), Float32Array.from(k), Float32Array.from(xi)] as const;
      noisyCombination(given[0], given[1], by, h, given[2], p, q, single);
      const double = new Float64Array(2);
      noisyCombination(
        Float64Array.from(x),
        Float64Array.from(k),
        by,
        h,
        Float64Array.from(xi),
        p,
        q,
        double,
      );
      for (const i of [0, 1]) {
        const terms32 = by.weights.map((w, j) => f(w * given[1][2 * stages[j]! + i]!));
        const sum32 = terms32.slice(1).reduce((s, term) => f(s + term), terms32[0]!);
        const first = f(f(p) * given[2][i]!);
        const noise32 = xi.length === 4 ? f(first + f(f(q) * given[2][2 + i]!)) : first;
        expect(single[i]).toBe(f(given[0][i]! + f(f(f(h) * sum32) + noise32)));

        const terms64 = by.weights.map((w, j) => w * k[2 * stages[j]! + i]!);
        const sum64 = terms64.slice(1).reduce((s, term) => s + term, terms64[0]!);
        const noise64 = xi.length === 4 ? p * xi[i]! + q * xi[2 + i]! : p * xi[i]!;
        expect(double[i]).toBe(x[i]! + (h * sum64 + noise64));
      }
    }),
    { numRuns: 150 },
  );
});

it('a stage without any drift is the state and its noise', () => {
  const none = { stages: [], weights: [] };
  for (const Type of [Float32Array, Float64Array]) {
    const out = new Type(1);
    noisyCombination(Type.of(1), Type.of(Number.NaN), none, 1, Type.of(2), 0.5, 0, out);
    expect(out[0]).toBe(2);
  }
});

it('normalNoise is the normal number e of withStream(fold(key, step), draw): other steps and draws are other numbers', () => {
  const noise = normalNoise(key(5));
  const seen = new Set<number>();
  for (let step = 0; step < 5; step++) {
    for (let draw = 0; draw < 2; draw++) {
      const [out, expected] = [new Float64Array(7), new Float64Array(7)];
      noise(step, draw, 3, out);
      normalInto(withStream(fold(key(5), step), draw), 3, expected);
      expect([...out]).toEqual([...expected]);
      out.forEach((value) => {
        seen.add(value);
      });
    }
  }
  expect(seen.size).toBe(70);
});
