/** The observed order of every solver, from both sides, on problems with known solutions. */
import { describe, expect, test } from 'vitest';
import { cdfMap, marginalField } from '../../src/fields/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { type Solver, solve } from '../../src/solvers/index.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { solvers } from './solver-list.ts';

interface Known {
  readonly name: string;
  readonly dim: number;
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly velocity: VelocityFunction;
}

/** ẋ = 2ρt x (1 − x), x = 1/(1 + (1/x₀ − 1) e^{−ρt²}). */
function logistic(rate: number): Known {
  const start = [0.02, 0.1, 0.3, 0.6, 2];
  return {
    name: 'logistic',
    dim: 1,
    start,
    end: start.map((x) => 1 / (1 + (1 / x - 1) * Math.exp(-rate))),
    velocity: (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = 2 * rate * t * x[i]! * (1 - x[i]!);
    },
  };
}

/** The plane turned by the angle ∫ω, ω = a + 2bt, and by 1 + |x|² times as much if `twisted`: |x| stays. */
function turning(name: string, a: number, b: number, twisted: boolean): Known {
  const start = [1, 0, 0.5, 0.5, -0.7, 1.1];
  const rate = (x: number, y: number): number => (twisted ? 1 + x * x + y * y : 1);
  return {
    name,
    dim: 2,
    start,
    end: start.map((_, i) => {
      const [x, y] = [start[i - (i % 2)]!, start[i - (i % 2) + 1]!];
      const angle = (a + b) * rate(x, y);
      return i % 2 === 0
        ? x * Math.cos(angle) - y * Math.sin(angle)
        : x * Math.sin(angle) + y * Math.cos(angle);
    }),
    velocity: (t, state, out) => {
      for (let i = 0; i < state.length; i += 2) {
        const [x, y] = [state[i]!, state[i + 1]!];
        const omega = (a + 2 * b * t) * rate(x, y);
        out[i] = -omega * y;
        out[i + 1] = omega * x;
      }
    },
  };
}

function flow(): Known {
  const target = gaussianMixture({ weights: [0.4, 0.6], means: [[-1], [0.8]], stds: [0.7, 0.5] });
  const start = [-1.4, -0.6, 0.2, 0.9, 1.7];
  const end = new Float64Array(start.length);
  cdfMap({ schedule: condOT, target }).map(0, 1, Float64Array.from(start), end);
  const { velocity } = marginalField({ schedule: condOT, target });
  return { name: 'flow of two Gaussians', dim: 1, start, end: [...end], velocity };
}

/** High orders need problems that are hard enough to show an error, low ones such that their error is small enough to have settled. */
function problemsFor(order: number): Known[] {
  const speed = order < 4 ? 0.2 : 1;
  return [
    logistic(8),
    turning('turning plane', 6 * speed, 4 * speed, false),
    turning('twisted plane', 0, 3 * speed, true),
    flow(),
  ];
}

function error({ dim, start, end, velocity }: Known, solver: Solver, steps: number): number {
  const { x } = solve(velocity, Float64Array.from(start), { dim, solver, steps });
  return Math.sqrt(x.reduce((sum, v, i) => sum + (v - end[i]!) ** 2, 0));
}

/** Rounding of 256 steps of numbers near 1, and of the known solutions. */
const ROUNDING = 1e-13;

/** The slope from N to 2N at the largest N ≤ 128 whose errors stand clear of rounding. */
function finestSlope(problem: Known, solver: Solver): number {
  let slope = Number.NaN;
  for (let n = 16; n <= 128; n *= 2) {
    const [coarse, fine] = [error(problem, solver, n), error(problem, solver, 2 * n)];
    if (n > 16 && fine < 20 * ROUNDING) break;
    slope = Math.log2(coarse / fine);
  }
  return slope;
}

describe.each(solvers)('$name', (solver) => {
  const slopes = problemsFor(solver.order).map(
    (problem) => [problem.name, finestSlope(problem, solver)] as const,
  );

  test('on three problems of four the slope is within ½ of its order: p is reached, and p + 1 is not', () => {
    const near = slopes.filter(([, slope]) => Math.abs(slope - solver.order) <= 0.5);
    // High orders meet rounding before their slopes have settled on an easy problem.
    expect(near.length, JSON.stringify(slopes)).toBeGreaterThanOrEqual(3);
  });
});
