import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import { certify } from '../../src/certificates/certify.ts';
import { tableaus } from './tableaus.ts';

const published = (name: string): CandidateTableau =>
  JSON.parse(
    readFileSync(new URL(`./torchdiffeq/${name}.json`, import.meta.url), 'utf8'),
  ) as CandidateTableau;
const ours = (name: string): CandidateTableau => tableaus.find((t) => t.name === name)!;

/** E. Hairer, G. Wanner, "Solving Ordinary Differential Equations II" (1996), table IV.5.13; II.7 of volume I for the Gauss methods. */
describe('what the books say', () => {
  test.each([
    ['gl4', 4, 2, 2],
    ['gl6', 6, 3, 3],
    ['radauIIA3', 3, 2, 1],
    ['radauIIA5', 5, 3, 2],
    ['implicit_midpoint', 2, 1, 1],
  ])('%s fulfils B(%i), C(%i), D(%i)', (name, B, C, D) => {
    const method = name === 'gl4' ? ours(name) : published(name);
    expect(certify(method).simplifying).toEqual({ B, C, D });
  });

  test('RK4 fulfils B(4), C(1), D(1)', () => {
    expect(certify(ours('rk4')).simplifying).toEqual({ B: 4, C: 1, D: 1 });
  });

  test.each([
    ['gl6', true, true],
    ['implicit_midpoint', true, true],
    ['trapezoid', true, false],
    ['radauIIA5', false, false],
    ['implicit_euler', false, false],
    ['bosh3', false, false],
  ])('%s: symmetric %s, symplectic %s', (name, symmetric, symplectic) => {
    expect(certify(published(name))).toMatchObject({ symmetric, symplectic });
  });

  test('gl4 is both, and with the abscissae of torchdiffeq no longer symmetric', () => {
    expect(certify(ours('gl4'))).toMatchObject({ symmetric: true, symplectic: true });
    expect(certify(published('gl4'))).toMatchObject({ symmetric: false, symplectic: true });
  });
});

describe('the last stage', () => {
  const dopri5 = ours('dopri5');

  test('is the first of the next step only at the end of this one', () => {
    expect(certify(dopri5).fsal).toBe(true);
    expect(certify({ ...dopri5, c: [...dopri5.c.slice(0, 6), '9/10'] }).fsal).toBe(false);
    expect(certify({ ...dopri5, c: ['1/10', ...dopri5.c.slice(1)] }).fsal).toBe(false);
  });

  test('gives a dense output its slope there', () => {
    const dense = dopri5.dense!;
    // θ⁴ − 2θ³ + θ² vanishes with its derivative at both ends; θ⁴ − θ³ does so at 0 only.
    const bent = (by: readonly string[]): CandidateTableau => ({
      ...dopri5,
      dense: {
        ...dense,
        b: dense.b.map((row, i) =>
          i === 0 ? row.map((value, k) => `${value} + ${by[k]}`.replace('+ -', '- ')) : row,
        ),
      },
    });
    expect(certify(bent(['0', '1', '-2', '1']))).toMatchObject({
      continuous: true,
      smooth: true,
      holds: false,
    });
    expect(certify(bent(['0', '0', '-1', '1']))).toMatchObject({
      continuous: true,
      smooth: false,
      holds: false,
    });
    expect(certify(bent(['0', '0', '0', '1']))).toMatchObject({
      continuous: false,
      smooth: false,
      holds: false,
    });
  });
});
