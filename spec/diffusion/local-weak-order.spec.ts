/**
 * Weak order where the drift is not linear, without sampling: one step of a solver from X ~ p_t, t = 0.3, on a mixture. E f(X⁺) is a Gauss–
 * Hermite sum over x (component by component) and over the normals of the step; the truth is E f under p_{t+h}, since the process keeps
 * its marginals. The error of one step of a method of weak order p is O(h^{p+1}), and no smaller.
 */
import { describe, expect, it } from 'vitest';
import {
  churnFor,
  eulerMaruyama,
  type MarginalDiffusion,
  marginalDiffusion,
  type NoiseInput,
  type StochasticSolver,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../../src/diffusion/index.ts';
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import { gaussHermite } from '../../src/math/index.ts';
import { condOT, cosine, type Schedule, vp } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const weights = [0.3, 0.7];
const means = [-2, 1.5];
const std = 0.75;
const inX = gaussHermite(40);
const inNoise = gaussHermite(8);
const tests: ((x: number) => number)[] = [
  (x) => x * x,
  (x) => Math.sin(x),
  (x) => Math.exp(-0.5 * (x - 1) ** 2),
];

/** x-nodes and weights of p_t. */
function nodesOf(schedule: Schedule, t: number): { x: number[]; w: number[] } {
  const width = Math.sqrt(schedule.alpha(t) ** 2 * std * std + schedule.sigma(t) ** 2);
  const x: number[] = [];
  const w: number[] = [];
  means.forEach((mean, k) => {
    inX.nodes.forEach((node, i) => {
      x.push(schedule.alpha(t) * mean + width * node);
      w.push(weights[k]! * inX.weights[i]!);
    });
  });
  return { x, w };
}

/** E f(X⁺) − E f(X_{t+h}) for the test functions. */
function localErrors(
  schedule: Schedule,
  process: MarginalField | MarginalDiffusion,
  solver: StochasticSolver,
  t: number,
  h: number,
): number[] {
  const here = nodesOf(schedule, t);
  const there = nodesOf(schedule, t + h);
  const draws = solver === sra1 ? 2 : 1;
  const single = Array.from(inNoise.nodes, (_, i) => [i]);
  const pairs = draws === 2 ? single.flatMap(([i]) => single.map(([j]) => [i!, j!])) : single;
  const n = here.x.length;
  const x0 = new Float64Array(n * pairs.length);
  for (let k = 0; k < pairs.length; k++) x0.set(here.x, k * n);
  const { x } = solveStochastic(process, x0, {
    solver,
    grid: [t, t + h],
    dim: 1,
    noise: (_step, draw, _first, out) => {
      pairs.forEach((pair, k) => {
        out.fill(inNoise.nodes[pair[draw]!]!, k * n, (k + 1) * n);
      });
    },
  });
  return tests.map((f) => {
    let sum = 0;
    pairs.forEach((pair, k) => {
      const weight = pair.reduce((product, i) => product * inNoise.weights[i]!, 1);
      here.w.forEach((w, i) => {
        sum += weight * w * f(x[k * n + i]!);
      });
    });
    return sum - there.x.reduce((total, value, i) => total + there.w[i]! * f(value), 0);
  });
}

const slopesOf = (
  schedule: Schedule,
  process: MarginalField | MarginalDiffusion,
  solver: (h: number) => StochasticSolver,
): number[] => {
  const at = (h: number): number[] => localErrors(schedule, process, solver(h), 0.3, h);
  const [coarse, fine] = [at(1 / 128), at(1 / 256)];
  return coarse.map((error, i) => Math.log2(Math.abs(error / fine[i]!)));
};

const paths: [string, Schedule, NoiseInput][] = [
  ['cond-ot, w = 1', condOT, 1],
  ['cosine, ddpm', cosine, 'ddpm'],
  ['vp, sigma', vp({ betaMin: 0.5, betaMax: 4 }), 'sigma'],
];
const field = (schedule: Schedule): MarginalField =>
  marginalField({
    schedule,
    target: gaussianMixture({ weights, means: means.map((m) => [m]), stds: [std, std] }),
  });

describe.each(paths)('%s', (_, schedule, noise) => {
  it.each([
    ['euler-maruyama', eulerMaruyama],
    ['stochastic-heun', stochasticHeun],
    ['sra1', sra1],
    ['edm-churn', null],
  ] as const)('one step of %s', (_name, tableau) => {
    const path = field(schedule);
    const solver = (h: number): StochasticSolver => tableau ?? churnFor(path, { churn: 2 * h });
    const process = tableau ? marginalDiffusion(path, { noise }) : path;
    const slopes = slopesOf(schedule, process, solver);
    for (const slope of slopes)
      expect(Math.abs(slope - (tableau?.weakOrder ?? 2) - 1)).toBeLessThanOrEqual(0.2);
  });
});
