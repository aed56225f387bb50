import { describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import {
  backward,
  drawProbes,
  firstNonFiniteLayer,
  forward,
  initialise,
  type MlpConfig,
  mlp,
  mlpWorkspace,
} from '../../src/nn/index.ts';
import { key } from '../../src/random/index.ts';

const plain: MlpConfig = { dim: 2, hidden: [64, 32], activation: 'silu', time: { kind: 'input' } };

describe('layout', () => {
  test('weights [outputs, inputs], then biases, layer by layer, in one buffer', () => {
    expect(mlp({ ...plain, classes: 10 })).toMatchObject({
      parameterCount: 13 * 64 + 64 + 64 * 32 + 32 + 32 * 2 + 2,
      layers: [
        { name: 'hidden 1', inputs: 13, outputs: 64, weight: 0, bias: 832 },
        { name: 'hidden 2', inputs: 64, outputs: 32, weight: 896, bias: 2944 },
        { name: 'output', inputs: 32, outputs: 2, weight: 2976, bias: 3040 },
      ],
    });
  });

  test('Fourier features take two columns each; no hidden layer is an affine map', () => {
    const net = mlp({ ...plain, hidden: [], time: { kind: 'fourier', frequencies: 3 } });
    expect(net.layers).toEqual([{ name: 'output', inputs: 8, outputs: 2, weight: 0, bias: 16 }]);
  });

  test.each([
    [{ dim: 0 }, 'dim'],
    [{ dim: 1.5 }, 'dim'],
    [{ hidden: [4, 0] }, 'hidden[1]'],
    [{ hidden: 4 }, 'hidden'],
    [{ activation: 'swish' }, 'activation'],
    [{ activation: 'toString' }, 'activation'],
    [{ time: { kind: 'fourier', frequencies: 25 } }, 'time.frequencies'],
    [{ time: { kind: 'sinusoidal' } }, 'time.kind'],
    [{ time: undefined }, 'time.kind'],
    [{ classes: -1 }, 'classes'],
    [{ hidden: [30000, 30000] }, 'parameterCount'],
  ])('%j is refused by the name of its field', (change, argument) => {
    const wrong = { ...plain, ...change } as MlpConfig;
    expect(() => mlp(wrong)).toThrow(ArgumentError);
    expect(() => mlp(wrong)).toThrow(expect.objectContaining({ argument }));
  });
});

describe('evaluation', () => {
  const net = mlp({ dim: 2, hidden: [3], activation: 'relu', time: { kind: 'input' }, classes: 2 });
  const params = initialise(net, key(1));
  const ws = mlpWorkspace(net, 4);
  const f = (n: number): Float32Array => new Float32Array(n);

  test('reads x, time and class from the columns the documentation names', () => {
    const affine = mlp({
      dim: 1,
      hidden: [],
      activation: 'relu',
      time: { kind: 'fourier', frequencies: 2 },
      classes: 2,
    });
    // Columns: x, sin πt, sin 2πt, cos πt, cos 2πt, class 0, class 1; then the bias.
    const columns = Float32Array.of(1, 10, 100, 1000, 10000, 2e5, 3e6, 0.5);
    const out = f(3);
    const x = Float32Array.of(7, 7, 7);
    forward(
      affine,
      columns,
      3,
      x,
      Float32Array.of(0, 0.5, 1),
      Int32Array.of(-1, 0, 1),
      mlpWorkspace(affine, 3),
      out,
    );
    expect([...out]).toEqual([0.5 + 7 + 11000, 0.5 + 7 + 10 - 10000 + 2e5, 0.5 + 7 - 1000 + 10000 + 3e6]);
  });

  test('no labels is the null class', () => {
    const [a, b] = [f(4), f(4)];
    forward(net, params, 2, f(4), f(2), null, ws, a);
    forward(net, params, 2, f(4), f(2), Int32Array.of(-1, -1), ws, b);
    expect(a).toEqual(b);
  });

  test.each([
    ['params', () => forward(net, f(3), 1, f(2), f(1), null, ws, f(2))],
    ['x', () => forward(net, params, 2, f(3), f(2), null, ws, f(4))],
    ['t', () => forward(net, params, 2, f(4), f(1), null, ws, f(4))],
    ['labels', () => forward(net, params, 2, f(4), f(2), Int32Array.of(0), ws, f(4))],
    ['out', () => forward(net, params, 2, f(4), f(2), null, ws, f(3))],
    ['gradOut', () => backward(net, params, 2, ws, f(3), f(params.length), null)],
    ['gradParams', () => backward(net, params, 2, ws, f(4), f(params.length - 1), null)],
    ['gradX', () => backward(net, params, 2, ws, f(4), f(params.length), f(3))],
  ])('a short %s is a ShapeError', (argument, run) => {
    expect(run).toThrow(ShapeError);
    expect(run).toThrow(expect.objectContaining({ argument }));
  });

  test('too many rows, and labels outside the classes, are ArgumentErrors', () => {
    expect(() => forward(net, params, 5, f(10), f(5), null, ws, f(10))).toThrow(ArgumentError);
    expect(() => forward(net, params, 1, f(2), f(1), Int32Array.of(2), ws, f(2))).toThrow(/labels\[0\]/);
    const free = mlp(plain);
    const run = () =>
      forward(free, initialise(free, key(1)), 1, f(2), f(1), Int32Array.of(0), mlpWorkspace(free, 1), f(2));
    expect(run).toThrow(/no classes/);
  });
});

describe('firstNonFiniteLayer', () => {
  const net = mlp({ dim: 2, hidden: [3, 3], activation: 'tanh', time: { kind: 'input' } });
  const search = (spoil: (p: Float32Array, g: Float32Array, x: Float32Array) => void) => {
    const params = initialise(net, key(2));
    const gradient = new Float32Array(params.length);
    const x = new Float32Array(4);
    const out = new Float32Array(4);
    const ws = mlpWorkspace(net, 2);
    spoil(params, gradient, x);
    forward(net, params, 2, x, new Float32Array(2), null, ws, out);
    return firstNonFiniteLayer(net, params, 2, ws, out, gradient);
  };

  test.each([
    ['nothing', () => {}, null],
    [
      'an input',
      (_p: Float32Array, _g: Float32Array, x: Float32Array) => x.fill(NaN, 3),
      { layer: 'input', quantity: 'input' },
    ],
    [
      'a weight',
      (p: Float32Array) => p.fill(Infinity, 12, 13),
      { layer: 'hidden 2', quantity: 'parameters' },
    ],
    [
      'an overflow in the last layer',
      (p: Float32Array) => p.fill(30, net.layers[1]!.bias).fill(3e38, net.layers[2]!.weight),
      { layer: 'output', quantity: 'activations' },
    ],
    [
      'a gradient',
      (_p: Float32Array, g: Float32Array) => g.fill(NaN, 0, 16),
      { layer: 'hidden 2', quantity: 'gradient' },
    ],
  ])('finds %s', (_, spoil, expected) => {
    expect(search(spoil)).toEqual(expected);
  });
});

describe('initialise', () => {
  const wideNet = (activation: MlpConfig['activation']) =>
    mlp({ dim: 2, hidden: [200, 300], activation, time: { kind: 'input' } });
  const moments = (a: Float32Array): { mean: number; variance: number } => {
    const mean = a.reduce((s, v) => s + v, 0) / a.length;
    return { mean, variance: a.reduce((s, v) => s + (v - mean) ** 2, 0) / a.length };
  };

  test.each([
    ['tanh', 2 / 500],
    ['softplus', 2 / 500],
    ['relu', 2 / 200],
    ['silu', 2 / 200],
    ['gelu', 2 / 200],
    ['selu', 1 / 200],
  ] as const)('%s has weights of variance %f by default, normal or uniform', (activation, variance) => {
    const net = wideNet(activation);
    const { weight, bias, outputs } = net.layers[1]!;
    for (const distribution of ['normal', 'uniform'] as const) {
      const params = initialise(net, key(5), { distribution });
      const weights = params.subarray(weight, bias);
      const m = moments(weights);
      // Standard errors over n = 60,000: of the mean s/√n, of the variance at most s²√(2/n); five of them.
      expect(Math.abs(m.mean)).toBeLessThan(5 * Math.sqrt(variance / weights.length));
      expect(Math.abs(m.variance / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / weights.length));
      const largest = weights.reduce((a, v) => Math.max(a, Math.abs(v)), 0) / Math.sqrt(variance);
      if (distribution === 'uniform') expect(largest).toBeLessThanOrEqual(1.7320509);
      else expect(largest).toBeGreaterThan(3.5);
      expect(params.subarray(bias, bias + outputs).every((b) => b === 0)).toBe(true);
    }
  });

  test('is a function of the key; layers differ; the output can be zero', () => {
    const net = mlp({ dim: 3, hidden: [4], activation: 'selu', time: { kind: 'input' } });
    expect(initialise(net, key(5))).toEqual(initialise(net, key(5)));
    expect(initialise(net, key(5))).not.toEqual(initialise(net, key(6)));
    const params = initialise(net, key(5));
    // The ratio of two weights does not know the deviation of its layer, only the draws.
    const ratio = ({ weight }: { weight: number }): number => params[weight]! / params[weight + 1]!;
    const [first, second] = net.layers.map(ratio) as [number, number];
    expect(Math.abs(first / second - 1)).toBeGreaterThan(1e-3);
    const zero = initialise(net, key(5), { zeroOutput: true });
    expect(zero.subarray(0, net.layers[1]!.weight)).toEqual(params.subarray(0, net.layers[1]!.weight));
    expect(zero.subarray(net.layers[1]!.weight).every((v) => v === 0)).toBe(true);
    expect(() => initialise(net, key(5), { scheme: 'xavier' as never })).toThrow(ArgumentError);
    expect(() => initialise(net, key(5), { distribution: 'cauchy' as never })).toThrow(ArgumentError);
  });
});

test('probes have mean 0 and covariance 1, and depend on their index alone', () => {
  for (const kind of ['rademacher', 'gaussian'] as const) {
    const all = new Float32Array(40_000);
    drawProbes(key(3), kind, 0, all);
    const part = new Float32Array(100);
    drawProbes(key(3), kind, 777, part);
    expect(part).toEqual(all.subarray(777, 877));
    const mean = all.reduce((s, v) => s + v, 0) / all.length;
    const square = all.reduce((s, v) => s + v * v, 0) / all.length;
    expect(Math.abs(mean)).toBeLessThan(5 / 200);
    expect(Math.abs(square - 1)).toBeLessThan((5 * Math.SQRT2) / 200);
    if (kind === 'rademacher') expect(new Set(all)).toEqual(new Set([-1, 1]));
  }
  expect(() => drawProbes(key(3), 'sign' as never, 0, new Float32Array(1))).toThrow(ArgumentError);
});
