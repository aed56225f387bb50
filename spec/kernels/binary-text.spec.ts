import { expect, test } from 'vitest';
import { bytesOf } from '../../src/kernels/binary-text.ts';
import { SIMD_BINARY } from '../../src/kernels/simd-binary.ts';

test('every byte has its text', () => {
  const single = Array.from({ length: 91 }, (_, k) => (k - 16) & 255);
  const characters = [...Array(127).keys()].slice(32).filter((code) => code !== 34 && code !== 92);
  const text = (numbers: number[]): string => String.fromCharCode(...numbers.map((n) => characters[n]!));
  expect([...bytesOf(text([...Array(91).keys()]))]).toEqual(single);
  for (const [lead, first, count] of [
    [91, 91, 93],
    [92, 184, 72],
  ] as const) {
    for (let n = 0; n < count; n++) {
      expect([...bytesOf(text([lead, n, 5]))]).toEqual([(first + n - 16) & 255, (5 - 16) & 255]);
    }
  }
});

test('the module is one, and its text stands in a literal as it is', () => {
  expect([...bytesOf(SIMD_BINARY).subarray(0, 8)]).toEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  expect(SIMD_BINARY).toMatch(/^[ !#-[\]-~]+$/);
});
