import { describe, expect, it } from 'vitest';
import { DivergenceError, PoleError } from '../../src/errors.ts';
import { namedProblem, problemFromSpec } from '../../src/problems/index.ts';
import { referenceTruth } from '../../src/problems/reference.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';

const truth = (velocity: VelocityFunction, x0: number, times: number[]) =>
  referenceTruth(velocity, 1, Float64Array.of(x0), times);

describe('a reference', () => {
  it('takes a pole that a trial step meets for a step too long', () => {
    let poles = 0;
    // x = e^{−60t} > 0; the stages of a long step are not, once x is too small for the tolerance.
    const { states, radius } = truth(
      (_t, x, out) => {
        if (x[0]! <= 0) {
          poles++;
          throw new PoleError({ argument: 'x', expected: 'x > 0', received: String(x[0]) });
        }
        out[0] = -60 * x[0]!;
      },
      1,
      [0.1, 1],
    );
    expect(poles).toBeGreaterThan(0);
    expect(!(Math.abs(states[0]! - Math.exp(-6)) <= radius)).toBe(false);
    expect(!(Math.abs(states[1]! - Math.exp(-60)) <= radius)).toBe(false);
    expect(!(radius < 1e-13)).toBe(false);
  });

  it('hides no other error of the field', () => {
    const broken = (): void => {
      throw new RangeError('mine');
    };
    expect(() => truth(broken, 1, [1])).toThrow('mine');
  });

  it('says where a solution cannot be followed', () => {
    // x = 1/(1 − 2t).
    const grows: VelocityFunction = (_t, x, out) => {
      out[0] = 2 * x[0]! * x[0]!;
    };
    expect(() => truth(grows, 1, [1])).toThrow(DivergenceError);
    const { states, radius } = truth(grows, 1, [0.25, 0.45]);
    expect(!(Math.abs(states[0]! - 2) <= radius)).toBe(false);
    expect(!(Math.abs(states[1]! - 10) <= radius)).toBe(false);
  });

  it.each(['detest-a3', 'detest-d5', 'gaussian-2d'])(
    'knows its radius at many times, between its steps: %s',
    (name) => {
      const { velocity, dim, start, truth: exact } = problemFromSpec(namedProblem(name));
      const times = Array.from({ length: 65 }, (_, i) => i / 64);
      const known = exact(times);
      const { states, radius } = referenceTruth(velocity, dim, start, times);
      const worst = Math.max(...states.map((x, i) => Math.abs(x - known.states[i]!)));
      expect(!(worst <= radius + known.radius)).toBe(false);
      expect(!(radius < 1e-8)).toBe(false);
      // Nine times or one, the ends are the same truth.
      const end = referenceTruth(velocity, dim, start, [1]);
      const last = states.subarray(64 * start.length);
      expect(!(Math.max(...last.map((x, i) => Math.abs(x - end.states[i]!))) <= radius + end.radius)).toBe(
        false,
      );
    },
  );

  it('gives each row the bits that it has alone', () => {
    const field: VelocityFunction = (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(1 + x[i]! * x[i]!) - t;
    };
    const all = referenceTruth(field, 1, Float64Array.of(-1, 0.5, 3), [0.5, 1]);
    for (const [r, x] of [-1, 0.5, 3].entries()) {
      const alone = truth(field, x, [0.5, 1]);
      expect([all.states[r], all.states[3 + r]]).toEqual([...alone.states]);
    }
  });
});
