/** Mistakes in solvers: steps, stages, weights, times and signs that are wrong while everything still runs. */
import { heun, rk4, type Tableau } from '../../../solvers/index.ts';
import type { VelocityFunction } from '../../../solvers/velocity.ts';
import { type SolverSpan, type SolverSubject, tableauSolver } from '../../solver/index.ts';
import { type Mistake, mistakeOf } from '../mistake.ts';
import { blendInto } from './blend.ts';
import { everyLaw } from './every-law.ts';

type Solve = (velocity: VelocityFunction, x0: Float64Array, span: SolverSpan) => Float64Array;

const MIDPOINT: Tableau = { name: 'midpoint', order: 2, c: ['0', '1/2'], a: [[], ['1/2']], b: ['0', '1'] };
const KUTTA3: Tableau = {
  name: 'kutta3',
  order: 3,
  c: ['0', '1/2', '1'],
  a: [[], ['1/2'], ['-1', '2']],
  b: ['1/6', '2/3', '1/6'],
};

/** A method in floats that obeys no condition. */
interface Stages {
  readonly c: readonly number[];
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
}

const HEUN: Stages = { c: [0, 1], a: [[], [1]], b: [1 / 2, 1 / 2] };
const RK4: Stages = {
  c: [0, 1 / 2, 1 / 2, 1],
  a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  b: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
};

/** What a loop may do differently: the grid, its number of steps, the sign of h, the base of stages, and stages kept from the step before. */
interface Loop {
  readonly grid?: (fraction: number) => number;
  readonly extraSteps?: number;
  readonly unsigned?: boolean;
  readonly stagesFromStart?: boolean;
  readonly reuseLastStage?: boolean;
}

function loop({ a, b, c }: Stages, options: Loop = {}): Solve {
  const { grid = (s: number) => s, extraSteps = 0, unsigned = false } = options;
  return (velocity, x0, { from, to, steps }) => {
    const x = x0.slice();
    const state = x0.slice();
    const k = b.map(() => new Float64Array(x.length));
    for (let step = 0; step < steps + extraSteps; step++) {
      const t = from + (to - from) * grid(step / steps);
      const signed = from + (to - from) * grid((step + 1) / steps) - t;
      const h = unsigned ? Math.abs(signed) : signed;
      for (let i = 0; i < b.length; i++) {
        if (i === 0 && step > 0 && options.reuseLastStage) {
          k[0]!.set(k[b.length - 1]!);
          continue;
        }
        const base = options.stagesFromStart ? x0 : x;
        for (let n = 0; n < x.length; n++) {
          let sum = 0;
          for (let j = 0; j < i; j++) sum += a[i]![j]! * k[j]![n]!;
          state[n] = base[n]! + h * sum;
        }
        velocity(t + c[i]! * h, state, k[i]!);
      }
      for (let n = 0; n < x.length; n++) {
        let sum = 0;
        for (let i = 0; i < b.length; i++) sum += b[i]! * k[i]![n]!;
        x[n] = x[n]! + h * sum;
      }
    }
    return x;
  };
}

/** The end of a solve, right + size (wrong − right). Calls are not counted: both are computed. */
function blended(right: SolverSubject, wrong: Solve, size: number): SolverSubject {
  const { name, order, weights } = right;
  const solve: Solve = (velocity, x0, span) => {
    const answer = right.solve(velocity, x0, span);
    const good = answer instanceof Float64Array ? answer : answer.x;
    if (size > 0) blendInto(good, wrong(velocity, x0, span), size);
    return good;
  };
  return { name: `${name}, mistaken`, order, solve, ...(weights === undefined ? {} : { weights }) };
}

function mistake(id: string, formula: string, written: string, tableau: Tableau, wrong: Solve): Mistake {
  return mistakeOf('solver', [id, formula, written], (size) =>
    everyLaw('solver', blended(tableauSolver(tableau), wrong, size)),
  );
}

const HEUN_STEP = 'x⁺ = x + h/2 (k₁ + k₂)';
const RK4_STEP = 'x⁺ = x + h/6 (k₁ + 2k₂ + 2k₃ + k₄)';

export const solverMistakes: readonly Mistake[] = [
  mistake('second-stage-ignored', HEUN_STEP, 'x⁺ = x + h k₁', heun, loop({ ...HEUN, b: [1, 0] })),
  mistake('sum-not-averaged', HEUN_STEP, 'x⁺ = x + h (k₁ + k₂)', heun, loop({ ...HEUN, b: [1, 1] })),
  mistake(
    'midpoint-at-start-time',
    'k₂ = u(t + h/2, x + h/2 k₁)',
    'k₂ = u(t, x + h/2 k₁)',
    MIDPOINT,
    loop({ c: [0, 0], a: [[], [1 / 2]], b: [0, 1] }),
  ),
  mistake(
    'weights-permuted',
    RK4_STEP,
    'x⁺ = x + h/6 (2k₁ + k₂ + k₃ + 2k₄)',
    rk4,
    loop({ ...RK4, b: [1 / 3, 1 / 6, 1 / 6, 1 / 3] }),
  ),
  mistake(
    'weights-equal',
    RK4_STEP,
    'x⁺ = x + h/4 (k₁ + k₂ + k₃ + k₄)',
    rk4,
    loop({ ...RK4, b: [1 / 4, 1 / 4, 1 / 4, 1 / 4] }),
  ),
  mistake(
    'third-stage-from-first',
    'k₃ = u(t + h/2, x + h/2 k₂)',
    'k₃ = u(t + h/2, x + h/2 k₁)',
    rk4,
    loop({ ...RK4, a: [[], [1 / 2], [1 / 2, 0], [0, 0, 1]] }),
  ),
  mistake(
    'fourth-stage-at-half-step',
    'k₄ = u(t + h, x + h k₃)',
    'k₄ = u(t + h/2, x + h/2 k₃)',
    rk4,
    loop({ ...RK4, c: [0, 1 / 2, 1 / 2, 1 / 2], a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1 / 2]] }),
  ),
  mistake(
    'time-frozen-in-step',
    'kᵢ = u(t + cᵢh, ·)',
    'kᵢ = u(t, ·)',
    rk4,
    loop({ ...RK4, c: [0, 0, 0, 0] }),
  ),
  mistake('last-step-missing', 'i = 0 … N − 1', 'i = 0 … N − 2', rk4, loop(RK4, { extraSteps: -1 })),
  mistake('one-step-too-many', 'i = 0 … N − 1', 'i = 0 … N', rk4, loop(RK4, { extraSteps: 1 })),
  mistake(
    'step-count-off-by-one',
    'h = (to − from)/N',
    'h = (to − from)/(N + 1)',
    rk4,
    (velocity, x0, { from, to, steps, dim }) => {
      const end = from + ((to - from) * steps) / (steps + 1);
      return loop(RK4)(velocity, x0, { from, to: end, steps, dim });
    },
  ),
  mistake(
    'sign-of-backward-step',
    'h = (to − from)/N',
    'h = |to − from|/N',
    rk4,
    loop(RK4, { unsigned: true }),
  ),
  mistake(
    'stages-from-first-state',
    'kᵢ = u(t + cᵢh, xₙ + …)',
    'kᵢ = u(t + cᵢh, x₀ + …)',
    rk4,
    loop(RK4, { stagesFromStart: true }),
  ),
  mistake(
    'last-stage-reused',
    'k₁ = u(tₙ, xₙ)',
    'k₁ = k₂ of the step before',
    heun,
    loop(HEUN, { reuseLastStage: true }),
  ),
  mistake(
    'grid-in-squares',
    'tᵢ = from + (to − from) i/N',
    'tᵢ = from + (to − from) (i/N)²',
    rk4,
    loop(RK4, { grid: (s) => s * s }),
  ),
  mistake('lower-order-than-claimed', 'order 3', 'Heun’s method, order 2', KUTTA3, loop(HEUN)),
  mistake('single-precision', 'states in float64', 'states rounded to float32', rk4, (velocity, x0, span) =>
    loop(RK4)(velocity, x0, span).map(Math.fround),
  ),
  mistake('columns-mixed', 'x⁺ᵢ = xᵢ + …', 'every column moves by the mean over columns', heun, meanStep),
];

/** Heun's method, after which each row has moved by the mean of its columns. */
function meanStep(velocity: VelocityFunction, x0: Float64Array, span: SolverSpan): Float64Array {
  const { dim } = span;
  const x = loop(HEUN)(velocity, x0, span);
  return x.map((_, n) => {
    const row = n - (n % dim);
    let move = 0;
    for (let j = 0; j < dim; j++) move += x[row + j]! - x0[row + j]!;
    return x0[n]! + move / dim;
  });
}
