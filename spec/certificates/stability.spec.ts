import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import type { Stability } from '../../src/certificates/certificate.ts';
import { certify } from '../../src/certificates/certify.ts';
import { firstNegative } from '../../src/certificates/first-negative.ts';
import { integers } from '../../src/certificates/integer-ring.ts';
import { tableaus } from './tableaus.ts';

const stabilityOf = (name: string): Stability => certify(tableaus.find((t) => t.name === name)!).stability;

/** |P/Q| at z = x + iy in float64, by Horner's rule. */
function magnitude({ numerator, denominator }: Stability, x: number, y: number): number {
  const at = (coefficients: Stability['numerator']): number => {
    let [re, im] = [0, 0];
    for (const { value } of coefficients.toReversed()) [re, im] = [re * x - im * y + value, re * y + im * x];
    return Math.hypot(re, im);
  };
  return at(numerator) / at(denominator);
}

describe('R(z)', () => {
  test.each([
    ['euler', ['1', '1']],
    ['heun', ['1', '1', '1/2']],
    ['rk4', ['1', '1', '1/2', '1/6', '1/24']],
    ['rk4-38', ['1', '1', '1/2', '1/6', '1/24']],
    ['dopri5', ['1', '1', '1/2', '1/6', '1/24', '1/120', '1/600']],
  ])('of %s', (name, coefficients) => {
    expect(stabilityOf(name).numerator.map(({ exact }) => exact)).toEqual(coefficients);
    expect(stabilityOf(name).denominator.map(({ exact }) => exact)).toEqual(['1']);
  });

  test('of Gauss and Legendre is the Padé approximant (2, 2) of the exponential function', () => {
    const { numerator, denominator } = stabilityOf('gl4');
    expect(numerator.map(({ exact }) => exact)).toEqual(['1', '1/2', '1/12']);
    expect(denominator.map(({ exact }) => exact)).toEqual(['1', '-1/2', '1/12']);
  });

  // A method of order p has P(z) = Q(z) eᶻ + O(zᵖ⁺¹); the decimals of DOP853 and tsit5 agree to their last digit.
  test.each(tableaus.map((t) => [t.name, t.order] as const))(
    'of %s begins like the exponential function',
    (name, order) => {
      const { numerator, denominator } = stabilityOf(name);
      const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
      for (let k = 0; k <= order; k++) {
        const terms = denominator.slice(0, k + 1).map(({ value }, j) => value / factorial(k - j));
        const sum = terms.reduce((a, b) => a + b, 0);
        // A few roundings of terms that are at most 1.
        expect(Math.abs((numerator[k]?.value ?? 0) - sum)).toBeLessThanOrEqual(4 * 2 ** -53);
      }
    },
  );
});

describe('the intervals of stability', () => {
  // Hairer and Wanner, "Solving ODEs II", table IV.2: 2, 2, 2.51, 2.78, 3.3; on the imaginary axis 0, 0, √3, 2√2.
  test.each([
    ['euler', 2, 0],
    ['heun', 2, 0],
    ['midpoint', 2, 0],
    ['bs3', 2.5127453266183286, Math.sqrt(3)],
    ['rk4', 2.785293563405282, Math.sqrt(8)],
  ])('of %s are %d and %d', (name, real, imaginary) => {
    const stability = stabilityOf(name);
    // Both are found to 52 bits in y or y², and rounded once or twice.
    expect(Math.abs(stability.real! - real)).toBeLessThanOrEqual(4 * 2 ** -52 * real);
    expect(Math.abs(stability.imaginary! - imaginary)).toBeLessThanOrEqual(4 * 2 ** -52 * imaginary);
  });

  // Its weights are of order 4, with a coefficient of z⁵ beyond 1/120: |R(iy)|² grows like y⁶. The 80 digits alone would end it at 1e-8.
  test('do not live on the noise of the last digits', () => {
    const file = new URL('./torchdiffeq/tsit5.json', import.meta.url);
    const tsit5 = JSON.parse(readFileSync(file, 'utf8')) as CandidateTableau;
    expect(certify(tsit5)).toMatchObject({ arithmetic: 'digits given', stability: { imaginary: 0 } });
  });

  test('of an explicit method end, however small its last coefficients are against its precision', () => {
    const rk4 = tableaus.find(({ name }) => name === 'rk4')!;
    const { real } = certify({ ...rk4, precision: '1e-7' }).stability;
    expect(Math.abs(real! - 2.785293563405282)).toBeLessThan(1e-12);
    // R = 1 + z + 1e-9 z²: |R| ≤ 1 up to z = −2 − 4e-9, and again never more until R = 1 at z = −1e9.
    const flat: CandidateTableau = {
      name: 'flat',
      order: 1,
      c: ['0', '1e-9'],
      a: [[], ['1e-9']],
      b: ['0', '1'],
      precision: '1e-8',
    };
    expect(Math.abs(certify(flat).stability.real! - 2)).toBeLessThan(1e-8);
  });

  test('of Gauss and Legendre are whole', () => {
    expect(stabilityOf('gl4')).toMatchObject({ real: null, imaginary: null });
  });

  const explicit = tableaus.filter(({ kind }) => kind !== 'gauss-legendre');
  test.each(explicit.map(({ name }) => name))('of %s end where |R| passes 1, and not before', (name) => {
    const stability = stabilityOf(name);
    for (const [length, at] of [
      [stability.real!, (y: number) => magnitude(stability, -y, 0)],
      [stability.imaginary!, (y: number) => magnitude(stability, 0, y)],
    ] as const) {
      const inside = Array.from({ length: 999 }, (_, i) => at((length * (i + 1)) / 1000));
      expect(Math.max(...inside)).toBeLessThanOrEqual(1 + 1e-13);
      // Beyond, |R| grows at least like the step away from the end: 1e-3 of it for the intervals; near 0 like the first power that is missing.
      expect(at(length === 0 ? 0.5 : length * 1.001)).toBeGreaterThan(1);
    }
  });
});

describe('the first negative value', () => {
  const at = (...p: number[]): number | null => firstNegative(integers, p.map(BigInt));

  test.each<[string, number[], number | null]>([
    ['1 − y', [1, -1], 1],
    ['−1', [-1], 0],
    ['0', [0, 0], null],
    ['y', [0, 1], null],
    ['−y', [0, -1], 0],
    ['(1 − y)², which only touches', [1, -2, 1], null],
    ['(2 − y)² (3 − y)', [12, -16, 7, -1], 3],
    ['(y − 1000)(y − 2000)', [2_000_000, -3000, 1], 1000],
    ['(y² − 2)², which touches at √2', [4, 0, -4, 0, 1], null],
    ['2 − y²', [2, 0, -1], Math.SQRT2],
  ])('of %s', (_, p, expected) => {
    const found = at(...p);
    if (expected === null) expect(found).toBeNull();
    else expect(Math.abs(found! - expected)).toBeLessThanOrEqual(2 ** -50 * Math.max(1, expected));
  });

  test('of products of linear factors is their smallest root of odd multiplicity', () => {
    const roots = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(roots, (given) => {
        let p = [1];
        for (const r of given) p = [...p, 0].map((a, i) => r * a - (p[i - 1] ?? 0));
        const odd = given.filter((r) => given.filter((other) => other === r).length % 2 === 1);
        const found = at(...p);
        if (odd.length === 0) return found === null;
        const first = Math.min(...odd);
        return Math.abs(found! - first) <= 2 ** -46 * first;
      }),
    );
  });
});
