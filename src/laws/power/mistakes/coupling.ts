/** Mistakes in couplings: criteria, bookkeeping and signs. Plans are blended entry by entry, costs term by term. */
import { assign, independentCoupling, pairedRows, squaredCosts } from '../../../couplings/index.ts';
import { exp } from '../../../math/index.ts';
import {
  assignmentCoupling,
  type CouplingSubject,
  couplingCyclicalMonotonicity,
  couplingDualGap,
  exactCoupling,
} from '../../coupling/index.ts';
import { type Mistake, mistakeOf } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';
import { everyLaw } from './every-law.ts';

type Wrong = (size: number) => CouplingSubject;

/** Laws that refuse a coupling that does not claim to be optimal. */
const OF_AN_OPTIMUM: readonly string[] = [couplingCyclicalMonotonicity.id, couplingDualGap.id];

function mistake(id: string, formula: string, written: string, wrong: Wrong): Mistake {
  return mistakeOf('coupling', [id, formula, written], (size) => {
    const coupling = wrong(size);
    return everyLaw('coupling', coupling).filter(
      ({ law }) => coupling.optimal || !OF_AN_OPTIMUM.includes(law),
    );
  });
}

const named = (coupling: CouplingSubject): CouplingSubject => ({ ...coupling, name: 'mistaken pairing' });

type Costs = (x0: Float64Array, x1: Float64Array, dim: number) => Float64Array;

/** The optimum of the cost c + size (wrong − c). */
function byCost(wrong: Costs): Wrong {
  return (size) =>
    named(
      assignmentCoupling(
        (x0, x1, rows, dim) => {
          const costs = squaredCosts(x0, x1, dim);
          blendInto(costs, wrong(x0, x1, dim), size);
          return assign(costs, rows).assignment;
        },
        { optimal: true },
      ),
    );
}

type Plan = (costs: Float64Array, rows: number, optimal: Int32Array) => Float64Array;

/** The plan π + size (wrong − π), [rows, rows]. */
function byPlan(wrong: Plan): Wrong {
  return (size) => ({
    name: 'mistaken plan',
    optimal: true,
    couple(x0, x1, rows, dim) {
      const costs = squaredCosts(x0, x1, dim);
      const { assignment } = assign(costs, rows);
      if (size === 0) return assignment;
      const plan = planOf(assignment);
      blendInto(plan, wrong(costs, rows, assignment), size);
      return plan;
    },
  });
}

function planOf(assignment: ArrayLike<number>): Float64Array {
  const rows = assignment.length;
  const plan = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) plan[i * rows + assignment[i]!] = 1 / rows;
  return plan;
}

/** The column of the least cost of each row, among those that are `free`. */
function nearest(costs: Float64Array, rows: number, taken: boolean): Int32Array {
  const free = new Array<boolean>(rows).fill(true);
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = -1;
    for (let j = 0; j < rows; j++) {
      if (free[j] && (best < 0 || costs[i * rows + j]! < costs[i * rows + best]!)) best = j;
    }
    if (taken) free[best] = false;
    return best;
  });
}

/** Swaps of two partners from the identity on, until none helps. */
function swapsOnly(costs: Float64Array, rows: number): Int32Array {
  const a = independentCoupling(rows);
  const cost = (i: number, j: number): number => costs[i * rows + a[j]!]!;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < i; j++) {
        if (cost(i, j) + cost(j, i) < cost(i, i) + cost(j, j)) {
          [a[i], a[j]] = [a[j]!, a[i]!];
          changed = true;
        }
      }
    }
  }
  return a;
}

function gibbsRows(costs: Float64Array, rows: number): Float64Array {
  const kernel = costs.map((c) => exp(-c));
  return kernel.map((value, k) => {
    const start = k - (k % rows);
    let sum = 0;
    for (let j = 0; j < rows; j++) sum += kernel[start + j]!;
    // A row far from all others has a kernel of zeros, and no plan.
    return sum > 0 ? value / sum / rows : 1 / (rows * rows);
  });
}

function inverse(assignment: Int32Array): Int32Array {
  const out = new Int32Array(assignment.length);
  for (let i = 0; i < out.length; i++) out[assignment[i]!] = i;
  return out;
}

const SQUARED = 'min Σ ‖x₀ − x₁‖²';

export const couplingMistakes: readonly Mistake[] = [
  mistake(
    'greedy-nearest',
    SQUARED,
    'each row takes the nearest that is free',
    byPlan((costs, rows) => planOf(nearest(costs, rows, true))),
  ),
  mistake(
    'nearest-not-permutation',
    'a is a permutation',
    'each row takes the nearest: argmin',
    byPlan((costs, rows) => planOf(nearest(costs, rows, false))),
  ),
  mistake(
    'swaps-only',
    SQUARED,
    'swaps of two partners until none helps',
    byPlan((costs, rows) => planOf(swapsOnly(costs, rows))),
  ),
  mistake(
    'distance-not-squared',
    SQUARED,
    'min Σ ‖x₀ − x₁‖',
    byCost((x0, x1, dim) => squaredCosts(x0, x1, dim).map(Math.sqrt)),
  ),
  mistake(
    'maximised',
    SQUARED,
    'max Σ ‖x₀ − x₁‖²',
    byCost((x0, x1, dim) => squaredCosts(x0, x1, dim).map((c) => -c)),
  ),
  mistake('first-coordinate-only', SQUARED, 'min Σ (x₀ − x₁)² of the first column', byCost(firstColumn)),
  mistake(
    'inverse-permutation',
    'x₁[a(i)]',
    'x₁[a⁻¹(i)]',
    byPlan((_costs, _rows, a) => planOf(inverse(a))),
  ),
  mistake('rows-normalised-only', 'Σⱼ π = Σᵢ π = 1/rows', 'π = softmaxⱼ(−c)/rows', byPlan(gibbsRows)),
  mistake('potential-sign', 'fᵢ + gⱼ ≤ c', 'fᵢ − gⱼ ≤ c', (size) => ({
    ...named(exactCoupling),
    couple(x0, x1, rows, dim) {
      const { assignment, f, g } = assign(squaredCosts(x0, x1, dim), rows);
      return { assignment, f, g: g.map((value) => blend(value, -value, size)) };
    },
  })),
  mistake('labels-left-behind', '(x₁, y)[a(i)]', 'x₁[a(i)], y[i]', (size) => ({
    ...named(exactCoupling),
    pair(x0, x1, labels, rows, dim) {
      const { assignment } = assign(squaredCosts(x0, x1, dim), rows);
      const moved = pairedRows(assignment, labels, 1);
      return {
        x1: pairedRows(assignment, x1, dim),
        labels: moved.map((label, i) => (i < size * rows ? labels[i]! : label)),
      };
    },
  })),
  mistake('independent-looks', 'a does not depend on the points', 'a = the optimal pairing', (size) => ({
    name: 'mistaken independent plan',
    independent: true,
    couple(x0, x1, rows, dim) {
      const plan = planOf(independentCoupling(rows));
      const { assignment } = assign(squaredCosts(x0, x1, dim), rows);
      blendInto(plan, planOf(assignment), size);
      return plan;
    },
  })),
];

function firstColumn(x0: Float64Array, x1: Float64Array, dim: number): Float64Array {
  const first = (x: Float64Array): Float64Array => x.filter((_, k) => k % dim === 0);
  return squaredCosts(first(x0), first(x1), 1);
}
