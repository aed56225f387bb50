/** The written-out formulas of a marginal field: without changes they are the field's own, with a change they are what its words say. */
import { expect, test } from 'vitest';
import { fieldMistakes } from '../../src/laws/power/mistakes/field.ts';
import { logDensityOf, velocityOf } from '../../src/laws/power/mistakes/field-formulas.ts';
import { BLOBS, RIGHT } from '../../src/laws/power/mistakes/field-mistake.ts';
import { exp, log } from '../../src/math/index.ts';
import { cosine } from '../../src/schedules/index.ts';

const POINTS = [-2, -0.3, 0.4, 1.7];
const T = 0.6;

test('without changes velocity and density are those of the field', () => {
  const x = Float64Array.from(POINTS);
  const [velocity, density] = [new Float64Array(x.length), new Float64Array(x.length)];
  RIGHT.velocity(T, x, velocity);
  RIGHT.logDensity(T, x, density);
  for (const [r, point] of POINTS.entries()) {
    const u = velocityOf(BLOBS, cosine, T, [point], {})[0]!;
    // Some ten operations on numbers below 10.
    expect(Math.abs(u - velocity[r]!)).toBeLessThanOrEqual(1e-14);
    expect(Math.abs(logDensityOf(BLOBS, cosine, T, [point], {}) - density[r]!)).toBeLessThanOrEqual(1e-14);
  }
});

test.each([
  ['field.density-without-determinant', 0],
  ['field.density-without-half', -1],
])('%s: each component has vₖ to the power %s', (id, power) => {
  const field = fieldMistakes.find((mistake) => mistake.id === id)!.subject(1);
  const [alpha, sigma] = [cosine.alpha(T), cosine.sigma(T)];
  for (const x of POINTS) {
    let sum = 0;
    for (const [k, w] of BLOBS.weights.entries()) {
      const v = alpha * alpha * BLOBS.stds[k]! * BLOBS.stds[k]! + sigma * sigma;
      const delta = x - alpha * BLOBS.means[k]![0]!;
      sum += (w * exp((-0.5 * delta * delta) / v)) / (power === 0 ? 1 : v);
    }
    const out = new Float64Array(1);
    field.logDensity(T, Float64Array.of(x), out);
    expect(Math.abs(out[0]! - log(sum / Math.sqrt(2 * Math.PI)))).toBeLessThanOrEqual(1e-14);
  }
});
