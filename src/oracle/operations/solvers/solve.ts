import type { Operation } from '../../contract.ts';
import { type Row, rowsOf } from '../../formulas/batch.ts';
import { type Solver, walk } from '../../formulas/solvers.ts';
import { tableaus } from '../../formulas/tableaus.ts';
import { FIELD, polynomialInputs, slopeOf, span, start } from './fields.ts';

const lastOf = (path: readonly Row[]): Row => path[path.length - 1]!;

/** x₀ … x_{N−1} of each row as [steps, rows, dim]; where fewer steps were taken, the last one stands for the missing. */
function beforeSteps(paths: readonly (readonly Row[])[], steps: number): Row {
  return Array.from({ length: steps }, (_, n) => paths.flatMap((path) => path[n] ?? lastOf(path))).flat();
}

/** A whole solve on equal steps. */
export const solverSolve: Operation = {
  name: 'solver.solve',
  revision: 1,
  summary: 'a whole solve with equal steps from t0 to t1 on a polynomial field',
  formula: `xₙ₊₁ from xₙ for n = 0 … N − 1,  tₙ = t₀ + (t₁ − t₀) n/N,  N = steps,  ${FIELD}`,
  conventions: [
    'the size `steps` is the number N of steps; the grid has N + 1 times',
    'ab2 takes its first step by ralston, ab3 its first two by heun3; slopes of all earlier grid points are used',
    'dopri5 takes equal steps, without step control',
    'the methods are those of solver.step',
  ],
  source: 'Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), §§ II.1, III.1',
  sizes: { rows: [2, 4], dim: [2, 3], steps: [1, 4] },
  settings: [{ name: 'solver', meaning: 'the method', values: [...Object.keys(tableaus), 'ab2', 'ab3'] }],
  inputs: [start('x', 'points at t0'), ...polynomialInputs, ...span],
  outputs: [{ name: 'x', type: 'float', shape: ['rows', 'dim'], meaning: 'points at t1' }],
  trace: [
    {
      name: 'states',
      type: 'float',
      shape: ['steps', 'rows', 'dim'],
      meaning: 'points before each step; the first are the input',
    },
  ],
  iterates: true,
  evaluate: (open) => {
    const { floats, sizes, settings } = open;
    const { rows, dim, steps } = sizes as { rows: number; dim: number; steps: number };
    const slope = slopeOf(open);
    const ends = [floats.t0![0]!, floats.t1![0]!] as const;
    const starts = rowsOf(floats.x!, dim);
    const walked = (seen?: Row): readonly (readonly Row[])[] =>
      starts.map((first, r) => {
        const known =
          seen && Array.from({ length: steps }, (_, n) => rowsOf(seen, dim).at(n * rows + r) as Row);
        return walk(settings.solver as Solver, slope, first, ends, steps, known);
      });
    let paths = walked();
    const free = beforeSteps(paths, steps);
    const seen = open.probe('states', free);
    if (seen !== free) {
      // Each step again from the states that were seen, so that every one is judged by itself.
      paths = walked(seen);
      open.probe('states', beforeSteps(paths, steps));
    }
    return { x: paths.flatMap(lastOf) };
  },
};
