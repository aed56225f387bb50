/**
 * The shoulders of the normal quantile in SIMD take what lies within a bound of the definition, and leave the rest. Uniforms are put where
 * that matters: so that the draw falls on the border of two float32, to the last bits of float64.
 */
import { expect, test } from 'vitest';
import { kernelsOf, together } from '../../src/kernels/heap.ts';
import { normalCdf } from '../../src/math/index.ts';
import { wichuraQuantile } from '../../src/math/wichura.ts';
import { key, uniform } from '../../src/random/index.ts';

/** What the kernel writes for each uniform, NaN where it wrote nothing, and the numbers that it left. */
function draws(uniforms: readonly number[]): { values: Float32Array; left: number[]; kept: number[] } {
  const count = uniforms.length;
  const { out, numbers, list } = together((heap) => ({
    out: heap.float32(count),
    numbers: heap.int32(count + 1),
    list: heap.float64(Math.max(4096, count + 1)),
  }));
  out.fill(Number.NaN);
  list.set(uniforms);
  for (let i = 0; i < count; i++) numbers[i] = i;
  const { simd } = kernelsOf(out)!;
  const left = simd.normalTails(count, numbers.byteOffset, list.byteOffset, out.byteOffset);
  return { values: out, left: [...numbers.subarray(0, left)], kept: [...list.subarray(0, left)] };
}

/** Every value is the definition's, or left with its uniform. Returns the share that was left. */
function expectDefinition(uniforms: readonly number[]): number {
  const { values, left, kept } = draws(uniforms);
  const isLeft = new Set(left);
  expect(kept).toEqual(left.map((i) => uniforms[i]));
  for (const [i, p] of uniforms.entries()) {
    const expected = isLeft.has(i) ? Number.NaN : Math.fround(wichuraQuantile(p));
    if (!Object.is(values[i], expected)) expect.fail(`p = ${p}: ${values[i]}, by definition ${expected}`);
  }
  return left.length / uniforms.length;
}

const scattered = [...uniform(key(11), [20_001], { dtype: 'float64' }).data];

test('uniforms of the sampler: as defined, and hardly any is left', () => {
  const outside = scattered.map((u) => (u < 0.5 ? 0.075 * 2 * u : 1 - 0.075 * 2 * (1 - u)));
  expect(expectDefinition(outside)).toBeLessThan(1e-3);
  for (let count = 0; count < 5; count++) expectDefinition(outside.slice(0, count));
});

test('all exponents, down to where the far tail begins', () => {
  expect(expectDefinition(scattered.map((u) => 0.075 * 2 ** (-32 * u)))).toBeLessThan(1e-3);
});

test('draws on the border of two float32 are left, or right', () => {
  const step = new Int32Array(1);
  const float = new Float32Array(step.buffer);
  const borders = scattered.slice(0, 4000).flatMap((u) => {
    float[0] = 1.45 + 5 * u;
    const below = float[0];
    step[0]!++;
    const p = normalCdf(-(below + float[0]!) / 2);
    // The border in p is up to some roundings of the quantile's away.
    return [-64, -16, -4, 0, 4, 16, 64].map((ulps) => p * (1 + ulps * 2 ** -52));
  });
  expect(expectDefinition(borders)).toBeGreaterThan(0.5);
});

test('the far tail is left, from p = e⁻²⁵ on', () => {
  const far = [2 ** -53, 1e-12, Math.exp(-25), 1 - 2 ** -53, 1 - 1e-12];
  expect(draws(far).left).toEqual([0, 1, 2, 3, 4]);
});
