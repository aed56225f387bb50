/** Values and derivatives of the activations over the whole line, against formulas of their own in float64. */
import { describe, expect, test } from 'vitest';
import { ACTIVATION_NUMBERS, type ActivationName, activate } from '../../src/kernels/activations.ts';
import { dualActivations } from '../../src/laws/network/mlp-forward-mode.ts';
import { normalCdf } from '../../src/math/index.ts';

const evaluate = (name: ActivationName, x: number): { value: number; slope: number } => {
  const z = Float32Array.of(x);
  const a = new Float32Array(1);
  activate(name, 1, z, a);
  return { value: a[0]!, slope: z[0]! };
};

/** f(z) with the full relative accuracy of float64 where the dual numbers cancel. */
const values: Record<ActivationName, (z: number) => number> = {
  tanh: Math.tanh,
  relu: (z) => Math.max(z, 0),
  silu: (z) => (z < 0 ? (z * Math.exp(z)) / (1 + Math.exp(z)) : z / (1 + Math.exp(-z))),
  gelu: (z) => z * normalCdf(z),
  selu: (z) => dualActivations.selu([z, 1])[0],
  softplus: (z) => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))),
};

const names = Object.keys(ACTIVATION_NUMBERS) as ActivationName[];

describe.each(names)('%s', (name) => {
  // Where Φ or an exponential is subnormal, its last place times |z| is added.
  test('value within 12 u |f| and slope within 16 u, the constants of the rounding bound', () => {
    const u = 2 ** -24;
    let count = 0;
    for (let i = -60_000; i <= 60_000; i++) {
      const z = Math.fround(i === 0 ? 1e-30 : (i / 60_000) ** 3 * 20);
      const { value, slope } = evaluate(name, z);
      const exact = values[name](z);
      const derivative = dualActivations[name]([z, 1])[1];
      if (!(Math.abs(value - exact) <= 12 * u * Math.abs(exact) + 2 ** -149 * (1 + Math.abs(z))))
        expect.fail(`f(${z}) = ${value}, exactly ${exact}`);
      if (!(Math.abs(slope - derivative) <= 16 * u))
        expect.fail(`f′(${z}) = ${slope}, exactly ${derivative}`);
      count++;
    }
    expect(count).toBe(120_001);
  });

  test('has its limits at ±∞ and at huge arguments, and keeps NaN', () => {
    const rises = name !== 'tanh';
    const top = name === 'selu' ? Math.fround(1.0507009873554805) : 1;
    for (const x of [1e4, 3e38, Infinity]) {
      expect(evaluate(name, x).value).toBe(rises ? Math.fround(top * x) : 1);
      expect(evaluate(name, x).slope).toBe(rises ? top : 0);
    }
    const bottom = name === 'tanh' ? -1 : name === 'selu' ? -Math.fround(1.7580993408473766) : 0;
    for (const x of [-1e4, -3e38, -Infinity]) {
      expect(evaluate(name, x).value).toBe(bottom);
      expect(evaluate(name, x).slope + 0).toBe(0);
    }
    expect(evaluate(name, NaN).value).toBeNaN();
  });
});

test('at a kink the slope is the one from the left', () => {
  expect(evaluate('relu', 0).slope).toBe(0);
  expect(evaluate('selu', 0).slope).toBe(Math.fround(1.7580993408473766));
});
