/** The small network by which the laws of matching hold. */
import { describe, expect, it } from 'vitest';
import { activationsOf, backward, forward, networkOf } from '../../src/laws/matching/network.ts';

describe('the network of the laws', () => {
  it.each(['tanh', 'silu'] as const)(
    '%s: backward is the derivative of forward, for every parameter',
    (activation) => {
      const network = networkOf({ hidden: [4, 3], activation, seed: 7 }, 2);
      const x = Float64Array.of(0.3, -0.8, 1.1, 0.4);
      const cotangent = Float64Array.of(0.7, -1.2, 0.4, 2);
      const out = new Float64Array(4);
      const hidden = activationsOf(network, 2);
      const value = (): number => {
        forward(network, 0.3, x, 1.5, hidden, out);
        return cotangent[2]! * out[2]! + cotangent[3]! * out[3]!;
      };
      value();
      const gradient = new Float64Array(network.parameters.length);
      backward(network, 0.3, x, 1.5, hidden, 1, cotangent, gradient, new Float64Array(8));
      const h = 1e-3;
      network.parameters.forEach((p, j) => {
        const at = (shift: number): number => {
          network.parameters[j] = p + shift;
          return value();
        };
        const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
        network.parameters[j] = p;
        // Fifth derivatives of tanh are below 16, those of the net below 200: h⁴·200/30 is left, and 10⁻¹⁶·4/h of rounding.
        if (!(Math.abs(slope - gradient[j]!) <= 1e-11))
          expect.fail(`parameter ${j}: ${gradient[j]}, not ${slope}`);
      });
    },
  );
});
