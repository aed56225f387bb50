/**
 * What the tables do not cover: the functions without a table against the fixed-point definition, the fixed-point
 * definition against itself at other precisions, and laws over the whole of float64.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ulpDistance64 } from '../../src/array/ulp.ts';
import { low, twoProduct, twoSum } from '../../src/math/double-double.ts';
import { erfcFixed, erfcxFixed, erfFixed, normalTailFixed } from '../../src/math/fixed-erf.ts';
import { expFixed, logFixed } from '../../src/math/fixed-exp-log.ts';
import { type Fixed, integerSqrt, piFixed, settle, toFixed } from '../../src/math/fixed-point.ts';
import { sinFixed, sinPiFixed } from '../../src/math/fixed-sin-cos.ts';
import { decompose, highWord, roundScaled } from '../../src/math/float-bits.ts';
import {
  cos,
  cosPi,
  exp,
  expm1,
  log,
  log1p,
  logNormalCdf,
  logNormalPdf,
  normalCdf,
  normalPdf,
  normalQuantile,
  sin,
  sinPi,
  tanh,
} from '../../src/math/index.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const within = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** A fixed-point value at 2⁻ᵇⁱᵗˢ relative to 1. */
const plain = (f: Fixed): bigint => {
  const scale = f.scale ?? 0;
  return scale >= 0 ? f.value << BigInt(scale) : f.value >> BigInt(-scale);
};

describe('float64 in and out of integers', () => {
  test.prop([finite], { numRuns: 500 })('decompose and roundScaled are inverse', (x) => {
    const { integer, exponent } = decompose(x);
    expect(roundScaled(integer, exponent)).toBe(x === 0 ? 0 : x);
    expect(roundScaled(integer << 77n, exponent - 77)).toBe(x === 0 ? 0 : x);
  });

  test.prop([fc.bigInt(-(1n << 53n), 1n << 53n), fc.bigInt(-(1n << 53n), 1n << 53n)])(
    'roundScaled agrees with the conversion of the engine where that is exact to specify',
    (a, b) => {
      expect(roundScaled(a * b, 0)).toBe(Number(a * b));
      expect(roundScaled(a * b, -300)).toBe(Number(a * b) * 2 ** -300);
    },
  );

  it('overflow, ties and subnormals', () => {
    expect(roundScaled(1n, 1024)).toBe(Infinity);
    expect(roundScaled(-3n, 1030)).toBe(-Infinity);
    expect(roundScaled((1n << 54n) - 1n, 970)).toBe(Infinity);
    expect(roundScaled((1n << 54n) - 2n, 970)).toBe(Number.MAX_VALUE);
    expect(roundScaled(1n, -1075)).toBe(0);
    expect(roundScaled(3n, -1076)).toBe(5e-324);
    expect(roundScaled(3n, -1075)).toBe(1e-323);
    expect(roundScaled((1n << 53n) - 1n, -1075)).toBe(2 ** -1022);
    expect(highWord(-2)).toBe(0xc0000000);
  });
});

describe('double-double', () => {
  const sum = (...xs: number[]): bigint =>
    xs.reduce((s, x) => {
      const { integer, exponent } = decompose(x);
      return s + (integer << BigInt(exponent + 2200));
    }, 0n);

  test.prop([finite, finite], { numRuns: 500 })('twoSum is exact', (a, b) => {
    fc.pre(Number.isFinite(a + b));
    const hi = twoSum(a, b);
    // Above 2¹⁰²³ the intermediate differences may overflow.
    fc.pre(Math.abs(a) < 2 ** 1022 && Math.abs(b) < 2 ** 1022);
    expect(sum(hi, low[0]!)).toBe(sum(a, b));
  });

  test.prop([finite, finite], { numRuns: 500 })('twoProduct is exact, up to the largest numbers', (a, b) => {
    const magnitude = Math.abs(a * b);
    fc.pre(magnitude < 2 ** 1022 && magnitude > 2 ** -960);
    fc.pre(Math.abs(a) > 2 ** -960 && Math.abs(b) > 2 ** -960);
    const hi = twoProduct(a, b);
    const x = decompose(a);
    const y = decompose(b);
    const exact = toFixed(x.integer * y.integer, x.exponent + y.exponent, 2200);
    expect(sum(hi, low[0]!)).toBe(exact);
  });
});

describe('the fixed-point definition', () => {
  /** Errors in units of 2⁻ᵇⁱᵗˢ must stay a factor 2⁸ below the stated bound of 2²⁴. */
  const BITS = 192;
  const MORE = 512;
  const close = (evaluate: (bits: number) => bigint): void => {
    const fine = evaluate(MORE) >> BigInt(MORE - BITS);
    const difference = evaluate(BITS) - fine;
    expect((difference < 0n ? -difference : difference) < 1n << 16n).toBe(true);
  };
  const at = (x: number, bits: number): bigint => {
    const { integer, exponent } = decompose(x);
    return toFixed(integer, exponent, bits);
  };

  test.prop([within(-700, 700)])('exp', (x) => {
    const { scale } = expFixed(at(x, MORE), MORE);
    close((bits) => {
      const e = expFixed(at(x, bits), bits);
      return plain({ value: e.value, scale: e.scale - scale });
    });
  });
  test.prop([within(2 ** -1000, 2 ** 1000)])('log', (x) => {
    const { integer, exponent } = decompose(x);
    close((bits) => logFixed(integer, exponent, bits).value);
  });
  test.prop([finite])('sin and cos', (x) => {
    const { integer, exponent } = decompose(x);
    for (const quarters of [0, 1]) close((bits) => sinFixed(integer, exponent, quarters, bits).value);
  });
  test.prop([within(0, 6.5)])('erf, erfc and Φ', (x) => {
    const { integer, exponent } = decompose(x);
    close((bits) => erfFixed(at(x, bits), bits));
    close((bits) => erfcxFixed(at(x, bits), bits));
    close((bits) => plain(erfcFixed(integer, exponent, bits)));
    close((bits) => plain(normalTailFixed(integer, exponent, bits)));
  });
  it('erf from the series and erfcx from the continued fraction meet at 3', () => {
    const three = 3n << BigInt(BITS);
    const below = erfcxFixed(three - 1n, BITS);
    const above = erfcxFixed(three, BITS);
    expect(below - above < 1n << 12n && above - below < 1n << 12n).toBe(true);
  });
});

describe('functions without a table are correctly rounded too', () => {
  test.prop([within(-4, 4)], { numRuns: 300 })('sinPi and cosPi', (t) => {
    fc.pre(!Number.isInteger(2 * t) && Math.abs(t) > 1e-300);
    const { integer, exponent } = decompose(t);
    expect(sinPi(t)).toBe(settle((bits) => sinPiFixed(integer, exponent, 0, bits)));
    if (Math.abs(t) > 1e-6) expect(cosPi(t)).toBe(settle((bits) => sinPiFixed(integer, exponent, 1, bits)));
  });

  test.prop([fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), within(0.01, 0.99)])(
    'sinPi and cosPi have period 2, exactly, and their symmetries',
    (n, t) => {
      const x = Math.floor(t * 4096) / 4096;
      expect(sinPi(x + 2 * n)).toBe(x === 0 ? 0 * n : sinPi(x));
      expect(cosPi(x + 2 * n)).toBe(cosPi(x));
      expect(Math.abs(cosPi(x + n + 0.5))).toBe(Math.abs(sinPi(x)));
      expect(sinPi(1 - x)).toBe(sinPi(x));
    },
  );

  test.prop([within(-38.6, 38.6)], { numRuns: 300 })('normalPdf', (x) => {
    const { integer, exponent } = decompose(x);
    const value = settle((bits) => {
      const power = expFixed(-toFixed(integer * integer, 2 * exponent - 1, bits), bits);
      // 1/√(2π) by another route than the implementation's √½ / √π.
      const peak = integerSqrt((1n << BigInt(3 * bits)) / (2n * piFixed(bits)));
      return { value: (power.value * peak) >> BigInt(bits), scale: power.scale };
    });
    expect(normalPdf(x)).toBe(value);
  });

  test.prop([within(-38, 38)], { numRuns: 300 })('logNormalPdf within 1 ULP', (x) => {
    const { integer, exponent } = decompose(x);
    const exact = settle((bits) => {
      const half = logFixed(piFixed(bits), 1 - bits, bits).value >> 1n;
      return { value: -toFixed(integer * integer, 2 * exponent - 1, bits) - half };
    });
    expect(ulpDistance64(logNormalPdf(x), exact)).toBeLessThanOrEqual(1);
  });

  test.prop([within(-60, 12)], { numRuns: 300 })('logNormalCdf within 1 ULP', (x) => {
    const { integer, exponent } = decompose(Math.abs(x));
    const exact = settle((bits) => {
      const tail = normalTailFixed(integer, exponent, bits);
      if (x <= 0) {
        const scaled = logFixed(tail.value, -bits, bits).value;
        return { value: scaled + BigInt(tail.scale) * logFixed(2n, 0, bits).value };
      }
      return logFixed((1n << BigInt(bits)) - plain(tail), -bits, bits);
    });
    expect(ulpDistance64(logNormalCdf(x), exact)).toBeLessThanOrEqual(1);
  });
});

describe('laws', () => {
  test.prop([finite], { numRuns: 500 })('odd and even functions', (x) => {
    expect(sin(-x)).toBe(-sin(x));
    expect(cos(-x)).toBe(cos(x));
    expect(tanh(-x)).toBe(-tanh(x));
    expect(sinPi(-x)).toBe(-sinPi(x));
    expect(cosPi(-x)).toBe(cosPi(x));
  });

  test.prop([within(-745, 709)], { numRuns: 300 })('log inverts exp to the conditioning of log', (x) => {
    fc.pre(Math.abs(x) < 700);
    // Half an ulp of eˣ is 2⁻⁵³ absolute in its logarithm; then one rounding.
    expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(2 ** -53 * (1 + Math.abs(x)) + 2 ** -53);
  });

  test.prop([within(-30, 30)], { numRuns: 300 })('log1p inverts expm1', (x) => {
    const back = log1p(expm1(x));
    // d log1p(y)/dy · ½ ulp(y) ≤ 2⁻⁵³ |expm1 x| / eˣ, then one rounding.
    const tolerance = 2 ** -53 * (Math.abs(expm1(x)) / exp(x) + 2 * Math.abs(x));
    expect(Math.abs(back - x)).toBeLessThanOrEqual(tolerance);
  });

  test.prop([within(-38, 0)], { numRuns: 300 })('the quantile inverts Φ', (x) => {
    fc.pre(x < -1e-10);
    const p = normalCdf(x);
    // Half an ulp of p moves the quantile by p 2⁻⁵³ / φ(x); subnormal p by 2⁻¹⁰⁷⁵ / φ(x).
    const tolerance = (p * 2 ** -53 + 2 ** -1074) / normalPdf(x) + 2 ** -53 * Math.abs(x);
    expect(Math.abs(normalQuantile(p) - x)).toBeLessThanOrEqual(1.01 * tolerance);
  });

  test.prop([finite, finite], { numRuns: 500 })('monotone functions are monotone', (x, y) => {
    const [a, b] = x < y ? [x, y] : [y, x];
    for (const f of [exp, expm1, tanh, normalCdf, logNormalCdf]) expect(f(a)).toBeLessThanOrEqual(f(b));
  });
});
