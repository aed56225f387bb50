/**
 * Fixed-step solvers of dx/dt = v(t, x) on the grid tₙ = t₀ + (t₁ − t₀) n/N, for one row.
 *
 *   Runge–Kutta      kᵢ = v(t + cᵢ h, x + h Σⱼ aᵢⱼ kⱼ),  x⁺ = x + h Σᵢ bᵢ kᵢ
 *   Adams–Bashforth  x⁺ = x + h Σⱼ βⱼ v(tₙ₋ⱼ, xₙ₋ⱼ): 3/2, −1/2 (ab2, one step of Ralston's method first);
 *                    23/12, −16/12, 5/12 (ab3, two steps of Heun's method of order 3 first)
 *
 * Source: Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), §§ II.1, III.1.
 */
import { add, divide, exact, multiply, subtract, sum, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';
import { coefficient, type Rational, type RungeKutta, type Tableau, tableau } from './tableaus.ts';

export type Slope = (t: Tracked, x: Row) => Row;
export type Adams = 'ab2' | 'ab3';
export type Solver = RungeKutta | Adams;

/** Intervals of the grid for N steps. */
export const intervals: Formula<[steps: number], number> = formula('solver.intervals', (steps) => steps);

/** How many of the intervals are walked. */
export const stepsTaken: Formula<[intervals: number], number> = formula('solver.steps-taken', (n) => n);

/** tₙ = t₀ + (t₁ − t₀) n/N. */
export const gridTime: Formula<[t0: Tracked, t1: Tracked, n: number, steps: number], Tracked> = formula(
  'solver.grid-time',
  (t0, t1, n, steps) => {
    if (n === 0) return t0;
    return n === steps ? t1 : add(t0, divide(multiply(subtract(t1, t0), exact(n)), exact(steps)));
  },
);

/** h = (t₁ − t₀)/N. */
export const stepLength: Formula<[t0: Tracked, t1: Tracked, n: number, steps: number], Tracked> = formula(
  'solver.step-length',
  (t0, t1, _, steps) => divide(subtract(t1, t0), exact(steps)),
);

/** t + c h. */
export const stageTime: Formula<[t: Tracked, c: Rational, h: Tracked], Tracked> = formula(
  'solver.stage-time',
  (t, c, h) => (c[0] === 0 ? t : add(t, multiply(coefficient(c), h))),
);

/** x + h Σ wⱼ kⱼ, one element; weights that are 0 cost nothing. */
export const combine: Formula<[x: Tracked, h: Tracked, weights: readonly Rational[], slopes: Row], Tracked> =
  formula('solver.combine', (x, h, weights, slopes) => {
    const terms = weights.flatMap((w, j) => (w[0] === 0 ? [] : [multiply(coefficient(w), slopes[j]!)]));
    return terms.length === 0 ? x : add(x, multiply(h, sum(terms)));
  });

const combineRows = (x: Row, h: Tracked, weights: readonly Rational[], slopes: readonly Row[]): Row =>
  x.map((value, i) =>
    combine(
      value,
      h,
      weights,
      slopes.map((k) => k[i]!),
    ),
  );

/** One step of a Runge–Kutta method. */
export const rungeKuttaStep: Formula<[method: Tableau, slope: Slope, t: Tracked, h: Tracked, x: Row], Row> =
  formula('solver.runge-kutta-step', ({ a, b, c }, slope, t, h, x) => {
    const slopes: Row[] = [];
    for (const [i, row] of a.entries()) {
      slopes.push(slope(stageTime(t, c[i]!, h), combineRows(x, h, row, slopes)));
    }
    return combineRows(x, h, b, slopes);
  });

/** β₀, β₁, … of an Adams–Bashforth method on equal steps. */
export const adamsWeights: Formula<[method: Adams], readonly Rational[]> = formula(
  'solver.adams-weights',
  (method) =>
    method === 'ab2'
      ? [
          [3, 2],
          [-1, 2],
        ]
      : [
          [23, 12],
          [-16, 12],
          [5, 12],
        ],
);

/** The method of the first steps of an Adams–Bashforth method. */
export const starter: Formula<[method: Adams], RungeKutta> = formula('solver.starter', (method) =>
  method === 'ab2' ? 'ralston' : 'heun3',
);

const isAdams = (solver: Solver): solver is Adams => solver === 'ab2' || solver === 'ab3';

/** The state after step n, from the states x₀ … xₙ. */
export function nextState(
  solver: Solver,
  slope: Slope,
  states: readonly Row[],
  n: number,
  time: (n: number) => Tracked,
  h: Tracked,
): Row {
  const x = states[n]!;
  if (!isAdams(solver)) return rungeKuttaStep(tableau(solver), slope, time(n), h, x);
  const weights = adamsWeights(solver);
  if (n < weights.length - 1) return rungeKuttaStep(tableau(starter(solver)), slope, time(n), h, x);
  const slopes = weights.map((_, j) => slope(time(n - j), states[n - j]!));
  return combineRows(x, h, weights, slopes);
}

/** All states x₀ … x_N; `seen` are states of somebody else, from which each step starts instead. */
export function walk(
  solver: Solver,
  slope: Slope,
  start: Row,
  [t0, t1]: readonly [Tracked, Tracked],
  steps: number,
  seen?: readonly Row[],
): readonly Row[] {
  const count = intervals(steps);
  const states: Row[] = [start];
  const time = (n: number): Tracked => gridTime(t0, t1, n, count);
  for (let n = 0; n < stepsTaken(count); n++) {
    const known = seen === undefined ? states : seen;
    states.push(nextState(solver, slope, known, n, time, stepLength(t0, t1, n, count)));
  }
  return states;
}
