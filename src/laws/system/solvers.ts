/** Our own solvers, as trials. */
import { euler, heun, rk4, type Tableau } from '../../solvers/index.ts';
import { literal, type ObjectCode } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import {
  type SolverSubject,
  solverAffineInvariance,
  solverComposition,
  solverQuadrature,
  solverStabilityPolynomial,
  solverTimeChange,
  type TableauSolverOptions,
  tableauSolver,
} from '../solver/index.ts';

/** The laws that compare to rounding, for any arithmetic. */
const TO_ROUNDING = [
  solverStabilityPolynomial,
  solverAffineInvariance,
  solverTimeChange,
  solverQuadrature,
  solverComposition,
];

/** Every built-in solver in both arithmetics. */
export function solverTrials(): Trial[] {
  const own = [
    solver('euler', euler),
    solver('heun', heun),
    solver('rk4', rk4),
    solver('rk4', rk4, { compensated: true }),
    solver('euler', euler, { dtype: 'float32' }),
    solver('heun', heun, { dtype: 'float32' }),
    solver('rk4', rk4, { dtype: 'float32' }),
    solver('rk4', rk4, { dtype: 'float32', compensated: true }),
  ];
  return own.flatMap(({ subject, code }) => TO_ROUNDING.map((law) => trial(law(subject, { code }))));
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
