/** Gauss–Hermite rules against moments of the normal distribution, known nodes, and the rate of convergence for poles off the axis. */
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { cos, exp, gaussHermite } from '../../src/math/index.ts';

const integral = (n: number, f: (y: number) => number): number => {
  const { nodes, weights } = gaussHermite(n);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i]! * f(nodes[i]!);
  return sum;
};

describe('gaussHermite', () => {
  it('has the nodes and weights that small n have in closed form', () => {
    const close = (n: number, nodes: number[], weights: number[]): void => {
      const rule = gaussHermite(n);
      for (let i = 0; i < n; i++) {
        // Newton's method ends within two roundings of a simple zero.
        if (!(Math.abs(rule.nodes[i]! - nodes[i]!) <= 4.5e-16 * Math.max(1, Math.abs(nodes[i]!)))) {
          expect.fail(`node ${i} of ${n}: ${rule.nodes[i]}`);
        }
        if (!(Math.abs(rule.weights[i]! - weights[i]!) <= 2e-15 * weights[i]!)) {
          expect.fail(`weight ${i} of ${n}: ${rule.weights[i]}`);
        }
      }
    };
    close(1, [0], [1]);
    close(2, [-1, 1], [0.5, 0.5]);
    close(3, [-Math.sqrt(3), 0, Math.sqrt(3)], [1 / 6, 2 / 3, 1 / 6]);
    const [a, b] = [Math.sqrt(3 - Math.sqrt(6)), Math.sqrt(3 + Math.sqrt(6))];
    close(
      4,
      [-b, -a, a, b],
      [-b, -a, a, b].map((y) => 1 / (4 * ((y * y * y - 3 * y) ** 2 / 6))),
    );
  });

  it('is exact for polynomials of degree up to 2n − 1, and not beyond', () => {
    for (const n of [1, 2, 3, 5, 8, 16, 40, 100, 256, 512]) {
      let moment = 1;
      for (let k = 0; k < Math.min(n, 12); k++) {
        if (k > 0) moment *= 2 * k - 1;
        // E Y²ᵏ = (2k − 1)!!; the terms are positive, so their roundings (n of them, a few each) stay relative; 2k of those in y²ᵏ.
        if (!(Math.abs(integral(n, (y) => y ** (2 * k)) / moment - 1) <= (8 + 2 * k) * 4.5e-16)) {
          expect.fail(`moment ${2 * k} by ${n} nodes`);
        }
      }
      if (n <= 12) {
        let next = 1;
        for (let k = 1; k <= n; k++) next *= 2 * k - 1;
        let factorial = 1;
        for (let k = 2; k <= n; k++) factorial *= k;
        // The error at degree 2n is n! exactly: E Heₙ².
        const missing = next - integral(n, (y) => y ** (2 * n));
        if (!(Math.abs(missing / factorial - 1) <= (1e-14 * next) / factorial))
          expect.fail(`degree ${2 * n}`);
      }
    }
  });

  it('ascends, is symmetric, and its weights sum to 1', () => {
    for (let n = 1; n <= 512; n += n < 40 ? 1 : 59) {
      const { nodes, weights } = gaussHermite(n);
      for (let i = 0; i < n; i++) {
        const mirrored = nodes[i] === -nodes[n - 1 - i]! && weights[i] === weights[n - 1 - i];
        if (!(mirrored && (i === 0 || nodes[i]! > nodes[i - 1]!))) expect.fail(`node ${i} of ${n}`);
      }
      if (!(Math.abs(integral(n, () => 1) - 1) <= 4e-15)) expect.fail(`weights of ${n}`);
    }
  });

  it('integrates entire functions to rounding, and 1/(1 + y²) at the rate of its poles ±i', () => {
    if (!(Math.abs(integral(40, cos) - exp(-0.5)) <= 1e-15)) expect.fail('E cos Y');
    // E 1/(1 + Y²) = √(πe/2) erfc(1/√2).
    const truth = 0.6556795424187985;
    const error = (n: number): number => Math.abs(integral(n, (y) => 1 / (1 + y * y)) - truth);
    for (const root of [4, 6, 8, 10]) {
      // √n grows by 2: e^(−2·1·2) = 0.018 for a = 1.
      const ratio = error((root + 2) ** 2) / error(root * root);
      if (!(ratio > 0.012 && ratio < 0.027)) expect.fail(`from √n = ${root}: ${ratio}`);
    }
  });

  it('refuses what is no count', () => {
    for (const n of [0, 1.5, Number.NaN, 513]) expect(() => gaussHermite(n)).toThrow(ArgumentError);
  });
});
