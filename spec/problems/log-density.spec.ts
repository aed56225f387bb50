import { describe, expect, it } from 'vitest';
import { initialise, key, learnedField, mlp } from '../../src/index.ts';
import {
  logDensityError,
  namedProblem,
  type ProblemSpec,
  problemFromSpec,
  withLogDensity,
  withStartDensity,
} from '../../src/problems/index.ts';
import { heun, rk4, solve, type Tableau } from '../../src/solvers/index.ts';

type FlowSpec = Extract<ProblemSpec, { kind: 'flow' }>;

const errorOf = (name: string, solver: Tableau, steps: number): number => {
  const spec = { ...(namedProblem(name) as FlowSpec), start: { kind: 'normal', count: 6 } as const };
  const { field, start } = problemFromSpec(spec);
  const { x } = solve(withLogDensity(field!), withStartDensity(field!, start), { solver, steps });
  return logDensityError(field!, 1, x).rmse;
};

describe('the log-density carried along a trajectory', () => {
  it.each(['collinear-8d', 'gaussian-2d'])(
    'converges to the closed form with the order of the solver: %s',
    (name) => {
      for (const [solver, order] of [
        [heun, 2],
        [rk4, 4],
      ] as const) {
        // A step of 1/128 and its half: the local slope is within a quarter of the order on both problems, and far from its neighbours.
        const slope = Math.log2(errorOf(name, solver, 128) / errorOf(name, solver, 256));
        expect(!(Math.abs(slope - order) < 0.25)).toBe(false);
      }
    },
  );

  it('starts as the density of the source, in the type of the starts', () => {
    const { field, start } = problemFromSpec(namedProblem('gaussian-2d'));
    const state = withStartDensity(field!, Float32Array.from(start));
    expect(state).toBeInstanceOf(Float32Array);
    const [x, y, density] = state;
    expect(Math.abs(density! + 0.5 * (x! * x! + y! * y!) + Math.log(2 * Math.PI))).toBeLessThan(1e-6);
    expect(logDensityError(field!, 0, state).max).toBeLessThan(1e-6);
  });

  it('is carried in the type of the states, whatever the one before had', () => {
    const { field, start } = problemFromSpec(namedProblem('gaussian-2d'));
    const of = (carried = withLogDensity(field!)): Float64Array => {
      const state = withStartDensity(field!, start);
      const out = new Float64Array(state.length);
      carried.velocity(0.5, state, out);
      return out;
    };
    const used = withLogDensity(field!);
    const single = withStartDensity(field!, Float32Array.from(start));
    used.velocity(0.5, single, single.slice());
    expect(of(used)).toEqual(of());
  });

  it('says how far a wrong density is off, and NaN for one that is no number', () => {
    const { field, start } = problemFromSpec(namedProblem('gaussian-2d'));
    const state = withStartDensity(field!, start);
    for (let i = 2; i < state.length; i += 3) state[i]! += i === 2 ? -2 : 0;
    const { rmse, max } = logDensityError(field!, 0, state);
    expect([max, rmse * Math.sqrt(state.length / 3)].every((v) => Math.abs(v - 2) < 1e-12)).toBe(true);
    state[2] = Number.NaN;
    expect(logDensityError(field!, 0, state)).toEqual({ rmse: Number.NaN, max: Number.NaN });
  });

  it('takes batches of changing size, and networks', () => {
    const net = mlp({ dim: 2, hidden: [4], activation: 'tanh', time: { kind: 'input' } });
    const learned = learnedField({ mlp: net, params: initialise(net, key(1)) });
    const carried = withLogDensity(learned);
    for (const rows of [3, 1, 2]) {
      const state = Float32Array.from({ length: rows * 3 }, (_, i) => i / 4);
      const out = new Float32Array(rows * 3);
      carried.velocity(0.5, state, out);
      const [x, u, trace] = [new Float32Array(2), new Float32Array(2), new Float32Array(1)];
      for (let r = 0; r < rows; r++) {
        x.set(state.subarray(3 * r, 3 * r + 2));
        learned.velocity(0.5, x, u);
        learned.divergence(0.5, x, trace);
        expect([...out.subarray(3 * r, 3 * r + 3)]).toEqual([...u, -trace[0]!]);
      }
    }
  });
});
