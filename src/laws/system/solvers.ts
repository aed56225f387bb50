/** Our own solvers, as trials. */
import { euler, heun, rk4, type Tableau } from '../../solvers/index.ts';
import { secondOrderSolvers } from '../arbitraries/solvers.ts';
import { literal, type ObjectCode } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { type AnySyncLaw, lawsOf } from '../registry.ts';
import {
  type SolverSubject,
  solverOrder,
  solverTimeReversal,
  type TableauSolverOptions,
  tableauSolver,
} from '../solver/index.ts';

/** Every built-in solver, both arithmetics, and all methods of order 2 with two stages. Slopes need float64: float32 has no four doublings. */
export function solverTrials(): Trial[] {
  const double = [solver('euler', euler), solver('heun', heun), solver('rk4', rk4)];
  const more = [
    solver('rk4', rk4, { compensated: true }),
    solver('euler', euler, { dtype: 'float32' }),
    solver('heun', heun, { dtype: 'float32' }),
    solver('rk4', rk4, { dtype: 'float32' }),
    solver('rk4', rk4, { dtype: 'float32', compensated: true }),
  ];
  const all = [...double, ...more];
  const slopes: readonly AnySyncLaw[] = [solverOrder, solverTimeReversal];
  return lawsOf('solver').flatMap((law) => held(law, slopes.includes(law) ? double : all));
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
