import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCoefficient } from '../../src/certificates/coefficient.ts';
import { exactNumber, ratio, realValue } from '../../src/certificates/exact-number.ts';
import { integers, power, quadraticIntegers } from '../../src/certificates/integer-ring.ts';

describe('a quotient as a float64', () => {
  test('is rounded once', () => {
    const part = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });
    const positive = fc.bigInt({ min: 1n, max: 2n ** 53n });
    // The division of two float64 is rounded once.
    fc.assert(fc.property(part, positive, (p, q) => Object.is(ratio(p, q) + 0, Number(p) / Number(q) + 0)));
  });

  test('a hair above the middle of two float64 goes up, the middle to the even one', () => {
    const middle = 2n ** 53n + 1n;
    expect(ratio(middle, 1n)).toBe(2 ** 53);
    expect(ratio(middle * 2n ** 500n + 1n, 2n ** 500n)).toBe(2 ** 53 + 2);
    expect(ratio(-(middle * 2n ** 500n) - 1n, 2n ** 500n)).toBe(-(2 ** 53) - 2);
  });

  test('reaches to both ends of float64', () => {
    expect(ratio(1n, 2n ** 1074n)).toBe(5e-324);
    expect(ratio(1n, 2n ** 1076n)).toBe(0);
    expect(ratio(2n ** 2000n, 2n ** 1000n)).toBe(2 ** 1000);
    expect(ratio(2n ** 1024n, 1n)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('ℤ[√d]', () => {
  const root3 = quadraticIntegers(3n);
  const small = fc.bigInt({ min: -1000n, max: 1000n });
  const element = fc.record({ p: small, r: small });
  const real = ({ p, r }: { p: bigint; r: bigint }): number => Number(p) + Number(r) * Math.sqrt(3);

  test('adds and multiplies like real numbers', () => {
    fc.assert(
      fc.property(element, element, (a, b) => {
        const [x, y] = [real(a), real(b)];
        const size = 4000 * 4000;
        return (
          Math.abs(real(root3.multiply(a, b)) - x * y) <= 16 * 2 ** -53 * size &&
          Math.abs(real(root3.add(a, b)) - x - y) <= 16 * 2 ** -53 * 4000
        );
      }),
    );
  });

  // |p + r√3| ≥ 1/(|p| + |r|√3) > 1e-4 unless both are 0: float64 cannot mistake its sign.
  test('knows its signs', () => {
    fc.assert(fc.property(element, (a) => root3.sign(a) === Math.sign(real(a))));
  });

  test('knows signs and values where both parts nearly cancel', () => {
    // (2 − √3)ⁿ = p − r√3, with p and r of 190 digits for n = 333.
    let [p, r] = [1n, 0n];
    for (let n = 1; n <= 333; n++) {
      [p, r] = [2n * p + 3n * r, p + 2n * r];
      const expected = (2 - Math.sqrt(3)) ** n;
      expect(root3.sign({ p, r: -r })).toBe(1);
      expect(root3.sign({ p: -p, r })).toBe(-1);
      // The power in float64 is off by n times the error of 2 − √3, which is 2⁻⁵³ √3 of a number of size 0.27.
      const relative = Math.abs(realValue(p, -r, 3n, 1n) / expected - 1);
      expect(relative).toBeLessThanOrEqual((n + 2) * 8 * 2 ** -53);
    }
  });

  test.each([
    [0n, 0n, 6n, '0'],
    [3n, 0n, 6n, '1/2'],
    [-6n, 0n, 6n, '-1'],
    [3n, -1n, 6n, '1/2 - √3/6'],
    [0n, 1n, 1n, '√3'],
    [0n, -2n, 6n, '-√3/3'],
    [-3n, 4n, 6n, '-1/2 + 2√3/3'],
  ])('%i + %i √3 over %i is %s', (p, r, q, text) => {
    expect(exactNumber(root3, { p, r }, q).exact).toBe(text);
  });

  test('a number of more than 60 characters has no text', () => {
    expect(exactNumber(integers, power(3n, 200), power(2n, 300)).exact).toBeNull();
  });
});

describe('a coefficient', () => {
  const value = (text: unknown): number => {
    const { p, r, radicand } = parseCoefficient('x', text);
    return Number(p.p) / Number(p.q) + (Number(r.p) / Number(r.q)) * Math.sqrt(Number(radicand));
  };

  test.each<[unknown, number]>([
    ['0', 0],
    ['-3/8', -0.375],
    ['+2', 2],
    [' 1 / 4 ', 0.25],
    ['.5', 0.5],
    ['5.', 5],
    ['-1.25e-2', -0.0125],
    ['1.5E3', 1500],
    ['0.5/2', 0.25],
    ['1/2+1/3-1/6', 2 / 3],
    ['√2', Math.SQRT2],
    ['-sqrt(2)/2', -Math.SQRT1_2],
    ['1/4 − √3/6', 0.25 - Math.sqrt(3) / 6],
    ['3*sqrt(5)', 3 * Math.sqrt(5)],
    ['3√5/2', 1.5 * Math.sqrt(5)],
    ['2/3·√5', (2 / 3) * Math.sqrt(5)],
    ['√12', 2 * Math.sqrt(3)],
    ['√72/6', Math.SQRT2],
    ['√9', 3],
    ['√3 - √12 + 1', 1 - Math.sqrt(3)],
    ['√0', 0],
    [0.25, 0.25],
    [1e-7, 1e-7],
    [{ rational: '1/2', sqrt3: '-1/6' }, 0.5 - Math.sqrt(3) / 6],
  ])('%j', (text, expected) => {
    expect(Math.abs(value(text) - expected)).toBeLessThanOrEqual(
      4 * 2 ** -53 * Math.max(1, Math.abs(expected)),
    );
  });

  test('of √12 is 2√3, so that it goes with √3', () => {
    expect(parseCoefficient('x', '√12')).toMatchObject({ r: { p: 2n, q: 1n }, radicand: 3n });
  });

  test.each<[unknown, number]>([
    ['1/3', 0],
    ['0.161', 0],
    [0.1, 0],
    ['12345678901234567890', 0],
    // Two units of the last place of 1/3, which is 2⁻⁵⁴, counted as 2⁻⁵² of it.
    [1 / 3, 2 * 2 ** -52 * (1 / 3)],
    ['0.3333333333333333', 2 * 2 ** -52 * 0.3333333333333333],
    ['0.333333333333333333333333333333', 0.5e-30],
    ['1e-20', 0],
    ['1.00000000000000000001e-5', 0.5e-25],
  ])('%j is known to ± %d', (text, slack) => {
    expect(Math.abs(parseCoefficient('x', text).slack - slack)).toBeLessThanOrEqual(1e-12 * slack);
  });
});
