/** solveStochastic: without noise the deterministic solvers, to the bit; tiles; given noise; counts. */
import { describe, expect, it } from 'vitest';
import {
  edmChurn,
  eulerMaruyama,
  marginalDiffusion,
  normalNoise,
  type StochasticSolver,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../../src/diffusion/index.ts';
import { type FloatArray, toNdArray } from '../../src/index.ts';
import { key, normalInto } from '../../src/random/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { euler, heun, solve, type Tableau } from '../../src/solvers/index.ts';
import { planarField as field } from './planar-field.ts';

const bits = (a: FloatArray): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
const start = (Type: typeof Float32Array | typeof Float64Array, rows: number): FloatArray => {
  const x = new Type(rows * 2);
  normalInto(key(3), 0, x);
  return x;
};
const churn = edmChurn({ schedule: condOT, churn: 3 });
const solvers: [string, StochasticSolver, number, number][] = [
  ['euler-maruyama', eulerMaruyama, 1, 1],
  ['stochastic-heun', stochasticHeun, 2, 1],
  ['sra1', sra1, 2, 2],
  ['edm-churn', churn, 2, 1],
];
const processFor = (solver: StochasticSolver): typeof field | ReturnType<typeof marginalDiffusion> =>
  solver.kind === 'edm-churn' ? field : marginalDiffusion(field, { noise: 'sigma' });

/** The deterministic part of SRA1. */
const threeQuarters: Tableau = {
  name: 'three quarters',
  order: 2,
  c: ['0', '3/4'],
  a: [[], ['3/4']],
  b: ['1/3', '2/3'],
};

/** Ralston's method of order 3, whose weights have several denominators, with nothing to draw. */
const ralston3: Tableau = {
  name: 'ralston3',
  order: 3,
  c: ['0', '1/2', '3/4'],
  a: [[], ['1/2'], ['0', '3/4']],
  b: ['2/9', '1/3', '4/9'],
};
const nothing = { increment: ['0'], mean: ['0'] };
const quietRalston3: StochasticSolver = {
  ...eulerMaruyama,
  ...{ c: ralston3.c, a: ralston3.a, b: ralston3.b, d: ['0'] },
  ...{ stageNoise: [nothing, nothing, nothing], noise: nothing },
};

describe.each([Float32Array, Float64Array])('%o', (Type) => {
  it.each([
    ['euler-maruyama', eulerMaruyama, euler],
    ['stochastic-heun', stochasticHeun, heun],
    ['sra1', sra1, threeQuarters],
    ['a tableau of three stages', quietRalston3, ralston3],
    ['edm-churn', edmChurn({ schedule: condOT, churn: 0, lastStep: 'heun' }), heun],
  ] as const)('%s without noise gives the bits of the deterministic method', (_, solver, tableau) => {
    // So many that a state out of its place by a hundredth shows.
    const x0 = start(Type, 51);
    const process = solver.kind === 'edm-churn' ? field : marginalDiffusion(field, { noise: 'none' });
    const options = { steps: 7, from: 0.125, to: 0.95, path: true } as const;
    const noisy = solveStochastic(process, x0, { solver, key: key(1), dim: 2, ...options });
    const plain = solve(field, x0, { solver: tableau, ...options });
    expect(bits(noisy.path!)).toEqual(bits(plain.path!));
    expect([...noisy.times]).toEqual([...plain.times]);
    expect(noisy.nfe).toBe(plain.nfe);
  });

  it.each(solvers)('%s gives any tile of rows its bits', (_, solver) => {
    const x0 = start(Type, 11);
    const process = processFor(solver);
    const options = { solver, steps: 6, to: 0.9, key: key(5), dim: 2 };
    const whole = solveStochastic(process, x0, options).x;
    const tile = solveStochastic(process, x0.slice(6, 16), { ...options, firstRow: 3 }).x;
    expect(bits(tile)).toEqual(bits(whole.slice(6, 16)));
  });

  it.each(solvers)('%s takes its noise as numbers or from a source', (_, solver, _evaluations, draws) => {
    const x0 = start(Type, 5);
    const process = processFor(solver);
    const steps = 4;
    const noise = new Type(steps * draws * 10);
    for (let step = 0; step < steps; step++) {
      for (let d = 0; d < draws; d++) {
        const at = (step * draws + d) * 10;
        normalNoise(key(9))(step, d, 0, noise.subarray(at, at + 10));
      }
    }
    const options = { solver, steps, to: 0.9, dim: 2 };
    const given = solveStochastic(process, x0, { ...options, noise });
    const source = solveStochastic(process, x0, {
      ...options,
      noise(step, draw, first, out) {
        expect(out).toHaveLength(10);
        normalNoise(key(9))(step, draw, first, out);
      },
    });
    const keyed = solveStochastic(process, x0, { ...options, key: key(9) });
    expect(bits(given.x)).toEqual(bits(keyed.x));
    expect(bits(source.x)).toEqual(bits(keyed.x));
    const other = solveStochastic(process, x0, { ...options, key: key(10) });
    expect(bits(other.x)).not.toEqual(bits(keyed.x));
  });
});

describe('the result', () => {
  it.each(solvers)('of %s counts its evaluations and has its grid', (_, solver, evaluations) => {
    let calls = 0;
    const velocity = (t: number, x: FloatArray, out: FloatArray): void => {
      calls++;
      field.velocity(t, x, out);
    };
    const counted = { ...field, velocity };
    const process =
      solver.kind === 'edm-churn'
        ? counted
        : marginalDiffusion(counted, { noise: 'sigma', score: 'velocity' });
    const grid = [0, 0.1, 0.4, 0.75];
    const answer = solveStochastic(process, start(Float64Array, 3), {
      solver,
      grid,
      key: key(1),
      path: true,
    });
    expect(calls).toBe(3 * evaluations);
    expect(answer.nfe).toBe(calls);
    expect([...answer.times]).toEqual(grid);
    expect([answer.accepted, answer.rejected]).toEqual([3, 0]);
    expect([...answer.path!.slice(0, 6)]).toEqual([...start(Float64Array, 3)]);
    expect([...answer.path!.slice(18)]).toEqual([...answer.x]);
  });

  it('is that of an object with methods, which see their own fields', () => {
    class Brownian {
      readonly dim = 2;
      readonly level = 0.5;
      drift(_t: number, _x: FloatArray, out: FloatArray): void {
        out.fill(this.level);
      }
      diffusion(): number {
        return this.level;
      }
    }
    const options = { solver: eulerMaruyama, steps: 1, noise: Float64Array.of(1, -1) };
    expect([...solveStochastic(new Brownian(), new Float64Array(2), options).x]).toEqual([1, 0]);
  });

  it('has the form of x0, which stays as it was', () => {
    const buffer = start(Float32Array, 6);
    const copy = buffer.slice();
    const { x, path } = solveStochastic(processFor(sra1), toNdArray(buffer, [6, 2]), {
      solver: sra1,
      steps: 3,
      key: key(2),
      path: true,
    });
    expect(x.shape).toEqual([6, 2]);
    expect(path!.shape).toEqual([4, 6, 2]);
    expect(x.data).toBeInstanceOf(Float32Array);
    expect(bits(buffer)).toEqual(bits(copy));
  });

  it('is the same on equal steps given as a grid, up to the rounding of the step sizes', () => {
    const x0 = start(Float64Array, 4);
    for (const [, solver] of solvers) {
      const options = { solver, key: key(4), dim: 2 };
      const steps = solveStochastic(processFor(solver), x0, { ...options, steps: 5 }).x;
      const grid = solveStochastic(processFor(solver), x0, {
        ...options,
        grid: [0, 0.2, 0.4, 0.6, 0.8, 1],
      }).x;
      steps.forEach((value, i) => {
        expect(Math.abs(value - grid[i]!)).toBeLessThanOrEqual(1e-13);
      });
    }
  });
});
