/** Mistakes in solvers of ordinary differential equations. */
import { instead } from '../formula.ts';
import type { Row } from '../formulas/batch.ts';
import { velocity } from '../formulas/polynomial-field.ts';
import { gridTime, intervals, rungeKuttaStep, stageTime, stepsTaken } from '../formulas/solvers.ts';
import { tableaus } from '../formulas/tableaus.ts';
import type { Mistake } from './mistake.ts';

const everywhere = ['solver.step', 'solver.solve', 'density.log-likelihood'];
const walks = ['solver.solve', 'density.log-likelihood'];

const transposed = (matrix: Row, dim: number): Row =>
  matrix.map((_, k) => matrix[(k % dim) * dim + Math.floor(k / dim)]!);

export const solverMistakes: readonly Mistake[] = [
  {
    id: 'solver.euler-for-all',
    title: 'every method takes the step of Euler’s',
    right: 'x⁺ = x + h Σᵢ bᵢ kᵢ',
    wrong: 'x⁺ = x + h k₁',
    looksLike: 'right for euler alone; errors fall with 1/N whatever method is asked',
    operations: everywhere,
    replace: [instead(rungeKuttaStep, (right, _, ...rest) => right(tableaus.euler, ...rest))],
  },
  {
    id: 'solver.stages-at-one-point',
    title: 'all stages are evaluated at the point that the step starts from',
    right: 'kᵢ = v(t + cᵢ h, x + h Σⱼ aᵢⱼ kⱼ)',
    wrong: 'kᵢ = v(t + cᵢ h, x)',
    looksLike: 'right for fields of time alone, of order 1 for all others',
    operations: everywhere,
    replace: [
      instead(rungeKuttaStep, (right, { a, b, c }, ...rest) => right({ a: a.map(() => []), b, c }, ...rest)),
    ],
  },
  {
    id: 'solver.stage-times-at-start',
    title: 'all stages are evaluated at the time that the step starts at',
    right: 'kᵢ = v(t + cᵢ h, …)',
    wrong: 'kᵢ = v(t, …)',
    looksLike: 'full order on fields without time, order 1 on a flow: a test on dx/dt = −x passes',
    operations: everywhere,
    replace: [instead(stageTime, (_, t) => t)],
  },
  {
    id: 'solver.last-step-missing',
    title: 'the loop ends one step early',
    right: 'n = 0, …, N − 1',
    wrong: 'n = 0, …, N − 2',
    looksLike: 'samples of t = 1 − 1/N: a little noise is left in them; with more steps it hides',
    operations: walks,
    replace: [instead(stepsTaken, (_, n) => n - 1)],
  },
  {
    id: 'solver.points-for-steps',
    title: 'N points of time are taken for N steps',
    right: 'h = (t₁ − t₀)/N',
    wrong: 'h = (t₁ − t₀)/(N − 1), N − 1 steps: linspace(t₀, t₁, N)',
    looksLike: 'arrives at the end with a larger error, one evaluation is missing from the count',
    operations: walks,
    replace: [instead(intervals, (_, steps) => Math.max(1, steps - 1))],
  },
  {
    id: 'solver.time-not-advanced',
    title: 'every step starts at the first time',
    right: 'tₙ = t₀ + n h',
    wrong: 'tₙ = t₀',
    looksLike: 'right with one step; the flow of t₀ is frozen, and more steps do not help',
    operations: walks,
    replace: [instead(gridTime, (_, t0) => t0)],
  },
  {
    id: 'solver.field-transposed',
    title: 'matrices are applied from the other side',
    right: 'v = A x + B x² + …',
    wrong: 'v = Aᵀ x + Bᵀ x² + …',
    looksLike: 'right for symmetric matrices and one dimension',
    operations: everywhere,
    replace: [
      instead(velocity, (right, { A, B, c, d }, t, x) =>
        right({ A: transposed(A, x.length), B: transposed(B, x.length), c, d }, t, x),
      ),
    ],
  },
];
