/**
 * Float32 elementary functions against float64 references, on about 10⁶ inputs each: every 4,001st float32 of the whole
 * line. The stated worst errors are from a search of every float32 where the function is neither constant nor its own
 * first Taylor term.
 */
import { describe, expect, test } from 'vitest';
import * as m from '../../src/kernels/scalar-math.ts';
import { normalCdf } from '../../src/math/index.ts';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

const pair = new Float32Array(2);

function sinTurns(u: number): number {
  m.sinCosTurns(u, pair, 0, 1);
  return pair[0]!;
}

function cosTurns(u: number): number {
  m.sinCosTurns(u, pair, 0, 1);
  return pair[1]!;
}

/** Distance of neighbouring float32 at y; the smallest subnormal below 2⁻¹²⁶. */
function ulp(y: number): number {
  float[0] = Math.abs(y);
  if (bits[0]! < 0x00800000) return 2 ** -149;
  bits[0]! &= 0x7f800000;
  return float[0]! * 2 ** -23;
}

/** sin or cos of 2πu, reduced in float64, where u − ⌊u⌉/4 is exact. */
function turns(u: number, phase: 0 | 1): number {
  const f = u - Math.trunc(u);
  const q = Math.round(4 * f);
  const a = 2 * Math.PI * (f - q / 4);
  const quadrant = (q + phase) & 3;
  const y = quadrant & 1 ? Math.cos(a) : Math.sin(a);
  return quadrant & 2 ? -y : y;
}

interface Case {
  readonly f: (x: number) => number;
  readonly reference: (x: number) => number;
  /** Worst error in ULP over every float32, rounded up. */
  readonly worst: number;
  readonly from?: number;
  readonly to?: number;
  readonly stride?: number;
}

const cases: Record<string, Case> = {
  exp: { f: m.exp, reference: Math.exp, worst: 1.03 },
  expm1: { f: m.expm1, reference: Math.expm1, worst: 1.81 },
  tanh: { f: m.tanh, reference: Math.tanh, worst: 1.34 },
  log1pUnit: { f: m.log1pUnit, reference: Math.log1p, worst: 1.3, from: 0, to: 1, stride: 1009 },
  gaussian: { f: m.gaussian, reference: (x) => Math.exp((-x * x) / 2), worst: 1.31 },
  'normalTail on [0, 15]': {
    f: (x) => m.normalTail(x, m.gaussian(x)),
    reference: (x) => normalCdf(-x),
    worst: 4.02,
    from: 2 ** -30,
    to: 15,
    stride: 4001,
  },
  sinTurns: { f: sinTurns, reference: (u) => turns(u, 0), worst: 1.6 },
  cosTurns: { f: cosTurns, reference: (u) => turns(u, 1), worst: 1.6 },
};

describe.each(Object.entries(cases))(
  '%s',
  (name, { f, reference, worst, from = -Infinity, to = Infinity, stride = 4001 }) => {
    test(`is within ${worst} ULP`, () => {
      let count = 0;
      let largest = 0;
      for (let b = -(2 ** 31); b < 2 ** 31; b += stride) {
        bits[0] = b;
        const x = float[0]!;
        if (!(x >= from && x <= to)) continue;
        count++;
        const exact = reference(x);
        const y = f(x);
        if (y === Math.fround(exact)) continue;
        const error = Math.abs(y - exact) / ulp(exact);
        if (!(error <= worst)) expect.fail(`${name}(${x}) = ${y}, exactly ${exact}: ${error} ULP`);
        largest = Math.max(largest, error);
      }
      expect(count).toBeGreaterThan(40_000);
      expect(largest).toBeGreaterThan(0.5);
    });
  },
);

test('infinities have their limits, NaN stays NaN', () => {
  const limits: [(x: number) => number, number, number][] = [
    [m.exp, 0, Infinity],
    [m.expm1, -1, Infinity],
    [m.tanh, -1, 1],
    [m.gaussian, 0, 0],
    [sinTurns, NaN, NaN],
    [cosTurns, NaN, NaN],
  ];
  for (const [f, low, high] of limits) {
    expect([f(-Infinity), f(Infinity), f(NaN)]).toEqual([low, high, NaN]);
  }
  expect(m.log1pUnit(NaN)).toBeNaN();
  expect(m.normalTail(Infinity, 0)).toBe(0);
  expect(m.normalTail(NaN, NaN)).toBeNaN();
});

test('results below the normal numbers are subnormal, not zero', () => {
  expect(m.exp(-100)).toBe(Math.fround(Math.exp(-100)));
  expect(m.exp(-103.9)).toBe(2 ** -149);
  expect(m.exp(-105)).toBe(0);
  expect(m.exp(Math.fround(88.72283))).toBeLessThan(Infinity);
  expect(m.exp(Math.fround(88.72284))).toBe(Infinity);
});

test('every result is a float32', () => {
  for (const { f } of Object.values(cases)) {
    for (let x = 0.01; x < 1; x += 0.013) expect(Math.fround(f(Math.fround(x)))).toBe(f(Math.fround(x)));
  }
});
