/** A row's results do not depend on the other rows, the size of the workspace, or the kind of memory. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backward, divergence, forward, jvp, mlpWorkspace, vjp } from '../../src/nn/index.ts';
import { networkCases } from '../support/architectures.ts';

const shared = (a: Float32Array): Float32Array => {
  const copy = new Float32Array(new SharedArrayBuffer(a.byteLength));
  copy.set(a);
  return copy;
};

test('every row alone has the bits that it has in the batch', () => {
  fc.assert(
    fc.property(networkCases, fc.integer({ min: 0, max: 9 }), (c, repeat) => {
      const { net, params } = c;
      const { dim } = net.config;
      // Up to 30 rows, so that blocks of four and their tails both occur.
      const rows = c.rows * (repeat + 1);
      const tile = (a: Float32Array): Float32Array =>
        Float32Array.from(
          { length: (a.length / c.rows) * rows },
          (_, i) => a[i % a.length]! * (1 + (i % 7) / 8),
        );
      const [x, cotangent, tangentX, tangentT] = [c.x, c.cotangent, c.tangentX, c.tangentT].map(tile) as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const t = Float32Array.from({ length: rows }, (_, i) => (i + 0.5) / rows);
      const labels = c.labels && Int32Array.from({ length: rows }, (_, i) => c.labels![i % c.rows]!);

      const evaluate = (from: number, count: number, maxRows: number) => {
        const ws = mlpWorkspace(net, maxRows);
        const part = (a: Float32Array): Float32Array => a.subarray(from * dim, (from + count) * dim);
        const [out, gradX, image] = [0, 0, 0].map(() => new Float32Array(count * dim)) as [
          Float32Array,
          Float32Array,
          Float32Array,
        ];
        const trace = new Float32Array(count);
        forward(net, params, count, part(x), t.subarray(from), labels?.subarray(from) ?? null, ws, out);
        vjp(net, params, count, ws, part(cotangent), gradX);
        jvp(net, params, count, ws, part(tangentX), tangentT.subarray(from), image);
        divergence(net, params, count, ws, trace);
        return [out, gradX, image, trace];
      };
      const batch = evaluate(0, rows, rows + 3);
      for (let r = 0; r < rows; r++) {
        evaluate(r, 1, 1).forEach((alone, q) => {
          expect(alone).toEqual(batch[q]!.subarray(r * alone.length, (r + 1) * alone.length));
        });
      }
    }),
    { numRuns: 60 },
  );
});

test('shared memory gives the same bits, and zero rows a zero gradient', () => {
  fc.assert(
    fc.property(networkCases, (c) => {
      const { net, rows } = c;
      const run = (copy: (a: Float32Array) => Float32Array, count: number) => {
        const ws = mlpWorkspace(net, rows);
        const out = copy(new Float32Array(rows * net.config.dim));
        const gradient = copy(new Float32Array(net.parameterCount).fill(NaN));
        const params = copy(c.params);
        forward(net, params, count, copy(c.x), copy(c.t), c.labels, ws, out);
        backward(net, params, count, ws, copy(c.cotangent), gradient, null);
        return [...out, ...gradient];
      };
      expect(run(shared, rows)).toEqual(run((a) => a.slice(), rows));
      expect(run((a) => a.slice(), 0).every((v) => v === 0)).toBe(true);
    }),
    { numRuns: 20 },
  );
});
