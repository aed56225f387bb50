/** Our own solvers, as trials. */
import { euler, gl4, heun, heun3, rk4, rk4ThreeEighths, solve, type Tableau } from '../../solvers/index.ts';
import { secondOrderSolvers } from '../arbitraries/solvers.ts';
import { literal, type ObjectCode } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { type AnySyncLaw, lawsOf } from '../registry.ts';
import {
  type SolverSubject,
  solverAffineInvariance,
  solverOrder,
  solverTimeReversal,
  type TableauSolverOptions,
  tableauSolver,
} from '../solver/index.ts';

/**
 * The one-step methods to order 4, both arithmetics, and all methods of order 2 with two stages. Slopes need float64: float32 has no four
 * doublings, and neither have methods of order 5 and more, whose certificates are exact instead.
 */
export function solverTrials(): Trial[] {
  const double = [
    solver('euler', euler),
    solver('heun', heun),
    solver('heun3', heun3),
    solver('rk4', rk4),
    solver('rk4ThreeEighths', rk4ThreeEighths),
  ];
  const more = [
    solver('rk4', rk4, { compensated: true }),
    solver('euler', euler, { dtype: 'float32' }),
    solver('heun', heun, { dtype: 'float32' }),
    solver('rk4', rk4, { dtype: 'float32' }),
    solver('rk4', rk4, { dtype: 'float32', compensated: true }),
  ];
  const all = [...double, ...more];
  const slopes: readonly AnySyncLaw[] = [solverOrder, solverTimeReversal];
  return lawsOf('solver').flatMap((law) => {
    // Of what an iteration rounds, that law knows no bound.
    const implicit = law === solverAffineInvariance ? [] : [gaussLegendre];
    return held(law, [...(slopes.includes(law) ? double : all), ...implicit]);
  });
}

function held(law: AnySyncLaw, own: readonly Own[]): Trial[] {
  return [
    ...own.map(({ subject, code }) => trial(law(subject, { code }))),
    trial(law.over(secondOrderSolvers())),
  ];
}

interface Own {
  readonly subject: SolverSubject;
  readonly code: ObjectCode;
}

/** Symmetric: for the law of time reversal nothing is left of there and back. */
const gaussLegendre: Own = {
  subject: {
    name: gl4.name,
    order: gl4.order,
    symmetric: true,
    solve: (velocity, x0, { from, to, steps, dim }) =>
      solve(velocity, x0, { solver: gl4, from, to, steps, dim }),
  },
  code: {
    imports: ["import { gl4, solve } from 'flowproof';"],
    expression: `{
  name: 'gl4',
  order: 4,
  symmetric: true,
  solve: (u, x0, { from, to, steps, dim }) => solve(u, x0, { solver: gl4, from, to, steps, dim }),
}`,
  },
};

function solver(name: string, tableau: Tableau, options: TableauSolverOptions = {}): Own {
  const more = Object.keys(options).length === 0 ? '' : `, ${literal(options)}`;
  return {
    subject: tableauSolver(tableau, options),
    code: {
      imports: [`import { ${name} } from 'flowproof';`, "import { tableauSolver } from 'flowproof/laws';"],
      expression: `tableauSolver(${name}${more})`,
    },
  };
}
