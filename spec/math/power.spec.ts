import { describe, expect, test } from 'vitest';
import { expFixed, logFixed } from '../../src/math/fixed-exp-log.ts';
import { decompose, roundScaled } from '../../src/math/float-bits.ts';
import { fractionalPower } from '../../src/math/index.ts';

/** xʸ rounded from 400 bits of fixed-point arithmetic. */
function reference(x: number, y: number): number {
  const bits = 400;
  const [base, power] = [decompose(x), decompose(y)];
  const product = logFixed(base.integer, base.exponent, 2 * bits).value * power.integer;
  const { value, scale } = expFixed(product >> BigInt(bits - power.exponent), bits);
  return roundScaled(value, scale - bits);
}

const EXPONENTS = [-1 / 8, -1 / 5, -1 / 3, 1 / 9, 1 / 5, 1 / 2, 0.99, -1e-9];

describe('fractionalPower', () => {
  test.each(EXPONENTS)('x^%d is correctly rounded', (y) => {
    let seed = 1;
    const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32;
    const wrong: number[] = [];
    for (let i = 0; i < 200; i++) {
      const range = i % 2 === 0 ? 4 : 2000;
      const x = (0.5 + next() + next() * 2 ** -40) * 2 ** Math.floor((next() - 0.5) * range);
      if (!(fractionalPower(x, y) === reference(x, y))) wrong.push(x);
    }
    expect(wrong).toEqual([]);
  });

  test('finds values that are numbers', () => {
    for (const z of [1.5, 0.625, 3, 2 ** 40, 1 / 3.5 / 3.5]) {
      expect(fractionalPower(z * z, 0.5)).toBe(Math.sqrt(z * z));
    }
    for (const z of [3, 0.75, 63]) {
      const eighth = z * z * z * z * z * z * z * z;
      expect(fractionalPower(eighth, 1 / 8)).toBe(z);
      expect(fractionalPower(eighth, -1 / 8)).toBe(1 / z);
    }
  });

  test('knows its ends', () => {
    expect(fractionalPower(0, 0.2)).toBe(0);
    expect(fractionalPower(0, -0.2)).toBe(Infinity);
    expect(fractionalPower(Infinity, 0.2)).toBe(Infinity);
    expect(fractionalPower(Infinity, -0.2)).toBe(0);
    expect(fractionalPower(1, -0.2)).toBe(1);
    expect(fractionalPower(-1, 0.2)).toBeNaN();
    expect(fractionalPower(Number.NaN, 0.2)).toBeNaN();
    expect(fractionalPower(5e-324, 0.5)).toBe(Math.sqrt(5e-324));
    for (const y of [0, 1, -1, 2, Number.NaN]) {
      expect(() => fractionalPower(2, y)).toThrowError(expect.objectContaining({ name: 'ArgumentError' }));
    }
  });
});
