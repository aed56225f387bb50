/**
 * Runge–Kutta methods by their coefficients, as rationals:
 *
 *   kᵢ = v(t + cᵢ h, x + h Σⱼ aᵢⱼ kⱼ),     x⁺ = x + h Σᵢ bᵢ kᵢ
 *
 * Sources: Kutta (1901) for rk4 and the 3/8 rule; Heun (1900) for heun and heun3; Ralston (1962); Dormand & Prince (1980), table 2.
 */
import { constant, exact, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

/** p/q with integers p, q. */
export type Rational = readonly [p: number, q: number];

export interface Tableau {
  /** Rows of a below the diagonal; the first is empty. */
  readonly a: readonly (readonly Rational[])[];
  readonly b: readonly Rational[];
  readonly c: readonly Rational[];
}

/** The rational as a machine has it: exact where its denominator is a power of two. */
export function coefficient([p, q]: Rational): Tracked {
  return (q & (q - 1)) === 0 ? exact(p / q) : constant(p / q);
}

const O: Rational = [0, 1];
const I: Rational = [1, 1];
const half: Rational = [1, 2];

/** Runge–Kutta methods of the oracle. */
export type RungeKutta = 'euler' | 'midpoint' | 'heun' | 'ralston' | 'heun3' | 'rk4' | 'rk4-38' | 'dopri5';

export const tableaus: Readonly<Record<RungeKutta, Tableau>> = {
  euler: { a: [[]], b: [I], c: [O] },
  midpoint: { a: [[], [half]], b: [O, I], c: [O, half] },
  heun: { a: [[], [I]], b: [half, half], c: [O, I] },
  ralston: {
    a: [[], [[2, 3]]],
    b: [
      [1, 4],
      [3, 4],
    ],
    c: [O, [2, 3]],
  },
  heun3: { a: [[], [[1, 3]], [O, [2, 3]]], b: [[1, 4], O, [3, 4]], c: [O, [1, 3], [2, 3]] },
  rk4: {
    a: [[], [half], [O, half], [O, O, I]],
    b: [
      [1, 6],
      [1, 3],
      [1, 3],
      [1, 6],
    ],
    c: [O, half, half, I],
  },
  'rk4-38': {
    a: [[], [[1, 3]], [[-1, 3], I], [I, [-1, 1], I]],
    b: [
      [1, 8],
      [3, 8],
      [3, 8],
      [1, 8],
    ],
    c: [O, [1, 3], [2, 3], I],
  },
  dopri5: {
    a: [
      [],
      [[1, 5]],
      [
        [3, 40],
        [9, 40],
      ],
      [
        [44, 45],
        [-56, 15],
        [32, 9],
      ],
      [
        [19372, 6561],
        [-25360, 2187],
        [64448, 6561],
        [-212, 729],
      ],
      [
        [9017, 3168],
        [-355, 33],
        [46732, 5247],
        [49, 176],
        [-5103, 18656],
      ],
    ],
    b: [[35, 384], O, [500, 1113], [125, 192], [-2187, 6784], [11, 84]],
    c: [O, [1, 5], [3, 10], [4, 5], [8, 9], I],
  },
};

/** The coefficients that a name stands for. */
export const tableau: Formula<[name: RungeKutta], Tableau> = formula(
  'solver.tableau',
  (name) => tableaus[name],
);
