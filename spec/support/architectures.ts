/** Random networks with random parameters, inputs and directions, for fast-check. */
import fc from 'fast-check';
import { mlpConfigs } from '../../src/laws/arbitraries/networks.ts';
import { type Mlp, mlp } from '../../src/nn/mlp.ts';

export interface NetworkCase {
  readonly net: Mlp;
  readonly rows: number;
  readonly params: Float32Array;
  readonly x: Float32Array;
  readonly t: Float32Array;
  readonly labels: Int32Array | null;
  /** Cotangents [rows, dim], tangents of x [rows, dim] and of t [rows]. */
  readonly cotangent: Float32Array;
  readonly tangentX: Float32Array;
  readonly tangentT: Float32Array;
}

const configs = mlpConfigs({ dim: 5, units: 17, layers: 4, frequencies: 5, classes: 4 });

/** A small linear congruential generator (Knuth, MMIX): test data must not come from the code under test. */
function numbers(seed: number): () => number {
  let state = BigInt(seed) * 2n + 1n;
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 40n) / 2 ** 23 - 1;
  };
}

export const networkCases: fc.Arbitrary<NetworkCase> = fc
  .record({
    config: configs,
    rows: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  })
  .map(({ config, rows, seed }) => {
    const net = mlp(config);
    const next = numbers(seed);
    const draw = (length: number, size: number): Float32Array =>
      Float32Array.from({ length }, () => size * next());
    const params = draw(net.parameterCount, 1);
    for (const { weight, bias, inputs } of net.layers) {
      for (let i = weight; i < bias; i++) params[i]! *= 2 / Math.sqrt(inputs);
    }
    const { dim, classes = 0 } = config;
    return {
      net,
      rows,
      params,
      x: draw(rows * dim, 2),
      t: draw(rows, 1).map((t) => Math.abs(t)),
      labels:
        classes > 0
          ? Int32Array.from({ length: rows }, () => Math.floor(((next() + 1) / 2) * (classes + 1)) - 1)
          : null,
      cotangent: draw(rows * dim, 1),
      tangentX: draw(rows * dim, 1),
      tangentT: draw(rows, 1),
    };
  });
