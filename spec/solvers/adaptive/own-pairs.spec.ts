/** Pairs that are not those of the library. */
import { expect, test } from 'vitest';
import { solveAdaptive, type Tableau } from '../../../src/solvers/index.ts';
import { riccati, riccatiSolution } from '../problems.ts';
import { largestError, wall, watched } from './exact-problems.ts';
import { fehlberg, heunPair, midpoint } from './own-pairs.ts';

test('a stage at the state itself, with a row of zeros, is one', () => {
  const twice: Tableau = {
    ...heunPair,
    c: ['0', '0', '1'],
    a: [[], ['0'], ['0', '1']],
    b: ['0', '1/2', '1/2'],
    embedded: [{ name: 'euler', order: 1, b: ['0', '1', '0'] }],
  };
  const at = (solver: Tableau) => solveAdaptive(riccati, new Float64Array([1]), { dim: 1, solver }).x;
  expect(at(twice)).toEqual(at(heunPair));
});

test('a pair without a first-same-as-last stage works: Fehlberg 2(1)', () => {
  const { field, times } = watched(riccati);
  const { x, nfe, accepted, rejected } = solveAdaptive(field, new Float64Array([1]), {
    dim: 1,
    solver: fehlberg,
    rtol: 1e-6,
    atol: 1e-6,
  });
  // Some 100 steps of an error below 2e-6 each, damped on the way.
  expect(largestError(x, [riccatiSolution(1)])).toBeLessThanOrEqual(1e-4);
  expect(nfe).toBe(times.length);
  // The first stage belongs to the state: evaluated once per accepted step, not again after a rejection, and not at the end.
  expect(nfe).toBe(2 + 3 * accepted - 1 + 2 * rejected);
  for (const solver of [fehlberg, midpoint]) {
    const options = { dim: 1, solver, rtol: 1, atol: 1, firstStep: 0.6 } as const;
    const stopped = solveAdaptive(wall, new Float64Array([1]), options);
    expect(stopped.status).toBe('step-too-small');
    expect(stopped.t).toBeLessThanOrEqual(0.5);
    expect(stopped.t).toBeGreaterThan(0.5 - 1e-12);
  }
});
