/**
 * Class E of DETEST: higher order equations as systems, on [0, 20].
 *
 * Source: Hull, Enright, Fellen & Sedgwick (1972), SIAM J. Numer. Anal. 9, 603–637, problems E1–E5.
 */
import { cos, exp, log, log1p, sin, tanh } from '../../math/index.ts';
import type { Classic } from './classic.ts';

/** J_½(z) = √(2/(πz)) sin z and its derivative. */
function bessel(z: number, out: Float64Array): void {
  const size = Math.sqrt(2 / (Math.PI * z));
  out[0] = size * sin(z);
  out[1] = size * (cos(z) - sin(z) / (2 * z));
}

/** √0.08 and √0.0128, of the falling body below. */
const TERMINAL: number = Math.sqrt(0.08);
const DRAG: number = Math.sqrt(0.0128);

export const detestE: readonly Classic[] = [
  {
    name: 'e1',
    about: "Bessel's equation of order 1/2, from z = 1 to 21",
    length: 20,
    start: [0.671396707141803, 0.09540051444747446],
    rate(t, y, out) {
      const z = t + 1;
      out[0] = y[1]!;
      out[1] = -(y[1]! / z + (1 - 0.25 / (z * z)) * y[0]!);
    },
    solution(t, out) {
      bessel(t + 1, out);
    },
  },
  {
    name: 'e2',
    about: "Van der Pol's equation with μ = 1",
    length: 20,
    start: [2, 0],
    rate(_t, y, out) {
      out[0] = y[1]!;
      out[1] = (1 - y[0]! * y[0]!) * y[1]! - y[0]!;
    },
  },
  {
    name: 'e3',
    about: "Duffing's equation",
    length: 20,
    start: [0, 0],
    rate(t, y, out) {
      out[0] = y[1]!;
      out[1] = (y[0]! * y[0]! * y[0]!) / 6 - y[0]! + 2 * sin(2.78535 * t);
    },
  },
  {
    name: 'e4',
    about: 'a body that falls with friction',
    length: 20,
    start: [30, 0],
    rate(_t, y, out) {
      out[0] = y[1]!;
      out[1] = 0.032 - 0.4 * y[1]! * y[1]!;
    },
    // y₂ = √0.08 tanh(√0.0128 t), y₁ = 30 + 2.5 ln cosh(√0.0128 t).
    solution(t, out) {
      const u = DRAG * t;
      out[0] = 30 + 2.5 * (u + log1p(exp(-2 * u)) - log(2));
      out[1] = TERMINAL * tanh(u);
    },
  },
  {
    name: 'e5',
    about: 'a linear pursuit',
    length: 20,
    start: [0, 0],
    rate(t, y, out) {
      out[0] = y[1]!;
      out[1] = Math.sqrt(1 + y[1]! * y[1]!) / (25 - t);
    },
    // arsinh y₂ = −ln(1 − t/25).
    solution(t, out) {
      const q = 25 / (25 - t);
      out[0] = 0.5 * (-25 * log1p(-t / 25) - (t - (t * t) / 50));
      out[1] = 0.5 * (q - 1 / q);
    },
  },
];
