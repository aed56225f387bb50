// Where multistep solvers lose their error on the anchor: in the first two steps, in the last one, or between.
import { ab2, cdfMap, condOT, dop853, dpmSolver, euler, gaussianMixture, solve, uniPc } from 'flowproof';
import { rmse, solvedProblem } from './measure.mjs';
import { markdown } from './tables.mjs';

const schedule = condOT;
const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
const flow = cdfMap({ schedule, target });

function exactly(x, from, to) {
  const out = new Float64Array(x.length);
  flow.map(from, to, x, out);
  return out;
}

/**
 * The error of N equal steps of which the first two, the last one, or all three are taken by the exact flow. A solver that begins at t₂ has
 * the slope at t₁ too, from one step of DOP853 there, whose error is far below what is shown.
 */
function error({ velocity, start, dim, end }, solver, steps, { first, last }) {
  const [from, to] = [first ? 1 : 0, last ? steps - 1 : steps];
  const grid = Float64Array.from({ length: to - from + 1 }, (_, i) => (from + i) / steps);
  const begin = first ? exactly(start, 0, 1 / steps) : start;
  const { x } = solve(velocity, begin, { dim, solver: first ? { ...solver, start: dop853 } : solver, grid });
  return rmse(last ? exactly(x, to / steps, 1) : x, end, dim);
}

export function endsTable() {
  const anchor = solvedProblem('anchor');
  const solvers = [ab2, dpmSolver({ order: 2, schedule }), uniPc({ order: 2, schedule })];
  const rows = [10, 20, 40].flatMap((steps) => {
    const own = error(anchor, euler, steps, {});
    return solvers.map((solver) => [
      `${solver.name}, N = ${steps}`,
      ...[{}, { first: true }, { last: true }, { first: true, last: true }].map((exact) =>
        error(anchor, solver, steps, exact).toExponential(2),
      ),
      own.toExponential(2),
    ]);
  });
  return markdown(['', 'as it is', 'first two exact', 'last exact', 'both exact', 'euler'], rows);
}
