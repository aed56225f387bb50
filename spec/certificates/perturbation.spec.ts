/** A change of 1e-6 in any single coefficient, zeros among them, turns the certificate red. */
import { describe, expect, test } from 'vitest';
import { type CandidateTableau, readCandidate } from '../../src/certificates/candidate.ts';
import { firstFinding } from '../../src/certificates/certify.ts';
import { type ExactMethod, withExactMethod } from '../../src/certificates/exact-method.ts';
import { conditionJudge } from '../../src/certificates/order-conditions.ts';
import { perturbations } from './perturb.ts';
import { tableaus } from './tableaus.ts';

const coefficients = ({ c, a, b, embedded = [], dense }: CandidateTableau): number => {
  const rows = [
    c,
    ...a,
    b,
    ...embedded.map((e) => e.b),
    dense?.c ?? [],
    ...(dense?.a ?? []),
    ...(dense?.b ?? []),
  ];
  return rows.reduce((n, row) => n + row.length, 0);
};

/** Whether an order condition of a tree notices, with row sums, FSAL and ends of the dense output left aside. */
function treesNotice(candidate: CandidateTableau): boolean {
  const read = readCandidate(candidate);
  const below = <T>(method: ExactMethod<T>): boolean => {
    const judge = conditionJudge(method, 'time');
    const { b, embedded, dense } = method;
    // The cheap claims first: most changes are seen by several.
    return (
      judge.attained([b], false, 1).failed !== null ||
      (dense !== null && judge.attained(dense.b, true, dense.order).failed !== null) ||
      embedded.some((e) => judge.attained([e.b], false, e.order).failed !== null) ||
      judge.attained([b], false, read.order).failed !== null
    );
  };
  return withExactMethod(read, below);
}

describe.each(tableaus)('$name', (method) => {
  const changes = perturbations(method, '1e-6');

  test('is not at fault itself', () => {
    expect(firstFinding(method)).toBeNull();
    expect(treesNotice(method)).toBe(false);
  });

  test(`notices each of its ${coefficients(method)} coefficients`, () => {
    expect(changes).toHaveLength(coefficients(method));
    expect(changes.filter(({ candidate }) => firstFinding(candidate) === null)).toEqual([]);
  });

  // The abscissa of a first stage with weight 0, and that of a method of order 1, enter no condition: that is for the row sums.
  test('notices them by its trees alone, but for an abscissa that is in no condition', () => {
    const unseen = changes.filter(({ candidate }) => !treesNotice(candidate)).map(({ where }) => where);
    expect(unseen).toEqual(['euler', 'midpoint'].includes(method.name) ? ['c[0]'] : []);
  });
});

test('there are 526 of them and more', () => {
  expect(tableaus.map(coefficients).reduce((sum, n) => sum + n)).toBeGreaterThanOrEqual(526);
});
