/** Truths against solutions in decimal arithmetic of 36 digits by another integrator (scripts/problem-digits.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { namedProblem, namedProblems, problemFromSpec } from '../../src/problems/index.ts';

interface Digits {
  readonly points: readonly (readonly number[])[];
  /** [points][0: t = 1/4, 1: t = 1][dim] */
  readonly states: readonly (readonly (readonly string[])[])[];
}

const golden: Record<string, Digits> = JSON.parse(
  readFileSync(new URL('golden.json', import.meta.url), 'utf8'),
);

/** The same problem from the points of the table. */
function fromPoints(name: string, points: Digits['points']) {
  const spec = namedProblem(name);
  return problemFromSpec(spec.kind === 'classic' ? spec : { ...spec, start: { kind: 'points', points } });
}

describe('the radius of a truth', () => {
  it('is stated for every named problem', () => {
    expect(Object.keys(golden).sort()).toEqual(namedProblems.map(({ name }) => name).sort());
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
          if (!(error <= worst)) worst = error;
        });
      });
    });
    expect(!(worst <= radius)).toBe(false);
  });
});
