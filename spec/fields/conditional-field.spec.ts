/** The field of one data point: α̇ z + (σ̇/σ)(x − αz), for batches that grow and shrink. */
import { describe, expect, it } from 'vitest';
import { conditionalField } from '../../src/fields/index.ts';
import { cosine } from '../../src/schedules/index.ts';

const t = 0.3;
const [a, s] = [cosine.alpha(t), cosine.sigma(t)];
const formula = (x: number, z: number): number =>
  cosine.alphaDot(t) * z + (cosine.sigmaDot(t) / s) * (x - a * z);

describe('the conditional field', () => {
  it('is α̇ z + (σ̇/σ)(x − αz) for any number of rows, from the first call on', () => {
    for (const [z, sizes] of [
      [Float64Array.of(1.7), [1, 3, 2]],
      [Float64Array.of(1.7, -0.4, 2), [1, 2, 1]],
    ] as const) {
      const field = conditionalField({ schedule: cosine, z });
      expect(field.dim).toBe(z.length);
      for (const rows of sizes) {
        const x = Float64Array.from({ length: rows * z.length }, (_, i) => Math.sin(i + 1));
        const out = new Float64Array(x.length);
        field.velocity(t, x, out);
        for (const [i, value] of out.entries()) {
          // Numbers below 5, six roundings.
          expect(!(Math.abs(value - formula(x[i]!, z[i % z.length]!)) <= 5e-15), `element ${i}`).toBe(false);
        }
      }
    }
  });

  it('refuses a point that is not finite', () => {
    expect(() => conditionalField({ schedule: cosine, z: Float64Array.of(1, Number.NaN) })).toThrow(/^z/);
  });
});
