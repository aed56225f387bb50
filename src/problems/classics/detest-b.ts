/**
 * Class B of DETEST: small systems on [0, 20].
 *
 * Source: Hull, Enright, Fellen & Sedgwick (1972), SIAM J. Numer. Anal. 9, 603–637, problems B1–B5.
 */
import { cos, exp, sin } from '../../math/index.ts';
import type { Classic } from './classic.ts';

export const detestB: readonly Classic[] = [
  {
    name: 'b1',
    about: 'growth of two conflicting populations',
    length: 20,
    start: [1, 3],
    rate(_t, y, out) {
      out[0] = 2 * (y[0]! - y[0]! * y[1]!);
      out[1] = -(y[1]! - y[0]! * y[1]!);
    },
  },
  {
    name: 'b2',
    about: 'a linear chemical reaction',
    length: 20,
    start: [2, 0, 1],
    rate(_t, y, out) {
      out[0] = -y[0]! + y[1]!;
      out[1] = y[0]! - 2 * y[1]! + y[2]!;
      out[2] = y[1]! - y[2]!;
    },
    // Eigenvalues 0, −1, −3 with (1, 1, 1), (1, 0, −1), (1, −2, 1).
    solution(t, out) {
      const slow = 0.5 * exp(-t);
      const fast = 0.5 * exp(-3 * t);
      out[0] = 1 + slow + fast;
      out[1] = 1 - 2 * fast;
      out[2] = 1 - slow + fast;
    },
  },
  {
    name: 'b3',
    about: 'a nonlinear chemical reaction',
    length: 20,
    start: [1, 0, 0],
    rate(_t, y, out) {
      const square = y[1]! * y[1]!;
      out[0] = -y[0]!;
      out[1] = y[0]! - square;
      out[2] = square;
    },
  },
  {
    name: 'b4',
    about: 'the integral surface of a torus',
    length: 20,
    start: [3, 0, 0],
    rate(_t, y, out) {
      const radius = Math.sqrt(y[0]! * y[0]! + y[1]! * y[1]!);
      out[0] = -y[1]! - (y[0]! * y[2]!) / radius;
      out[1] = y[0]! - (y[1]! * y[2]!) / radius;
      out[2] = y[0]! / radius;
    },
    // In polar coordinates ρ′ = −y₃, φ′ = 1, y₃′ = cos φ.
    solution(t, out) {
      const radius = 2 + cos(t);
      out[0] = radius * cos(t);
      out[1] = radius * sin(t);
      out[2] = sin(t);
    },
  },
  {
    name: 'b5',
    about: 'Euler equations of a rigid body without external forces',
    length: 20,
    start: [0, 1, 1],
    rate(_t, y, out) {
      out[0] = y[1]! * y[2]!;
      out[1] = -y[0]! * y[2]!;
      out[2] = -0.51 * y[0]! * y[1]!;
    },
  },
];
