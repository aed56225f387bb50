/** Laws between the derivatives: linearity, adjointness, trace, and Hutchinson's estimate, in the float64 build. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backward, forward, mlpWorkspace, vjp } from '../../src/nn/index.ts';
import { type NetworkCase, networkCases } from '../support/architectures.ts';
import { twin } from '../support/twins.ts';

const wide = (a: Float32Array): Float64Array => Float64Array.from(a);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((s, v, i) => s + v * b[i]!, 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** 10⁻¹² of the largest size that the compared terms have: the sums are short and float64. */
function expectClose(actual: number, expected: number, size: number): void {
  if (!(Math.abs(actual - expected) <= 1e-12 * size))
    expect.fail(`${actual} is not ${expected}, size ${size}`);
}

function evaluated(c: NetworkCase) {
  const { net, rows } = c;
  const ws = twin.mlpWorkspace(net, rows);
  const params = wide(c.params);
  const make = (): Float64Array => new Float64Array(rows * net.config.dim);
  twin.forward(net, params, rows, wide(c.x), wide(c.t), c.labels, ws, make());
  return { net, rows, ws, params, make, dim: net.config.dim };
}

describe('in the float64 build', () => {
  test('backpropagation is linear in the cotangent', () => {
    fc.assert(
      fc.property(networkCases, (c) => {
        const { net, rows, ws, params, make } = evaluated(c);
        const gradient = (cotangent: Float64Array): Float64Array => {
          const [gradParams, gradX] = [new Float64Array(params.length), make()];
          twin.backward(net, params, rows, ws, cotangent, gradParams, gradX);
          return Float64Array.of(...gradParams, ...gradX);
        };
        const [u, v] = [wide(c.cotangent), wide(c.tangentX)];
        const [gu, gv, mixed] = [u, v, u.map((a, i) => 3 * a - 0.7 * v[i]!)].map(gradient) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        const size = 3 * norm(gu) + norm(gv);
        mixed.forEach((g, i) => {
          expectClose(g, 3 * gu[i]! - 0.7 * gv[i]!, size);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('⟨vjp(c), ẋ⟩ = ⟨c, jvp(ẋ)⟩', () => {
    fc.assert(
      fc.property(networkCases, (c) => {
        const { net, rows, ws, params, make } = evaluated(c);
        const [gradX, image] = [make(), make()];
        const [cotangent, tangent] = [wide(c.cotangent), wide(c.tangentX)];
        twin.vjp(net, params, rows, ws, cotangent, gradX);
        twin.jvp(net, params, rows, ws, tangent, null, image);
        expectClose(
          dot(gradX, tangent),
          dot(cotangent, image),
          norm(gradX) * norm(tangent) + norm(cotangent) * norm(image),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('the divergence is the trace of the Jacobian, and the mean of Hutchinson over all sign vectors', () => {
    fc.assert(
      fc.property(networkCases, (c) => {
        const { net, rows, ws, params, make, dim } = evaluated(c);
        const trace = new Float64Array(rows);
        twin.divergence(net, params, rows, ws, trace);

        const byVjp = new Float64Array(rows);
        const size = new Float64Array(rows);
        for (let i = 0; i < dim; i++) {
          const [unit, row] = [make(), make()];
          for (let r = 0; r < rows; r++) unit[r * dim + i] = 1;
          twin.vjp(net, params, rows, ws, unit, row);
          for (let r = 0; r < rows; r++) {
            byVjp[r]! += row[r * dim + i]!;
            for (let j = 0; j < dim; j++) size[r]! += Math.abs(row[r * dim + j]!);
          }
        }

        const signs = 2 ** dim;
        const probes = new Float64Array(signs * rows * dim);
        for (let p = 0; p < signs; p++) {
          for (let k = 0; k < rows * dim; k++) probes[p * rows * dim + k] = (p >> (k % dim)) & 1 ? 1 : -1;
        }
        const mean = new Float64Array(rows);
        twin.hutchinsonDivergence(net, params, rows, ws, probes, signs, mean);
        for (let r = 0; r < rows; r++) {
          expectClose(trace[r]!, byVjp[r]!, size[r]!);
          expectClose(mean[r]!, byVjp[r]!, size[r]!);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('in float32, a cotangent four times as large gives gradients four times as large, to the bit', () => {
  fc.assert(
    fc.property(networkCases, (c) => {
      const { net, rows, params } = c;
      const ws = mlpWorkspace(net, rows);
      const make = (): Float32Array => new Float32Array(rows * net.config.dim);
      forward(net, params, rows, c.x, c.t, c.labels, ws, make());
      const [one, four] = [new Float32Array(params.length), new Float32Array(params.length)];
      const [oneX, fourX] = [make(), make()];
      backward(net, params, rows, ws, c.cotangent, one, oneX);
      backward(
        net,
        params,
        rows,
        ws,
        c.cotangent.map((v) => 4 * v),
        four,
        null,
      );
      vjp(
        net,
        params,
        rows,
        ws,
        c.cotangent.map((v) => 4 * v),
        fourX,
      );
      expect(four).toEqual(one.map((v) => 4 * v));
      expect(fourX).toEqual(oneX.map((v) => 4 * v));
    }),
    { numRuns: 50 },
  );
});
