import { expect, test } from 'vitest';
import { samplePath } from '../../src/kernels/path-sampling.ts';

test('each row by its own coefficients; the ends of the path are exact', () => {
  const [x0, x1] = [Float32Array.of(1, 2, 3, 4, 0.1, 0.7), Float32Array.of(5, 6, 7, 8, -0.3, 0.9)];
  const [xt, velocity] = [new Float32Array(6), new Float32Array(6)];
  const rows = (a: number, b: number, c: number): Float32Array => Float32Array.of(a, b, c);
  samplePath(3, 2, x0, x1, rows(0, 1, 0.5), rows(1, 0, 0.25), rows(1, 2, 3), rows(-1, 0, -5), xt, velocity);
  const f = Math.fround;
  const last = (a: number, s: number, i: number): number => f(f(a * x1[i]!) + f(s * x0[i]!));
  expect([...xt]).toEqual([1, 2, 7, 8, last(0.5, 0.25, 4), last(0.5, 0.25, 5)]);
  expect([...velocity]).toEqual([4, 4, 14, 16, last(3, -5, 4), last(3, -5, 5)]);
});
