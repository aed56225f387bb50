/** A conditional path, given z, as a field that the continuity laws judge. */
import { describe, expect, it } from 'vitest';
import { conditionalField } from '../../src/fields/conditional-field.ts';
import { continuityDifferences, pathAsField } from '../../src/laws/continuity/index.ts';
import type { PathSubject } from '../../src/laws/core/subjects.ts';
import { gaussianPath } from '../../src/paths/gaussian-path.ts';
import { key } from '../../src/random/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';
import { status, withoutIdentity } from './continuity-fields.ts';

describe('a conditional path as a field', () => {
  it('is the field that it is', () => {
    const field = pathAsField(gaussianPath(cosine, 2), [1, -0.5]);
    const [u, v, x] = [new Float64Array(2), new Float64Array(2), Float64Array.of(0.3, 0.7)];
    field.velocity(0.4, x, u);
    conditionalField({ schedule: cosine, z: Float64Array.of(1, -0.5) }).velocity(0.4, x, v);
    expect(u).toEqual(v);
    expect(status('continuityDifferences', field)).toBe('holds');
  });

  it('is violated where σ̇ε is dropped, although both ends are exact', () => {
    const right = gaussianPath(condOT, 1);
    const wrong: PathSubject = {
      dim: 1,
      sample: right.sample,
      inverseFlow: right.inverseFlow,
      logDensity: right.logDensity,
      targetVelocity: (_t, _x0, z, out) => out.set(z),
    };
    const field = pathAsField(wrong, [1.5]);
    for (const name of withoutIdentity) expect(status(name, field), name).toBe('violated');
    expect(continuityDifferences(field).check().counterexample!.words).toMatch(/^t = 0\.\d+, x = /);
  });

  it('takes the velocity along the path where it has no other, and draws by the flow map', () => {
    const path = gaussianPath(cosine, 2);
    const { velocity: _, ...along } = path;
    const [u, v, x] = [new Float64Array(2), new Float64Array(2), Float64Array.of(0.3, 0.7)];
    pathAsField(path, [1, -0.5]).velocity(0.4, x, u);
    pathAsField(along, [1, -0.5]).velocity(0.4, x, v);
    for (const i of [0, 1]) expect(Math.abs(u[i]! - v[i]!)).toBeLessThan(1e-14);
    const draws = new Float64Array(400);
    pathAsField(path, [1, -0.5]).sample!(0.4, key(1), draws);
    const mean = draws.filter((_value, i) => i % 2 === 1).reduce((sum, value) => sum + value / 200, 0);
    // 5 standard errors of 200 draws with σ = cos 0.2π.
    expect(Math.abs(mean + 0.5 * cosine.alpha(0.4))).toBeLessThan((5 * cosine.sigma(0.4)) / Math.sqrt(200));
    expect(Math.max(...draws)).toBeGreaterThan(1.5);
  });

  it('says what is missing', () => {
    const { logDensity: _, ...bare } = gaussianPath(condOT, 1);
    expect(() => pathAsField(bare as PathSubject, [1])).toThrow(/logDensity/);
    expect(() => pathAsField(gaussianPath(condOT, 2), [1])).toThrow(/2 finite numbers/);
  });
});
