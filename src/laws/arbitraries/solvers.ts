/** Explicit Runge–Kutta methods with a free parameter, as plain data. */
import fc from 'fast-check';
import type { Tableau } from '../../solvers/tableau.ts';
import type { Family } from '../core/law.ts';
import { literal } from '../core/snippet.ts';
import { type SolverSubject, tableauSolver } from '../solver/subject.ts';

/**
 * All explicit methods of order 2 with two stages: c₂ = c, b₂ = 1/(2c), b₁ = 1 − b₂. The midpoint rule (c = ½), Ralston's method (⅔)
 * and Heun's (1) are among them; shrink to the midpoint rule. c = k/12 from ¼ to 1.
 */
export function secondOrderSolvers(): Family<SolverSubject, Tableau> {
  return {
    name: 'any method of order 2 with two stages',
    data: fc
      .oneof({ withCrossShrink: true }, fc.constant(6), fc.integer({ min: 3, max: 12 }))
      .map(secondOrder),
    build: (tableau) => tableauSolver(tableau),
    words: ({ name }) => name,
    code: (tableau) => ({
      imports: ["import { tableauSolver } from 'flowproof/laws';"],
      expression: `tableauSolver(${literal(tableau)})`,
    }),
  };
}

function secondOrder(k: number): Tableau {
  return {
    name: `order 2 with c = ${k}/12`,
    order: 2,
    c: ['0', `${k}/12`],
    a: [[], [`${k}/12`]],
    b: [`${k - 6}/${k}`, `6/${k}`],
  };
}
