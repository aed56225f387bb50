/**
 * Backpropagation, VJP and JVP against float64 dual numbers (src/laws/network/mlp-forward-mode.ts), for every parameter of random
 * networks: in float32 within the a priori rounding bound, and in the float64 build of the same source to 1e-12.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mlpForwardMode } from '../../src/laws/network/mlp-forward-mode.ts';
import { mlpErrors } from '../../src/laws/network/mlp-rounding.ts';
import { backward, forward, jvp, mlpWorkspace } from '../../src/nn/index.ts';
import { type NetworkCase, networkCases } from '../support/architectures.ts';
import { twin } from '../support/twins.ts';

const U32 = 2 ** -24;
const U64 = 2 ** -53;

interface Derivatives<A> {
  velocity: A;
  gradParams: A;
  gradX: A;
  jvp: A;
}

function inFloat32(c: NetworkCase): Derivatives<Float32Array> {
  const { net, rows } = c;
  const ws = mlpWorkspace(net, rows);
  const make = (): Float32Array => new Float32Array(rows * net.config.dim);
  const result = {
    velocity: make(),
    gradParams: new Float32Array(net.parameterCount),
    gradX: make(),
    jvp: make(),
  };
  forward(net, c.params, rows, c.x, c.t, c.labels, ws, result.velocity);
  backward(net, c.params, rows, ws, c.cotangent, result.gradParams.fill(NaN), result.gradX);
  jvp(net, c.params, rows, ws, c.tangentX, c.tangentT, result.jvp);
  return result;
}

const wide = (a: Float32Array): Float64Array => Float64Array.from(a);

function inFloat64(c: NetworkCase): Derivatives<Float64Array> {
  const { net, rows } = c;
  const ws = twin.mlpWorkspace(net, rows);
  const make = (): Float64Array => new Float64Array(rows * net.config.dim);
  const result = {
    velocity: make(),
    gradParams: new Float64Array(net.parameterCount),
    gradX: make(),
    jvp: make(),
  };
  const params = wide(c.params);
  twin.forward(net, params, rows, wide(c.x), wide(c.t), c.labels, ws, result.velocity);
  twin.backward(net, params, rows, ws, wide(c.cotangent), result.gradParams, result.gradX);
  twin.jvp(net, params, rows, ws, wide(c.tangentX), wide(c.tangentT), result.jvp);
  return result;
}

/** By dual numbers: the derivatives by all parameters, x and t at once, then along the directions. */
function byDuals(c: NetworkCase): Derivatives<Float64Array> {
  const { net, rows } = c;
  const { config, parameterCount } = net;
  const { dim } = config;
  const make = (): Float64Array => new Float64Array(rows * dim);
  const result = {
    velocity: make(),
    gradParams: new Float64Array(parameterCount),
    gradX: make(),
    jvp: make(),
  };
  const D = parameterCount + dim + 1;
  for (let r = 0; r < rows; r++) {
    const x = wide(c.x).subarray(r * dim, (r + 1) * dim);
    const row = { x, t: c.t[r]!, label: c.labels?.[r] ?? -1 };
    const { values, slopes } = mlpForwardMode(config, wide(c.params), row);
    result.velocity.set(values, r * dim);
    for (let o = 0; o < dim; o++) {
      const [at, cotangent] = [o * D, c.cotangent[r * dim + o]!];
      for (let p = 0; p < parameterCount; p++) result.gradParams[p]! += cotangent * slopes[at + p]!;
      let along = slopes[at + D - 1]! * c.tangentT[r]!;
      for (let i = 0; i < dim; i++) {
        const slope = slopes[at + parameterCount + i]!;
        result.gradX[r * dim + i]! += cotangent * slope;
        along += slope * c.tangentX[r * dim + i]!;
      }
      result.jvp[r * dim + o] = along;
    }
  }
  return result;
}

function boundsOf(c: NetworkCase, unit: number): ReturnType<typeof mlpErrors> {
  const { net, rows, params, x, t, labels, cotangent, tangentX, tangentT } = c;
  const input = {
    params: wide(params),
    rows,
    x: wide(x),
    t: wide(t),
    labels: labels ?? new Int32Array(rows).fill(-1),
  };
  const directions = { cotangent: wide(cotangent), tangentX: wide(tangentX), tangentT: wide(tangentT) };
  return mlpErrors(net, input, directions, unit);
}

const quantities = ['velocity', 'gradParams', 'gradX', 'jvp'] as const;

describe('derivatives of the network', () => {
  test('agree with dual numbers for 120 random architectures', () => {
    let kinks = 0;
    let worst32 = 0;
    fc.assert(
      fc.property(networkCases, (c) => {
        const bounds32 = boundsOf(c, U32);
        if (!bounds32.smooth) {
          kinks++;
          return;
        }
        const bounds64 = boundsOf(c, U64);
        const reference = byDuals(c);
        const narrow = inFloat32(c);
        const double = inFloat64(c);
        for (const q of quantities) {
          const scale = reference[q].reduce((m, v) => Math.max(m, Math.abs(v)), 0);
          reference[q].forEach((value, i) => {
            const error32 = Math.abs(narrow[q][i]! - value);
            const error64 = Math.abs(double[q][i]! - value);
            // The reference itself is off by as much as the float64 build may be.
            const bound32 = bounds32[q][i]! + bounds64[q][i]!;
            const bound64 = 2 * bounds64[q][i]!;
            const where = `${q}[${i}]`;
            if (!(error32 <= bound32)) expect.fail(`float32 ${where}: error ${error32}, bound ${bound32}`);
            if (!(error64 <= bound64)) expect.fail(`float64 ${where}: error ${error64}, bound ${bound64}`);
            if (!(error64 <= 1e-12 * scale))
              expect.fail(`float64 ${where}: error ${error64}, scale ${scale}`);
            if (error32 > 0) worst32 = Math.max(worst32, error32 / bound32);
          });
        }
      }),
      { numRuns: 120 },
    );
    expect(kinks).toBeLessThan(10);
    // The bounds are worst cases over signs of all roundings: real errors reach a part of them, and never none.
    expect(worst32).toBeGreaterThan(0.01);
  });
});
