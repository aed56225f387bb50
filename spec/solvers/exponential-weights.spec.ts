/** The weights of exponential Adams methods. */
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { gaussLegendre } from '../../src/math/index.ts';
import { exponentialMoments, exponentialWeights } from '../../src/solvers/exponential-weights.ts';

describe('the weights', () => {
  const h = fc.oneof(
    fc.double({ min: -3, max: 8, noNaN: true }),
    fc.double({ min: -1e-3, max: 1e-3, noNaN: true }),
  );

  test('have the moments of h e^{−(1−s)h} on [0, 1]', () => {
    // 40 Gauss nodes integrate e^{8s} s³ to rounding; |m_k| ≤ e³ for h ≥ −3. By parts, 1 ulp grows to 3! of them.
    const { nodes, weights } = gaussLegendre(40);
    fc.assert(
      fc.property(h, (step) => {
        const moments = exponentialMoments(step, 3);
        return moments.every((moment, k) => {
          let truth = 0;
          nodes.forEach((s, i) => {
            truth += weights[i]! * step * Math.exp(-(1 - s) * step) * s ** k;
          });
          return (
            Math.abs(moment - truth) <=
            64 * 2 ** -52 * Math.max(1, Math.exp(-step)) * Math.min(1, Math.abs(step)) + 1e-300
          );
        });
      }),
    );
  });

  test('integrate the polynomials of their degree', () => {
    fc.assert(
      fc.property(h, fc.integer({ min: 1, max: 3 }), fc.boolean(), (step, q, corrects) => {
        const nodes = [-0.4, -1.7, -2.3].slice(0, q);
        if (corrects) nodes[q - 1] = 1;
        const weights = exponentialWeights(step, nodes);
        const moments = exponentialMoments(step, q);
        for (let k = 1; k <= q; k++) {
          const sum = weights.reduce((total, w, j) => total + w * nodes[j]! ** k, 0);
          if (!(Math.abs(sum - moments[k]!) <= 1e-13 * Math.max(1, Math.abs(moments[k]!)))) return false;
        }
        return true;
      }),
    );
  });
});
