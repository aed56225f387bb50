/** One Brownian path on several grids: what a coarser grid sees of it, where steps are unequal and where grids do not nest. */
import { describe, expect, it } from 'vitest';
import { coarsenNoise, noiseOnGrid } from '../../src/diffusion/index.ts';
import { key, normalInto } from '../../src/random/index.ts';

const fine = [0, 0.125, 0.5, 0.625, 0.875, 1];
const coarse = [0, 0.5, 0.875, 1];
const size = 3;
const noise = new Float64Array(2 * size * (fine.length - 1));
normalInto(key(5), 0, noise);
/** Some twenty roundings of numbers below 4. */
const ROUNDING = 1e-14;

/** B and ∫ B ds at the times of a grid, [time][B, ∫B], of one coordinate. */
function pathOf(noise: Float64Array, grid: readonly number[], coordinate: number): [number, number][] {
  let [b, integral] = [0, 0];
  const path: [number, number][] = [[b, integral]];
  for (let k = 0; k + 1 < grid.length; k++) {
    const h = grid[k + 1]! - grid[k]!;
    const [one, two] = [noise[2 * size * k + coordinate]!, noise[2 * size * k + size + coordinate]!];
    // ∫ (B_s − B_t) ds = ½ h √h (ξ₁ + ξ₂/√3).
    integral += h * b + 0.5 * h * Math.sqrt(h) * (one + two / Math.sqrt(3));
    b += Math.sqrt(h) * one;
    path.push([b, integral]);
  }
  return path;
}

describe('noiseOnGrid', () => {
  it('keeps B and its integral at every coarse time', () => {
    const seen = noiseOnGrid(noise, size, fine, coarse);
    for (let c = 0; c < size; c++) {
      const whole = pathOf(noise, fine, c);
      pathOf(seen, coarse, c).forEach((state, i) => {
        const there = whole[fine.indexOf(coarse[i]!)]!;
        state.forEach((value, j) => {
          expect(Math.abs(value - there[j]!)).toBeLessThanOrEqual(ROUNDING);
        });
      });
    }
  });

  it('makes independent standard normals of such numbers: its rows are orthonormal', () => {
    const columns = Array.from({ length: 10 }, (_, k) => {
      const unit = new Float64Array(10);
      unit[k] = 1;
      return noiseOnGrid(unit, 1, fine, coarse);
    });
    for (let r = 0; r < 6; r++) {
      for (let s = 0; s < 6; s++) {
        const dot = columns.reduce((sum, column) => sum + column[r]! * column[s]!, 0);
        expect(Math.abs(dot - Number(r === s))).toBeLessThanOrEqual(ROUNDING);
      }
    }
  });

  it('is coarsenNoise on equal steps, and changes nothing on the same grid', () => {
    const equal = [0, 0.25, 0.5, 0.75, 1];
    const four = noise.slice(0, 2 * size * 4);
    const halves = coarsenNoise(four, size, 2);
    noiseOnGrid(four, size, equal, [0, 0.5, 1]).forEach((value, i) => {
      expect(Math.abs(value - halves[i]!)).toBeLessThanOrEqual(ROUNDING);
    });
    noiseOnGrid(noise, size, fine, fine).forEach((value, i) => {
      expect(Math.abs(value - noise[i]!)).toBeLessThanOrEqual(ROUNDING);
    });
  });

  it.each([
    ['a time between fine ones', [0, 0.25, 1], /coarse\[1\]: expected .* among the fine ones.*0\.25/s],
    ['another beginning', [0.125, 1], /coarse\[0\]/],
    ['another end', [0, 0.5, 0.875], /coarse\[2\]/],
    ['a time beyond the end', [0, 1, 2], /coarse\[2\]/],
    ['a time twice', [0, 0.5, 0.5, 1], /coarse\[2\]/],
    ['times that go back', [0, 0.5, 0.125, 1], /coarse\[2\]/],
    ['a time that is none', [0, Number.NaN, 1], /coarse\[1\]/],
  ])('refuses %s', (_, grid, message) => {
    expect(() => noiseOnGrid(noise, size, fine, grid)).toThrow(message);
  });

  it.each([
    ['fine times that go back', [0, 0.5, 0.25, 0.75, 0.875, 1], coarse, 'fine[2]'],
    ['times that fall', fine.toReversed(), coarse.toReversed(), 'coarse[1]'],
    ['fine times that are none', fine.with(2, Number.NaN), coarse, 'fine[2]'],
    ['a single time', fine, [0], 'coarse'],
    ['no time', fine, [], 'coarse'],
  ])('refuses %s', (_, from, to, argument) => {
    expect(() => noiseOnGrid(noise, size, from, to)).toThrow(
      expect.objectContaining({ name: 'ArgumentError', argument }),
    );
  });

  it('refuses a buffer of another length', () => {
    expect(() => noiseOnGrid(noise.slice(1), size, fine, coarse)).toThrow(
      /noise: expected a buffer \[5, 2, 3\]/,
    );
  });
});
