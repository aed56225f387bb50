import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/math/index.ts';
import { namedProblem, type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';
import { key, normalInto } from '../../src/random/index.ts';

const line = { kind: 'gaussian-mixture', weights: [1], means: [[0]], stds: [1] } as const;
const plane = { kind: 'gaussian-mixture', weights: [1], means: [[0, 0]], stds: [1] } as const;
const startOf = (rest: object): Float64Array =>
  problemFromSpec({
    kind: 'flow',
    target: line,
    schedule: { kind: 'cond-ot' },
    ...rest,
  } as unknown as ProblemSpec).start;

describe('the start', () => {
  it('at quantiles is Φ⁻¹((i + ½)/count) of the source', () => {
    const quantiles = [1 / 6, 1 / 2, 5 / 6].map((p) => normalQuantile(p));
    const start = { kind: 'normal-quantiles', count: 3 };
    expect([...startOf({ start })]).toEqual(quantiles);
    expect([...startOf({ start, source: { mean: [2], std: 0.5 } })]).toEqual(
      quantiles.map((z) => 2 + 0.5 * z),
    );
  });

  it('by draws has those of its seed, 0 by default, placed by the source', () => {
    const draws = (seed: number): number[] => {
      const out = new Float64Array(4);
      normalInto(key(seed), 0, out);
      return [...out];
    };
    const start = { kind: 'normal', count: 2 };
    expect([...startOf({ target: plane, start })]).toEqual(draws(0));
    expect([...startOf({ target: plane, start: { ...start, seed: 5 } })]).toEqual(draws(5));
    const moved = startOf({ target: plane, start, source: { mean: [1, -1], variances: [4, 0.25] } });
    expect([...moved]).toEqual(draws(0).map((z, i) => (i % 2 === 0 ? 1 + 2 * z : -1 + 0.5 * z)));
  });

  it('is σ(0) times the source where noise explodes', () => {
    const schedule = { kind: 've', sigmaMin: 0.01, sigmaMax: 80 };
    const start = { kind: 'normal-quantiles', count: 5 };
    const [wide, plain] = [startOf({ schedule, start }), startOf({ start })];
    wide.forEach((x, i) => {
      expect(!(Math.abs(x - 80 * plain[i]!) <= 1e-13 * Math.abs(x))).toBe(false);
    });
  });

  it('is its own truth at t = 0, without an error', () => {
    for (const name of ['anchor', 'collinear-8d', 'gaussian-pair-2d', 'detest-d5', 'detest-b1', 'learned']) {
      const { start, truth } = problemFromSpec(namedProblem(name));
      const { states, radius } = truth([0, 0]);
      expect([...states]).toEqual([...start, ...start]);
      // A reference says what it costs to hold these numbers at all.
      expect(!(radius <= 2 ** -50 * Math.max(...start.map(Math.abs)) * 5)).toBe(false);
    }
  });
});
