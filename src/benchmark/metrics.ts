/** Metrics beside the error at the end, asked for by name. */
import { checkLength, type FloatArray } from '../array/float-array.ts';
import { pathError, sampleMetrics } from '../metrics/index.ts';
import { key } from '../random/index.ts';
import { type Solver, solve, solveAdaptive, type Tableau } from '../solvers/index.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';
import type { MetricName } from './metric-names.ts';
import type { Control, Steps } from './take-steps.ts';

const ON_THE_LINE: readonly MetricName[] = ['w1', 'w2'];

/** Times at which rows are compared that have grids of their own: so many equal parts of [0, 1]. */
const PARTS = 32;

/** By name, with `…Floor` beside those of samples; null where this problem has no such thing. */
export function metricsOf(
  names: readonly MetricName[],
  problem: RunnableProblem,
  solver: Solver,
  cell: Cell,
  control: Control,
  x0: FloatArray,
  steps: Steps,
  seed: number,
): Record<string, number | null> {
  const { field, dim } = problem;
  const out: Record<string, number | null> = {};
  for (const name of names) {
    if (name === 'pathRmse') {
      out.pathRmse = pathRmse(problem, solver, cell, control, x0, steps);
      continue;
    }
    const apt = field !== null && (dim === 1 || !ON_THE_LINE.includes(name)) && steps.x.length > dim;
    const found = apt
      ? sampleMetrics(steps.x, field.target, { key: key(seed, STREAM), metrics: [name] })[name]
      : undefined;
    out[name] = found?.value ?? null;
    out[`${name}Floor`] = found?.floor ?? null;
  }
  return out;
}

/** Of the samples that metrics draw. */
const STREAM = 401;

function pathRmse(
  problem: RunnableProblem,
  solver: Solver,
  cell: Cell,
  control: Control,
  x0: FloatArray,
  { times }: Steps,
): number {
  const { velocity, dim } = problem;
  const compensated = cell.dtype === 'float32-compensated';
  const at = times ?? Float64Array.from({ length: PARTS + 1 }, (_, i) => i / PARTS);
  const path =
    cell.tolerance === null
      ? solve(velocity, x0, { dim, solver, grid: at, compensated, path: true }).path!
      : solveAdaptive(velocity, x0, {
          dim,
          solver: solver as Tableau,
          rtol: cell.tolerance,
          atol: cell.tolerance,
          compensated,
          ...control,
          times: at,
        }).path!;
  const { states } = problem.truth(Array.from(at));
  checkLength('path', path, states.length);
  return pathError(path, states, { times: at.length, dim }).sup;
}
