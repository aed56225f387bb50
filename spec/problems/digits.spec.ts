/** Truths against solutions in decimal arithmetic of 36 digits by another integrator (scripts/problem-digits.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedProblem, namedProblems, type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';

interface Digits {
  readonly points: readonly (readonly number[])[];
  /** [points][0: t = 1/4, 1: t = 1][dim] */
  readonly states: readonly (readonly (readonly string[])[])[];
}

const golden: Record<string, Digits> = JSON.parse(
  readFileSync(new URL('golden.json', import.meta.url), 'utf8'),
);

const bimodal = (means: number[][]): ProblemSpec => ({
  kind: 'flow',
  target: { kind: 'gaussian-mixture', weights: [0.3, 0.7], means, stds: [0.25, 0.25] },
  schedule: { kind: 'cond-ot' },
  start: { kind: 'normal', count: 1 },
});
/** Closed forms that lose digits. In the gaps starts end between two narrow modes, where the flow magnifies rounding by 10¹⁰. */
const hard: Record<string, ProblemSpec> = {
  gap: bimodal([[-2], [1.5]]),
  'gap-2d': bimodal([
    [-2, 0.5],
    [1.5, 0.5],
  ]),
  // The square root of a small eigenvalue loses half of its digits.
  flat: {
    kind: 'flow',
    target: {
      kind: 'gaussian-mixture',
      weights: [1],
      means: [[0, 0]],
      covariances: [
        [
          [1, 1 - 2 ** -30],
          [1 - 2 ** -30, 1],
        ],
      ],
    },
    schedule: { kind: 'cond-ot' },
    source: {
      covariance: [
        [2, -0.5],
        [-0.5, 0.25],
      ],
    },
    start: { kind: 'normal', count: 1 },
  },
};

/** The problem from the points of the table. */
function fromPoints(name: string, points: Digits['points']) {
  const spec = hard[name] ?? namedProblem(name);
  return problemFromSpec(spec.kind === 'classic' ? spec : { ...spec, start: { kind: 'points', points } });
}

describe('the radius of a truth', () => {
  it('is known for every named problem', () => {
    const names = [...namedProblems.map(({ name }) => name), ...Object.keys(hard)];
    expect(Object.keys(golden).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(golden))('covers the distance to the digits: %s', (name, { points, states }) => {
    const problem = fromPoints(name, points);
    expect([...problem.start]).toEqual(points.flat());
    const { states: truth, radius } = problem.truth([0.25, 1]);
    let worst = 0;
    states.forEach((times, row) => {
      times.forEach((state, time) => {
        state.forEach((text, i) => {
          const exact = Number(text);
          const at = (time * points.length + row) * problem.dim + i;
          // Half a unit for the digits, which were rounded to a float here.
          const error = Math.abs(truth[at]! - exact) - 2 ** -53 * Math.abs(exact);
          worst = Math.max(worst, error);
        });
      });
    });
    expect(!(worst <= radius)).toBe(false);
    // And says something: below every error that a benchmark will show, but where the flow itself loses the digits.
    const most = name === 'arenstorf' ? 1e-8 : name in hard ? 1e-3 : 1e-11;
    expect(!(radius < most)).toBe(false);
  });
});
