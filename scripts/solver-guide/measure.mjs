// What the guide measures: the end-point error of every solver on every grid with a given number of evaluations.
import {
  gridName,
  gridTimes,
  namedProblem,
  problemFromSpec,
  solve,
  solveAdaptive,
  solverTable,
} from 'flowproof';

export const problemNames = [
  'anchor',
  'collinear-8d',
  'gaussian-2d',
  'eight-gaussians',
  'checkerboard',
  'learned',
];
export const budgets = [5, 10, 20, 50];
export const grids = [
  { kind: 'uniform' },
  { kind: 'beta' },
  { kind: 'cosine' },
  { kind: 'sway' },
  { kind: 'shift', shift: 3 },
  { kind: 'shift', shift: 0.5 },
  { kind: 'edm' },
  { kind: 'log-snr' },
];
const pairs = solverTable.filter(({ family }) => family === 'pair').map(({ solver }) => solver);
/** Four tolerances in each decade. */
const tolerances = Array.from({ length: 33 }, (_, i) => Number((10 ** (0.5 - i / 4)).toPrecision(3)));

/** All but the stochastic ones and DPM-Solver++ 1, which is Euler's method on these paths or close to it. */
const solversOf = (schedule) =>
  solverTable
    .filter(({ name, family }) => family !== 'stochastic' && name !== 'dpm++1')
    .map(({ solver }) => (typeof solver === 'function' ? solver(schedule) : solver));

/** √(mean over rows of |x − truth|²). */
export function rmse(x, truth, dim) {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i] - truth[i]) * (x[i] - truth[i]);
  return Math.sqrt((squares * dim) / x.length);
}

/** Problems with their states at the end. */
export function solvedProblem(name) {
  const problem = problemFromSpec(namedProblem(name));
  return { ...problem, name, end: problem.truth([1]).states };
}

/** The finest run of a solver on a grid that costs `budget` evaluations at most, or null where there is none with a finite end. */
function finest({ velocity, start, dim, schedule, end }, solver, grid, budget) {
  for (let steps = budget; steps >= 1; ) {
    let run;
    try {
      run = solve(velocity, start, { dim, solver, grid: gridTimes(grid, steps, schedule) });
    } catch (error) {
      if (error.code !== 'diverged') throw error;
      steps--;
      continue;
    }
    if (run.nfe <= budget) {
      return {
        solver: solver.name,
        grid: gridName(grid),
        steps,
        nfe: run.nfe,
        rmse: rmse(run.x, end, dim),
      };
    }
    // Evaluations are all but proportional to steps.
    steps = Math.min(steps - 1, Math.max(1, Math.ceil((steps * budget) / run.nfe)));
  }
  return null;
}

/** The run with a tolerance that comes closest to `budget` evaluations from below. */
function closest(runs, budget) {
  const within = runs.filter((run) => run.nfe <= budget);
  return within.length === 0 ? null : within.reduce((a, b) => (b.nfe >= a.nfe ? b : a));
}

/** From coarse to fine, as long as the evaluations are few enough. */
function adaptiveRuns({ velocity, start, dim, end }, solver) {
  const runs = [];
  for (const tolerance of tolerances) {
    const options = { dim, solver, rtol: tolerance, atol: tolerance };
    const { x, nfe, status } = solveAdaptive(velocity, start, options);
    if (status !== 'done') throw new Error(`${solver.name} at ${tolerance}: ${status}`);
    if (nfe > 2 * Math.max(...budgets)) break;
    runs.push({ solver: solver.name, grid: 'adaptive', tolerance, nfe, rmse: rmse(x, end, dim) });
  }
  return runs;
}

/** All runs on a problem by budget, the smallest error first. */
export function runsOf(problem) {
  const adaptive = pairs.map((solver) => adaptiveRuns(problem, solver));
  return budgets.map((budget) => {
    const fixed = solversOf(problem.schedule).flatMap((solver) =>
      grids.map((grid) => finest(problem, solver, grid, budget)),
    );
    return [...fixed, ...adaptive.map((runs) => closest(runs, budget))]
      .filter((run) => run !== null && Number.isFinite(run.rmse))
      .sort((a, b) => a.rmse - b.rmse);
  });
}
