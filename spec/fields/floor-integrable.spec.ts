/** Where the floor is infinite: α̇² or σ̇² that grows like 1/h or faster at a distance h from its end. */
import { describe, expect, it } from 'vitest';
import { lossFloor, marginalField } from '../../src/fields/index.ts';
import { condOT, polynomial, type Schedule, ve } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const target = gaussianMixture({ means: [[0]], stds: [1] });
const floor = (schedule: Schedule): unknown =>
  lossFloor(marginalField({ schedule, target }), { method: 'monte-carlo', strata: 2, rows: 1 });

/** condOT but for one derivative, −hᵠ at the distance h from its end. */
const steep = (name: 'alphaDot' | 'sigmaDot', q: number): Schedule => ({
  ...condOT,
  name: 'steep',
  [name]: (t: number) => -((name === 'alphaDot' ? t : 1 - t) ** q),
});

describe('the floor is infinite', () => {
  it('where the exponent of h·α̇² or h·σ̇² is not above 10⁻³, each by itself', () => {
    // 1 − 10⁻¹² is rounded by 10⁻⁴ of its distance from 1, which moves the exponent by 10⁻⁵.
    for (const [name, blur, message] of [
      ['alphaDot', 1e-4, /^schedule steep: expected α̇² integrable up to t = 0, received α̇² that grows/],
      ['sigmaDot', 0.02, /^schedule steep: expected σ̇² integrable up to t = 1, received σ̇² that grows/],
    ] as const) {
      // h (hᵠ)² = h^(1 + 2q).
      for (const power of [0.5, 0.1, 0.01, (1 + blur) * 1e-3]) {
        expect(() => floor(steep(name, (power - 1) / 2)), `${name}, h^${power}`).not.toThrow();
      }
      for (const power of [-0.5, -0.01, 0, (1 - blur) * 1e-3]) {
        expect(() => floor(steep(name, (power - 1) / 2)), `${name}, h^${power}`).toThrow(message);
      }
    }
  });

  it('and not where a derivative is 0, which has no exponent', () => {
    expect(() => floor(ve({ sigmaMin: 0.01, sigmaMax: 2 }))).not.toThrow();
  });

  it('and says how the square grows', () => {
    expect(() => floor(steep('alphaDot', -0.75))).toThrow(/the power -1\.50: the floor is infinite/);
  });

  it('for polynomials up to n = ½, and finite just above', () => {
    for (const n of [0.51, 0.6, 0.99]) expect(() => floor(polynomial({ n }))).not.toThrow();
    for (const n of [0.5, 0.4])
      expect(() => floor(polynomial({ n }))).toThrow(/^schedule polynomial\(0\.[45]\): expected α̇²/);
  });
});
