/** A cell of a solver of ẋ = u(t, x), on a grid or with a tolerance. */
import type { FloatArray } from '../array/float-array.ts';
import { stateError } from '../metrics/index.ts';
import { type Solver, solve, solveAdaptive } from '../solvers/index.ts';
import type { CellRun, Ends, Steps } from './cell-result.ts';
import type { CellSettings, Control } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';
import { gridOptions, toleranceOptions } from './grid-options.ts';
import { heldAtEnd } from './held-at-end.ts';
import { logDensityOf } from './log-density-of.ts';
import { pathRmse } from './path-rmse.ts';
import { roundingError } from './rounding.ts';
import { sampleMetricsOf } from './sample-metrics-of.ts';

export function odeRun(
  problem: RunnableProblem,
  solver: Solver,
  ends: Ends,
  cell: Cell,
  settings: CellSettings,
): CellRun {
  const { dtype } = cell;
  const x0 = dtype === 'float64' ? ends.start : new Float32Array(ends.start);
  return {
    run: () => takeSteps(problem, solver, cell, settings, x0),
    judge(steps) {
      const { x, times, accepted } = steps;
      const { rmse, max } = stateError(x, ends.truth, problem.dim);
      const rounding = roundingError(problem, solver, dtype, ends.start, x, times, accepted);
      const metrics = {
        ...(settings.metrics.includes('pathRmse') && {
          pathRmse: pathRmse(problem, solver, cell, settings, x0, times),
        }),
        ...(settings.metrics.includes('logDensity') && {
          logDensity: logDensityOf(problem, solver, cell, settings, x0),
        }),
        ...sampleMetricsOf(settings, problem, x),
      };
      // Of two independent errors d and r, the sum has r ≥ d below √2 r.
      return { rmse, max, floor: Math.max(Math.SQRT2 * rounding, ends.radius), metrics };
    },
  };
}

function takeSteps(
  problem: RunnableProblem,
  solver: Solver,
  cell: Cell,
  control: Control,
  x0: FloatArray,
): Steps {
  const { dim, velocity } = problem;
  if (cell.tolerance === null) {
    const options = { dim, ...gridOptions(cell, solver, problem.schedule) };
    return { ...solve(velocity, x0, options), unfinished: null };
  }
  const { x, nfe, accepted, rejected, times, reason } = solveAdaptive(
    heldAtEnd(velocity, control.profile),
    x0,
    { dim, ...toleranceOptions(cell, solver, control) },
  );
  // A grid that passes the end is of no use to anybody else.
  const usable = times.length > 0 && times.at(-1)! <= 1;
  return { x, nfe, accepted, rejected, times: usable ? times : null, unfinished: reason };
}
