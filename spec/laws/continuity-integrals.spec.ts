/** The weak form and the finite volumes. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/marginal-field.ts';
import { outerFlow, outflow } from '../../src/laws/continuity/finite-volumes.ts';
import { continuityVolumes, continuityWeak } from '../../src/laws/continuity/index.ts';
import type { FieldSubject } from '../../src/laws/core/subjects.ts';
import { fold, normalInto } from '../../src/random/index.ts';
import { cosine } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/gaussian-mixture.ts';

describe('integrals', () => {
  it('weak: a wind that should not blow is as strong as computed by hand', () => {
    // p = N(0, 1) at rest, u = 1: ∫∇φ·u p = −∫φ p′ = ∫φ x p = c/(1 + w²) ∫φp.
    const wind: FieldSubject = {
      dim: 1,
      velocity: (_t, _x, out) => void out.fill(1),
      logDensity: (_t, x, out) => {
        for (let i = 0; i < x.length; i++) out[i] = -0.5 * x[i]! * x[i]!;
      },
    };
    const found = continuityWeak(wind).at({ s: 0.25, t: 0.75, centre: [2], width: 0.5, seed: 1 });
    expect(Math.abs(found.residual - (0.5 * 2) / 1.25)).toBeLessThan(1e-12);
    expect(found.bound).toBeLessThan(1e-12);
  });

  it('weak: a corner costs certainty, and is no mistake', () => {
    // A Laplace distribution that moves at speed 1.
    const moving: FieldSubject = {
      dim: 1,
      velocity: (_t, _x, out) => void out.fill(1),
      logDensity: (t, x, out) => {
        for (let i = 0; i < x.length; i++) out[i] = -Math.abs(x[i]! - t);
      },
    };
    const found = continuityWeak(moving).at({ s: 0.3, t: 0.4, centre: [0.9], width: 0.2, seed: 1 });
    expect(found.residual).toBeGreaterThan(1e-7);
    expect(found.residual).toBeLessThan(found.bound);
  });

  it('weak: a smooth density that is exactly 0 far out is judged', () => {
    const bump: FieldSubject = {
      dim: 1,
      scale: 0.3,
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (_t, x, out) => {
        for (let i = 0; i < out.length; i++)
          out[i] = Math.abs(x[i]!) < 1 ? 1 / (x[i]! * x[i]! - 1) : -Infinity;
      },
    };
    const wind: FieldSubject = { ...bump, velocity: (_t, _x, out) => void out.fill(1e-3) };
    const at = { s: 0.25, t: 0.3, centre: [0.25], width: 0.3, seed: 1 };
    const found = [bump, wind].map((field) => continuityWeak(field).at(at));
    expect(found.map(({ residual, bound }) => residual <= bound)).toEqual([true, false]);
  });

  it('weak by draws: a velocity that is 0, or half of what it should be, is caught in three dimensions', () => {
    // About this mixture as much of p comes as goes: the net flow is a fraction of what moves.
    const means = [
      [-0.75, 0, 0.75],
      [0.5, 1.25, -0.5],
    ];
    const target = gaussianMixture({ weights: [0.3, 0.7], means, stds: [0.5, 0.9] });
    const field = marginalField({ schedule: cosine, target });
    const times = (factor: number): FieldSubject => ({
      ...field,
      velocity(t, x, out) {
        field.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! *= factor;
      },
    });
    const verdicts = [1, 0, 0.5, -1].map(
      (factor) => continuityWeak(times(factor)).check({ shrink: false }).status,
    );
    expect(verdicts).toEqual(['holds', 'violated', 'violated', 'violated']);
  });

  it('weak by draws: what has not moved, or cannot be resolved, is held or refused', () => {
    const still = (sample: NonNullable<FieldSubject['sample']>): FieldSubject => ({
      dim: 3,
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (_t, _x, out) => void out.fill(0),
      sample,
    });
    const rest = still((_t, draws, out) => void normalInto(draws, 0, out));
    expect(continuityWeak(rest).at({ s: 0.4, t: 0.5, centre: [0, 0, 0], width: 1, seed: 1 }).residual).toBe(
      0,
    );
    // A test function that one draw in thousands meets.
    const far = { s: 0.4, t: 0.5, centre: [3, 3, 0], width: 0.2, seed: 1 };
    const other = still((t, draws, out) => void normalInto(fold(draws, Math.round(1e6 * t)), 0, out));
    expect(() => continuityWeak(other).at(far)).toThrow(/known to .* only/);
  });

  it('volumes: what cells lose together leaves through the outer faces, whatever the fluxes', () => {
    const edges = [Float64Array.of(0, 1, 2, 4), Float64Array.of(0, 1, 3)];
    // Whole numbers: sums are exact.
    const fluxes = [8, 9].map((count, axis) =>
      Float64Array.from({ length: count }, (_, i) => (7 * i * i + 3 * axis) % 11),
    );
    const lost = outflow(edges, fluxes).reduce((sum, value) => sum + value, 0);
    expect(lost).toBe(outerFlow(edges, fluxes));
    // Cell (1, 0): faces 2 and 4 of the first axis, [face, row]; faces 1 and 4 of the second, [face, column].
    expect(outflow(edges, fluxes)[2]).toBe(fluxes[0]![4]! - fluxes[0]![2]! + fluxes[1]![4]! - fluxes[1]![1]!);
  });

  it('volumes: cells of different number and size along the axes', () => {
    const target = gaussianMixture({ means: [[0.5, -0.25]], variances: [[0.5, 1]] });
    const field = marginalField({ schedule: cosine, target });
    const found = continuityVolumes(field).at({ s: 0.5, t: 0.55, cuts: [[0.4, 0.55], [0.45]], seed: 1 });
    expect(found.residual).toBeLessThan(found.bound);
    expect(found.bound).toBeLessThan(1e-12);
  });
});
