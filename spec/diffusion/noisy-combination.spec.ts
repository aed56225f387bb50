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
const setting = fc.record({
  x: number,
  k: fc.array(number, { minLength: 3, maxLength: 3 }),
  weights: fc.array(weight, { minLength: 1, maxLength: 3 }),
  h: number,
  xi: fc.array(number, { minLength: 1, maxLength: 2 }),
  p: number,
  q: number,
});

it('float32 rounds every operation, float64 is plain', () => {
  fc.assert(
    fc.property(setting, ({ x, k, weights, h, xi, p, q }) => {
      const by = { stages: weights.map((_, j) => j), weights, denominator: 1 };
      const single = new Float32Array(1);
      const given = [Float32Array.of(x), Float32Array.from(k), Float32Array.from(xi)] as const;
      noisyCombination(given[0], given[1], by, h, given[2], p, q, single);
      const sum32 = weights.reduce<number | null>((s, w, j) => {
        const term = f(w * given[1][j]!);
        return s === null ? term : f(s + term);
      }, null)!;
      const first = f(f(p) * given[2][0]!);
      const noise32 = xi.length === 2 ? f(first + f(f(q) * given[2][1]!)) : first;
      expect(single[0]).toBe(f(given[0][0]! + f(f(f(h) * sum32) + noise32)));

      const double = new Float64Array(1);
      noisyCombination(Float64Array.of(x), Float64Array.from(k), by, h, Float64Array.from(xi), p, q, double);
      const sum64 = weights.slice(1).reduce((s, w, j) => s + w * k[j + 1]!, weights[0]! * k[0]!);
      const noise64 = xi.length === 2 ? p * xi[0]! + q * xi[1]! : p * xi[0]!;
      expect(double[0]).toBe(x + (h * sum64 + noise64));
    }),
    { numRuns: 2000 },
  );
});

it('a stage without any drift is the state and its noise', () => {
  const none = { stages: [], weights: [], denominator: 1 };
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
