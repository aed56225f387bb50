/** Rows of made-up runs: what the writers of a benchmark's results can meet. */
import type { Row } from '../../src/benchmark/row.ts';

export function row(parts: Partial<Row> = {}): Row {
  return {
    problem: 'anchor',
    solver: 'rk4',
    grid: 'uniform',
    dtype: 'float64',
    steps: 8,
    tolerance: null,
    nfe: 32,
    accepted: 8,
    rejected: 0,
    rmse: 1e-3,
    max: 2e-3,
    slope: null,
    slopeWindow: null,
    floor: 1e-15,
    seconds: 1e-3,
    secondsIqr: 1e-4,
    status: 'ok',
    reason: null,
    metrics: {},
    ...parts,
  };
}

const SLOPE = { from: 8, to: 128, halfWidth: 0.05 };

/** e = c N^−p for N = 4 … 128, `cost` evaluations a step. */
export function powerLaw(solver: string, order: number, cost: number, parts: Partial<Row> = {}): Row[] {
  let error = 0.5;
  return [4, 8, 16, 32, 64, 128].map((steps, i) => {
    for (let k = 0; k < order && i > 0; k++) error /= 2;
    return row({
      solver,
      steps,
      nfe: steps * cost,
      accepted: steps,
      rmse: error,
      max: 2 * error,
      slope: i === 0 ? null : order,
      slopeWindow: { ...SLOPE, slope: order },
      seconds: steps * cost * 1e-5,
      ...parts,
    });
  });
}

/** Runs with tolerances 1e-3, 1e-5, 1e-7. */
export function tolerances(solver: string, parts: Partial<Row> = {}): Row[] {
  return [1e-3, 1e-5, 1e-7].map((tolerance, i) =>
    row({
      solver,
      grid: 'adaptive',
      steps: null,
      tolerance,
      nfe: 50 * 3 ** i,
      accepted: 8 * 3 ** i,
      rejected: i,
      rmse: 3 * tolerance,
      ...parts,
    }),
  );
}

const NAMES: readonly [string, number, number][] = [
  ['euler', 1, 1],
  ['midpoint', 2, 2],
  ['heun', 2, 2],
  ['ralston', 2, 2],
  ['heun3', 3, 3],
  ['rk4', 4, 4],
  ['rk4-38', 4, 4],
  ['dopri5', 5, 6],
  ['ab2', 2, 1],
  ['ab3', 3, 1],
  ['dpm++1', 1, 1],
  ['unipc3', 3, 1],
  ['gl4', 4, 8],
  ['sra1', 2, 2],
];

/** Two problems, two arithmetics, two grids, 17 solvers, some of which fail. */
export function manyRows(): Row[] {
  return ['anchor', 'two-moons'].flatMap((problem) =>
    (['float64', 'float32'] as const).flatMap((dtype) => [
      ...['uniform', 'shift 3'].flatMap((grid) =>
        NAMES.flatMap(([solver, order, cost]) => powerLaw(solver, order, cost, { problem, dtype, grid })),
      ),
      ...['bs3', 'tsit5', 'dop853'].flatMap((solver) => tolerances(solver, { problem, dtype })),
      row({
        problem,
        dtype,
        solver: 'euler',
        steps: 2,
        rmse: null,
        max: null,
        status: 'failed',
        reason: 'not finite',
      }),
    ]),
  );
}

export const EVIL = '</script><b>"\'&\u0000\n;--x';

/** Everything that a row can be, by name. */
export const VARIANTS: readonly [string, readonly Row[]][] = [
  ['nothing', []],
  ['one run', [row()]],
  ['one solver', powerLaw('rk4', 4, 4)],
  ['few solvers', [...powerLaw('euler', 1, 1), ...powerLaw('rk4', 4, 4), ...tolerances('tsit5')]],
  ['many solvers', manyRows()],
  ['tolerances alone', tolerances('dop853')],
  ['exact hits', [4, 8, 16].map((steps) => row({ steps, nfe: steps, rmse: 0, max: 0 }))],
  [
    'the ends of the range of numbers',
    [1e-300, 5e-324, 1.7e308, 1e300].map((rmse, i) => row({ steps: i + 1, nfe: i + 1, rmse, seconds: rmse })),
  ],
  [
    'no numbers',
    [Number.NaN, Infinity, null].map((rmse, i) =>
      row({
        steps: i + 1,
        rmse,
        max: rmse,
        nfe: rmse,
        slope: rmse,
        floor: rmse,
        seconds: rmse,
        secondsIqr: rmse,
      }),
    ),
  ],
  [
    'nothing that arrived',
    (['failed', 'timed-out', 'step-limit', 'skipped'] as const).map((status, i) =>
      row({
        steps: i < 2 ? i + 1 : null,
        rmse: null,
        nfe: null,
        status,
        reason: i === 0 ? null : `why ${status}`,
      }),
    ),
  ],
  [
    'names of an enemy',
    powerLaw(EVIL, 2, 1, { problem: EVIL, grid: EVIL, reason: EVIL, metrics: { [EVIL]: 1 } }).concat(
      row({ problem: EVIL, solver: EVIL, status: 'failed', reason: EVIL, rmse: null }),
    ),
  ],
];
