/** solveStochastic and what stands around it: wrong input is a typed error that names the argument. */
import { describe, expect, it } from 'vitest';
import {
  churnFor,
  edmChurn,
  eulerMaruyama,
  gaussianDiffusion,
  marginalDiffusion,
  momentRecursion,
  normalNoise,
  type SolveStochasticOptions,
  solveStochastic,
  sra1,
} from '../../src/diffusion/index.ts';
import {
  ArgumentError,
  DivergenceError,
  type FlowproofError,
  PoleError,
  ShapeError,
} from '../../src/errors.ts';
import { marginalField } from '../../src/fields/index.ts';
import type { FloatArray } from '../../src/index.ts';
import { key } from '../../src/random/index.ts';
import { condOT, vp } from '../../src/schedules/index.ts';
import { heun } from '../../src/solvers/index.ts';
import { empirical } from '../../src/targets/index.ts';
import { planarField as field } from './planar-field.ts';

const churn = edmChurn({ schedule: condOT, churn: 3 });

describe('refusals', () => {
  const x0 = new Float64Array(2);
  const good: SolveStochasticOptions = { solver: sra1, steps: 4, key: key(1), dim: 2 };
  const process = marginalDiffusion(field);
  const cases: [string, () => unknown, new (...a: never[]) => FlowproofError, RegExp][] = [
    ['no options', () => solveStochastic(process, x0, undefined as never), ArgumentError, /options/],
    ['no steps', () => solveStochastic(process, x0, { ...good, steps: 0 }), ArgumentError, /steps/],
    ['negative steps', () => solveStochastic(process, x0, { ...good, steps: -1 }), ArgumentError, /steps/],
    ['half a step', () => solveStochastic(process, x0, { ...good, steps: 1.5 }), ArgumentError, /steps/],
    ['neither', () => solveStochastic(process, x0, { solver: sra1, key: key(1) }), ArgumentError, /steps/],
    [
      'both',
      () => solveStochastic(process, x0, { ...good, grid: [0, 1] }),
      ArgumentError,
      /steps: expected nothing beside grid/,
    ],
    [
      'descending',
      () => solveStochastic(process, x0, { solver: sra1, key: key(1), grid: [0, 0.5, 0.5] }),
      ArgumentError,
      /grid\[2\]/,
    ],
    [
      'one time',
      () => solveStochastic(process, x0, { solver: sra1, key: key(1), grid: [0] }),
      ArgumentError,
      /at least two/,
    ],
    [
      'outside',
      () => solveStochastic(process, x0, { solver: sra1, key: key(1), grid: [0, 1.5] }),
      ArgumentError,
      /grid\[1\]/,
    ],
    [
      'backward',
      () => solveStochastic(process, x0, { ...good, from: 1, to: 0 }),
      ArgumentError,
      /forward in time/,
    ],
    [
      'one step backward',
      () => solveStochastic(process, x0, { ...good, steps: 1, from: 1, to: 0 }),
      ArgumentError,
      /forward in time/,
    ],
    [
      'no noise',
      () => solveStochastic(process, x0, { solver: sra1, steps: 1 }),
      ArgumentError,
      /key and noise, received neither/,
    ],
    [
      'two noises',
      () => solveStochastic(process, x0, { ...good, noise: normalNoise(key(1)) }),
      ArgumentError,
      /received both/,
    ],
    [
      'short noise',
      () => solveStochastic(process, x0, { solver: sra1, steps: 1, noise: new Float64Array(3) }),
      ShapeError,
      /noise/,
    ],
    [
      'wrong noise',
      () => solveStochastic(process, x0, { solver: sra1, steps: 1, noise: 'white' as never }),
      ArgumentError,
      /noise/,
    ],
    [
      'unwritten noise',
      () => solveStochastic(process, x0, { solver: sra1, steps: 1, noise: () => {} }),
      ArgumentError,
      /noise of step 1/,
    ],
    [
      'a tableau of solve',
      () => solveStochastic(process, x0, { ...good, solver: heun as never }),
      ArgumentError,
      /stochastic solver/,
    ],
    ['a field', () => solveStochastic(field, x0, good), ArgumentError, /marginalDiffusion/],
    [
      'a process for churn',
      () => solveStochastic(process, x0, { ...good, solver: churn }),
      ArgumentError,
      /adds its own noise/,
    ],
    [
      'a wrong width',
      () => solveStochastic(process, new Float64Array(3), { ...good, dim: 3 }),
      ShapeError,
      /2 columns/,
    ],
    [
      'negative w',
      () => solveStochastic({ ...process, diffusion: () => -1 }, x0, good),
      ArgumentError,
      /diffusion/,
    ],
    [
      'w NaN',
      () => solveStochastic({ ...process, diffusion: () => Number.NaN }, x0, good),
      ArgumentError,
      /diffusion/,
    ],
    [
      'an entry',
      () => solveStochastic(process, x0, { ...good, solver: { ...sra1, b: ['1/3', 'x'] } }),
      ArgumentError,
      /solver\.b\[1\]/,
    ],
    [
      'a missing row',
      () => solveStochastic(process, x0, { ...good, solver: { ...sra1, a: [[]] } }),
      ArgumentError,
      /solver\.a/,
    ],
    [
      'an abscissa',
      () => solveStochastic(process, x0, { ...good, solver: { ...sra1, d: ['0', '2'] } }),
      ArgumentError,
      /solver\.d\[1\]/,
    ],
    [
      'a negative abscissa',
      () => solveStochastic(process, x0, { ...good, solver: { ...sra1, c: ['0', '-3/4'] } }),
      ArgumentError,
      /solver\.c\[1\]/,
    ],
    [
      'no times of w',
      () => solveStochastic(process, x0, { ...good, solver: { ...sra1, d: undefined as never } }),
      ArgumentError,
      /solver: expected a stochastic solver/,
    ],
    [
      'an explosion',
      () =>
        solveStochastic(
          { dim: 2, diffusion: 1, drift: (_t, x, out) => out.set(x.map((v) => 1e200 * (v + 1))) },
          x0,
          good,
        ),
      DivergenceError,
      /step/,
    ],
    ['no schedule', () => marginalDiffusion({ dim: 2, velocity: field.velocity }), ArgumentError, /schedule/],
    [
      'no score',
      () => marginalDiffusion({ dim: 2, velocity: field.velocity, schedule: condOT }, { score: 'own' }),
      ArgumentError,
      /score/,
    ],
    [
      'a foreign source',
      () =>
        marginalDiffusion(marginalField({ schedule: condOT, target: field.target, source: { std: 2 } }), {
          score: 'velocity',
        }),
      ArgumentError,
      /N\(0, I\)/,
    ],
    [
      'a kind of noise',
      () => marginalDiffusion(field, { noise: 'loud' as never }),
      ArgumentError,
      /one of none/,
    ],
    [
      'strength',
      () => marginalDiffusion(field, { noise: { kind: 'sigma', strength: -1 } }),
      ArgumentError,
      /strength/,
    ],
    ['w = −1', () => marginalDiffusion(field, { noise: -1 }), ArgumentError, /w\(0\)/],
    ['churn', () => edmChurn({ schedule: condOT, churn: -1 }), ArgumentError, /churn/],
    ['levels', () => edmChurn({ schedule: condOT, minLevel: 2, maxLevel: 1 }), ArgumentError, /maxLevel/],
    ['no field for churn', () => churnFor(undefined as never), ArgumentError, /field\.dim/],
    ['no options', () => gaussianDiffusion(undefined as never), ArgumentError, /schedule/],
    ['no mean', () => gaussianDiffusion({ schedule: condOT } as never), ArgumentError, /mean/],
    [
      'noise beside churn',
      () => {
        const process = gaussianDiffusion({ schedule: condOT, mean: [1], covariance: [1] });
        return momentRecursion(process, { solver: churn, steps: 4, start: process.moments(0) });
      },
      ArgumentError,
      /edm-churn adds its own/,
    ],
    [
      'moments of no solver',
      () => {
        const process = gaussianDiffusion({ schedule: condOT, mean: [1], covariance: [1] });
        return momentRecursion(process, { solver: undefined as never, steps: 4, start: process.moments(0) });
      },
      ArgumentError,
      /solver/,
    ],
    ['a schedule', () => edmChurn({ schedule: {} as never }), ArgumentError, /schedule/],
  ];
  it.each(cases)('%s', (_, run, Type, words) => {
    expect(run).toThrow(Type as never);
    expect(run).toThrow(words);
  });

  it.each([0, 1, 5])('names step, time and row of the number %d of a state that is not finite', (at) => {
    const drift = (t: number, _x: FloatArray, out: FloatArray): void => {
      out.fill(0);
      if (t >= 0.5) out[at] = -Infinity;
    };
    const options = { solver: eulerMaruyama, steps: 4, key: key(1) };
    expect(() =>
      solveStochastic({ dim: 2, drift, diffusion: () => 1 }, new Float64Array(6), options),
    ).toThrow(
      `x at step 3 of 4, t = 0.75, row ${Math.floor(at / 2)}: expected a finite state, received -Infinity`,
    );
  });

  it('names t where the score has a pole, and needs none where w vanishes', () => {
    const points = marginalField({ schedule: condOT, target: empirical({ points: [0, 0, 1, 1], dim: 2 }) });
    const out = new Float64Array(2);
    const at = Float64Array.of(1, 1);
    const loud = marginalDiffusion(points, { noise: 'constant' });
    expect(() => loud.drift(1, at, out)).toThrow(PoleError);
    const velocityOnly = { dim: 2, velocity: (_t: number, _x: FloatArray, o: FloatArray) => void o.fill(1) };
    const constant = marginalDiffusion(velocityOnly, { noise: 0.5, schedule: condOT });
    expect(() => constant.drift(1, at, out)).toThrow(/t = 1.*pole-free/);
    marginalDiffusion(velocityOnly, { noise: (t) => 1 - t, schedule: condOT }).drift(1, at, out);
    expect([...out]).toEqual([1, 1]);
    const ancestral = marginalDiffusion(velocityOnly, { noise: 'ddpm', schedule: condOT });
    expect(() => ancestral.drift(0, at, out)).toThrow(PoleError);
    expect(() => ancestral.diffusion(0)).toThrow(/t = 0/);
    marginalDiffusion(velocityOnly, { noise: 'ddpm', schedule: vp() }).drift(0, at, out);
    expect(out.every(Number.isFinite)).toBe(true);
  });
});
