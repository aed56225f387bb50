/** The four continuity laws: what each of them sees, does not see, and refuses. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/marginal-field.ts';
import { boundaryEnd, boundaryStart } from '../../src/laws/boundary/index.ts';
import {
  continuityDifferences,
  continuityIdentity,
  continuityVolumes,
} from '../../src/laws/continuity/index.ts';
import type { FieldSubject } from '../../src/laws/core/subjects.ts';
import { condOT, cosine, type Schedule } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/gaussian-mixture.ts';
import { byHand, changed, held, names, ours, status, TARGET, withoutIdentity } from './continuity-fields.ts';

describe('a field written by hand, of velocity and log-density alone', () => {
  it.each(withoutIdentity)('%s holds', (name) => {
    const result = held(name, byHand()).check({ runs: 8 });
    expect(result.status, JSON.stringify(result)).toBe('holds');
    expect(result.tooLoose).toBe(false);
  });

  it.each(withoutIdentity)('%s sees a velocity that is wrong by 10⁻⁹', (name) => {
    const wrong = byHand((t) => (5 * t - 1) * (1 + 1e-9));
    expect(status(name, wrong)).toBe('violated');
  });

  it('is refused by the identity, which says what is absent', () => {
    const result = continuityIdentity(byHand()).check();
    expect(result.status).toBe('refused');
    expect(result.reason).toContain('no dtLogDensity, no divergence, no score');
  });

  it('has the residual that was computed by hand, where the velocity is x too fast', () => {
    // (u + x) adds div x + x·∇ ln p = 1 − x²/v; at t = ½, v = 5/4, x = 2: 1 − 16/5 = −2.2.
    const wrong = byHand((t) => 5 * t - 1 + 4 * t * t + (1 - t) * (1 - t));
    const found = continuityDifferences(wrong).at({ t: 0.5, x: [2] });
    expect(Math.abs(found.residual - 2.2)).toBeLessThan(1e-9);
    expect(found.bound).toBeLessThan(1e-9);
  });
});

describe('a mistake', () => {
  it.each(names)('is met with its smallest case in words, and again by replay: %s', (name) => {
    const wrong = changed({
      velocity(t, x, out) {
        ours.velocity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! += 1e-3 * Math.sin(x[i]!);
      },
    });
    const result = held(name, wrong).check({ runs: 4 });
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/t = 0\.25, x = [01]|\[s, t\] = \[0\.2\d+, 0\.25\]/);
    expect(result.residual!).toBeGreaterThan(result.bound!);
    const again = held(name, wrong).check({ replay: result.replay! });
    expect(again.counterexample).toEqual(result.counterexample);
  });

  it('in α̇ and σ̇ alike is what the identity cannot see, and the others can', () => {
    const schedule: Schedule = { ...cosine, alphaDot: (t) => 1.01 * cosine.alphaDot(t) };
    const wrong = marginalField({ schedule, target: TARGET });
    expect(names.map((name) => status(name, wrong))).toEqual(['holds', 'violated', 'violated', 'violated']);
  });

  it('in score, divergence or rate is what the identity alone looks at', () => {
    for (const member of ['score', 'divergence', 'dtLogDensity'] as const) {
      const wrong = changed({
        [member]: (t: number, x: Float64Array, out: Float64Array) => {
          ours[member](t, x, out);
          for (let i = 0; i < out.length; i++) out[i]! *= 1 + 1e-9;
        },
      });
      expect(names.map((name) => status(name, wrong))).toEqual(['violated', 'holds', 'holds', 'holds']);
    }
  });

  it('that turns about p is beyond all continuity laws', () => {
    // w = c (−x₂, x₁) leaves every isotropic Gaussian about 0 where it is: div(pw) = 0.
    const round = marginalField({
      schedule: cosine,
      target: gaussianMixture({ means: [[0, 0]], stds: [0.5] }),
    });
    const turning: FieldSubject = {
      ...round,
      velocity(t, x, out) {
        round.velocity(t, x, out);
        for (let i = 0; i < out.length; i += 2) {
          out[i]! -= x[i + 1]!;
          out[i + 1]! += x[i]!;
        }
      },
    };
    for (const name of names) expect(status(name, turning), name).toBe('holds');
  });

  it('of the total mass is seen on the grid only', () => {
    const half = changed({
      logDensity(t, x, out) {
        ours.logDensity(t, x, out);
        for (let i = 0; i < out.length; i++) out[i]! -= Math.LN2;
      },
    });
    expect(names.map((name) => status(name, half))).toEqual(['holds', 'holds', 'holds', 'violated']);
    expect(continuityVolumes(half).check({ runs: 2 }).counterexample!.detail).toMatch(
      /total mass .* is 0\.(5|49999)/,
    );
  });
});

describe('wrong input is a fault or a refusal, never a pass', () => {
  const bad: Record<string, Partial<FieldSubject>> = {
    NaN: { velocity: (_t, _x, out) => void out.fill(Number.NaN) },
    'an exception': {
      velocity() {
        throw new Error('no');
      },
    },
    'a promise': { velocity: (async () => undefined) as unknown as FieldSubject['velocity'] },
    'an unwritten buffer': { logDensity: () => undefined },
    'one row of many': {
      logDensity: (_t, _x, out) => {
        out[0] = 0;
      },
    },
  };
  it.each(withoutIdentity.flatMap((name) => Object.keys(bad).map((what) => [name, what] as const)))(
    '%s, %s',
    (name, what) => {
      expect(status(name, { ...byHand(), ...bad[what] })).toBe('faulty');
    },
  );

  it('a missing member, dimensions that are too many, no density', () => {
    const none = { ...byHand(), velocity: undefined } as unknown as FieldSubject;
    for (const name of names) expect(status(name, none)).toBe('faulty');
    const high: FieldSubject = { ...byHand(), dim: 100 };
    expect(withoutIdentity.map((name) => status(name, high))).toEqual(['refused', 'refused', 'refused']);
    const nowhere: FieldSubject = { ...byHand(), logDensity: (_t, _x, out) => void out.fill(-Infinity) };
    expect(withoutIdentity.map((name) => status(name, nowhere))).toEqual(['refused', 'refused', 'refused']);
    const everywhere: FieldSubject = {
      ...byHand(),
      velocity: (_t, _x, out) => void out.fill(0),
      logDensity: (_t, _x, out) => void out.fill(0),
    };
    expect(status('continuityVolumes', everywhere)).toBe('refused');
  });
});

describe('a field that writes into x', () => {
  it('is at fault', () => {
    const right = byHand();
    const scaling = (member: 'velocity' | 'logDensity') => ({
      ...right,
      [member]: (t: number, x: Float64Array, out: Float64Array) => {
        right[member](t, x, out);
        x[0] = 2 * x[0]! + 1;
      },
    });
    for (const field of [scaling('velocity'), scaling('logDensity')]) {
      const result = continuityDifferences(field).check();
      expect(result.status).toBe('faulty');
      expect(result.reason).toContain('x left as it was');
    }
  });
});

describe('a field that names its target as plain data', () => {
  const named = [
    { schedule: condOT, target: { kind: 'gaussian-mixture', means: [[0]], stds: [2] }, source: {} },
    { schedule: 'cond-ot', target: 'gaussian', source: 'normal' },
    { schedule: null, target: null, source: null },
    { schedule: {}, target: {}, source: {} },
    { schedule: condOT, target: { kind: 'gaussian-mixture', sampleInto: () => {} }, source: undefined },
  ];

  it('is judged as any foreign field', () => {
    for (const names of named) {
      const field = { ...byHand(), ...names };
      for (const name of withoutIdentity)
        expect(status(name, field), `${name}, ${names.target}`).toBe('holds');
      for (const law of [boundaryStart, boundaryEnd]) {
        const { status, reason } = law(field).check();
        expect(status, `${reason}`).toBe('refused');
        expect(reason).toContain('nothing says what p');
      }
    }
  });
});

it('pictures are drawn for fields on the line, and for no others', () => {
  const { t, x, caseAt } = continuityDifferences(ours).picture()!;
  expect([t, x![0] < -1, x![1] > 1]).toEqual([[0.002, 0.998], true, true]);
  expect(caseAt(0.3, 0.5)).toEqual({ t: 0.3, x: [0.5] });
  expect(continuityIdentity({ ...ours, dim: 2 }).picture()).toBeNull();
});
