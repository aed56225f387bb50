/**
 * Weak order over a whole solve on a mixture, without sampling: E f(X_N) by the backward equation of the scheme itself. u_N = f and
 * u_n(x) = E u_{n+1}(X⁺(x)), the expectation over the normals of one step by Gauss–Hermite, u_{n+1} between its points by Lagrange
 * interpolation of degree 7. E f(X_N) = E u_0(X₀), against E f under p₁.
 */
import { describe, expect, it } from 'vitest';
import {
  type DiffusibleField,
  edmChurn,
  eulerMaruyama,
  marginalDiffusion,
  type StochasticSolver,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../../src/diffusion/index.ts';
import { gaussHermite } from '../../src/math/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { quickField, quickMixture } from './quick-field.ts';

const COUNT = 401;
const LOW = -8;
const spacing = 16 / (COUNT - 1);
const points = Float64Array.from({ length: COUNT }, (_, i) => LOW + i * spacing);
const BARYCENTRIC = [-1, 7, -21, 35, -35, 21, -7, 1];

function interpolate(values: Float64Array, x: number): number {
  const u = (Math.min(Math.max(x, LOW), -LOW) - LOW) / spacing;
  const first = Math.min(Math.max(Math.floor(u) - 3, 0), COUNT - 8);
  let above = 0;
  let below = 0;
  for (let j = 0; j < 8; j++) {
    const d = u - first - j;
    if (d === 0) return values[first + j]!;
    above += (BARYCENTRIC[j]! / d) * values[first + j]!;
    below += BARYCENTRIC[j]! / d;
  }
  return above / below;
}

const inNoise = gaussHermite(7);
const inX = gaussHermite(48);
const { weights, means, std } = quickMixture;
const functions = [(x: number) => x * x, (x: number) => Math.cos(2 * x), (x: number) => Math.tanh(2 * x)];

/** The length of the vector of errors: those of single functions change their signs. */
function weakError(solver: (steps: number) => StochasticSolver, steps: number): number {
  const one = solver(steps);
  const field: DiffusibleField = quickField(condOT);
  const process = one.kind === 'edm-churn' ? field : marginalDiffusion(field, { noise: 'sigma-squared' });
  const single = Array.from(inNoise.nodes, (_, i) => [i]);
  const pairs = one === sra1 ? single.flatMap(([i]) => single.map(([j]) => [i!, j!])) : single;
  let values = functions.map((f) => points.map(f));
  for (let n = steps - 1; n >= 0; n--) {
    const x0 = new Float64Array(COUNT * pairs.length);
    for (let k = 0; k < pairs.length; k++) x0.set(points, k * COUNT);
    const { x } = solveStochastic(process, x0, {
      solver: one,
      grid: [n / steps, (n + 1) / steps],
      dim: 1,
      noise: (_step, draw, _first, out) => {
        pairs.forEach((pair, k) => {
          out.fill(inNoise.nodes[pair[draw]!]!, k * COUNT, (k + 1) * COUNT);
        });
      },
    });
    values = values.map((next) => {
      const mean = new Float64Array(COUNT);
      pairs.forEach((pair, k) => {
        const weight = pair.reduce((product, i) => product * inNoise.weights[i]!, 1);
        for (let i = 0; i < COUNT; i++) mean[i]! += weight * interpolate(next, x[k * COUNT + i]!);
      });
      return mean;
    });
  }
  const errors = functions.map((f, j) => {
    let found = 0;
    let truth = 0;
    inX.nodes.forEach((z, i) => {
      found += inX.weights[i]! * interpolate(values[j]!, z);
      means.forEach((m, k) => {
        truth += inX.weights[i]! * weights[k]! * f(m + std * z);
      });
    });
    return found - truth;
  });
  return Math.hypot(...errors);
}

describe('weak order over the whole path of a mixture', () => {
  const cases: [string, (steps: number) => StochasticSolver, number][] = [
    ['euler-maruyama', () => eulerMaruyama, 1],
    ['stochastic-heun', () => stochasticHeun, 2],
    ['sra1', () => sra1, 2],
    // Churn reads the number of steps from its grid, and here a grid is one of them.
    ['edm-churn', (steps) => edmChurn({ schedule: condOT, churn: 1 / steps }), 2],
  ];
  it.each(cases)('%s', (_, solver, order) => {
    const slope = Math.log2(weakError(solver, 24) / weakError(solver, 48));
    expect(Math.abs(slope - order)).toBeLessThanOrEqual(0.2);
  });

  it('falls to 1 for Heun without noise in its predictor, as planted', () => {
    const quiet = {
      ...stochasticHeun,
      stageNoise: [stochasticHeun.stageNoise[0]!, stochasticHeun.stageNoise[0]!],
    };
    const slope = Math.log2(weakError(() => quiet, 24) / weakError(() => quiet, 48));
    expect(slope).toBeLessThan(1.3);
  });
});
