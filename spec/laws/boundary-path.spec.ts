/** The ends of conditional paths: exact, stated, or those of the schedule. */
import { describe, expect, it } from 'vitest';
import { boundaryPath } from '../../src/laws/boundary/index.ts';
import type { PathSubject } from '../../src/laws/core/index.ts';
import { gaussianPath } from '../../src/paths/index.ts';
import { vp } from '../../src/schedules/index.ts';

describe('boundaryPath', () => {
  it('takes the ends from the schedule, from `ends`, or as exact', () => {
    const { dim, sample } = gaussianPath(vp(), 1);
    expect(boundaryPath(gaussianPath(vp(), 1)).check().status).toBe('holds');
    expect(boundaryPath({ dim, sample }).check().status).toBe('violated');
    const [alpha0, sigma0] = [vp().alpha(0), vp().sigma(0)];
    expect(boundaryPath({ dim, sample, ends: { alpha0, sigma0, alpha1: 1, sigma1: 0 } }).check().status).toBe(
      'holds',
    );
  });

  it('allows the rounding of z + (1 − t)(x₀ − z), no more', () => {
    const chord = (shift: number): PathSubject => ({
      dim: 1,
      sample: (t, x0, z, out) =>
        out.forEach((_, i) => {
          out[i] = z[i]! + (1 - t) * (x0[i]! - z[i]!) + shift;
        }),
    });
    expect(boundaryPath(chord(0)).check().status).toBe('holds');
    expect(boundaryPath(chord(3e-14)).check().status).toBe('violated');
  });
});
