/** FM ≡ CFM in 16 dimensions, by draws. */
import { describe, expect, it } from 'vitest';
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import {
  type MatchingSubject,
  matchingGap,
  matchingGradients,
  matchingMonteCarlo,
  matchingOf,
} from '../../src/laws/matching/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { gaussianMixture, twoMoons } from '../../src/targets/index.ts';
import { NETWORK, object } from './matching-objects.ts';

describe('matching-monte-carlo', () => {
  const ramp = Array.from({ length: 16 }, (_, i) => 2 + i / 8);
  const field: MarginalField = marginalField({
    schedule: condOT,
    target: gaussianMixture({ means: [ramp, ramp.map((m) => m + 1)], stds: [0.5, 1] }),
  });
  const right = matchingOf(field);
  const scaled = (share: number): MatchingSubject => ({
    ...right,
    field: {
      velocity(t, x, out) {
        field.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! *= share;
      },
    },
  });
  const at = { t: 0.4, network: NETWORK, seed: 5 };

  it('holds in 16 dimensions, and sees a bias of 6 % on either side', () => {
    const { residual, bound, detail } = matchingMonteCarlo(right).at(at);
    expect(residual <= bound).toBe(true);
    expect(detail).toMatch(/direction.*: .* ± .* \(one standard error, \d+ draws\)/);
    for (const share of [0.94, 1.06]) {
      const biased = matchingMonteCarlo(scaled(share)).at(at);
      expect(biased.residual > biased.bound, String(share)).toBe(true);
    }
  });

  it('is a function of its seed, and takes a target that can only be drawn', () => {
    const once = matchingMonteCarlo(right).at(at);
    expect(matchingMonteCarlo(right).at({ ...at, seed: 6 }).residual).not.toBe(once.residual);
    const drawn: MatchingSubject = { ...right, target: { dim: 16, sampleInto: field.target.sampleInto } };
    expect(matchingMonteCarlo(drawn).at(at)).toEqual(once);
  });

  it('goes where the laws that integrate refuse', () => {
    expect(matchingGradients(right).check().reason).toContain('16 dimensions');
    const plane: MatchingSubject = { ...right, dim: 2, target: twoMoons() };
    expect(matchingGap(plane).check()).toMatchObject({ status: 'refused', runs: 0 });
  });

  it('refuses when no bias of 5 % could be seen', () => {
    const centred = object(condOT, gaussianMixture({ means: [[0]], stds: [1] }));
    // u_t = 0 everywhere at t = ½.
    expect(() => matchingMonteCarlo(centred).at({ ...at, t: 0.5 })).toThrow(/too wide to see a bias of 5 %/);
  });
});
