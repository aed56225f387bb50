/**
 * Class A of DETEST: single equations on [0, 20].
 *
 * Source: T. E. Hull, W. H. Enright, B. M. Fellen, A. E. Sedgwick, "Comparing numerical methods for ordinary differential equations",
 * SIAM J. Numer. Anal. 9 (1972) 603–637, problems A1–A5.
 */
import { cos, exp, sin } from '../../math/index.ts';
import type { Classic } from './classic.ts';
import { increasingRoot } from './root.ts';

export const detestA: readonly Classic[] = [
  {
    name: 'a1',
    about: "y' = -y, the negative exponential",
    length: 20,
    start: [1],
    rate(_t, y, out) {
      out[0] = -y[0]!;
    },
    solution(t, out) {
      out[0] = exp(-t);
    },
  },
  {
    name: 'a2',
    about: "y' = -y^3/2, a special case of the Riccati equation",
    length: 20,
    start: [1],
    rate(_t, y, out) {
      out[0] = (-y[0]! * y[0]! * y[0]!) / 2;
    },
    solution(t, out) {
      out[0] = 1 / Math.sqrt(t + 1);
    },
  },
  {
    name: 'a3',
    about: "y' = y cos t, an oscillatory problem",
    length: 20,
    start: [1],
    rate(t, y, out) {
      out[0] = y[0]! * cos(t);
    },
    solution(t, out) {
      out[0] = exp(sin(t));
    },
  },
  {
    name: 'a4',
    about: "y' = y/4 (1 - y/20), a logistic curve",
    length: 20,
    start: [1],
    rate(_t, y, out) {
      out[0] = (y[0]! / 4) * (1 - y[0]! / 20);
    },
    solution(t, out) {
      out[0] = 20 / (1 + 19 * exp(-t / 4));
    },
  },
  {
    name: 'a5',
    about: "y' = (y - t)/(y + t), a spiral curve",
    length: 20,
    start: [4],
    rate(t, y, out) {
      out[0] = (y[0]! - t) / (y[0]! + t);
    },
    // The logarithmic spiral t = 4 e^φ sin φ, y = 4 e^φ cos φ: dy/dt = (cos φ − sin φ)/(sin φ + cos φ). φ < 1.7 until t = 20.
    solution(t, out) {
      const phi = increasingRoot(
        (p) => 4 * exp(p) * sin(p) - t,
        (p) => 4 * exp(p) * (sin(p) + cos(p)),
        -0.1,
        1.7,
      );
      out[0] = 4 * exp(phi) * cos(phi);
    },
  },
];
